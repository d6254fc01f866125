"""What changed for whom and why, once for every cause."""

from __future__ import annotations

from django.db import models

from jianghai.enterprises.models import Enterprise
from jianghai.people.models import Person


class Cause(models.TextChoices):
    """Why what is owed came out otherwise."""

    EDITION = "edition", "政策发布"
    FACTS = "facts", "企业数据变动"
    LEDGER = "ledger", "兑付记录变动"
    CALENDAR = "calendar", "日期到达"


class Turn(models.TextChoices):
    """Which way one clause turned for one enterprise."""

    GAINED = "gained", "新增符合"
    RAISED = "raised", "金额增加"
    LOWERED = "lowered", "金额减少"
    LOST = "lost", "不再符合"
    OPENED = "opened", "新增待定"

    @property
    def better(self) -> bool:
        """Tell whether it is good news."""
        return self in {Turn.GAINED, Turn.RAISED, Turn.OPENED}


class Change(models.Model):
    """One cause and what came of it: how many enterprises gained and lost, and sums in fen."""

    Cause = Cause

    kind = models.CharField("原因", max_length=10, choices=Cause)
    reference = models.CharField("依据", max_length=200)  # an edition, a day, a payment
    at = models.DateTimeField("时间")
    on = models.DateField("测算日期")
    zh = models.CharField("说明", max_length=500)
    en = models.CharField("说明（英文）", max_length=500)
    by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="经办人"
    )
    gained = models.PositiveIntegerField("受益户数", default=0)
    lost = models.PositiveIntegerField("减少户数", default=0)
    certain_gained = models.BigIntegerField("确定金额增加", default=0)
    certain_lost = models.BigIntegerField("确定金额减少", default=0)

    class Meta:
        """The newest first."""

        verbose_name = "应享变动"
        ordering = ("-at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("kind", "reference"), name="cause_is_told_once"),
        )

    def __str__(self) -> str:
        """Tell the cause."""
        return f"{self.get_kind_display()}: {self.zh}"


class Gain(models.Model):
    """One clause that came out otherwise for one enterprise; amounts in fen, none where there are none."""

    Turn = Turn

    change = models.ForeignKey(Change, models.CASCADE, related_name="gains")
    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="gains", db_index=False)
    clause = models.CharField("条款", max_length=150)
    turn = models.CharField("变动", max_length=8, choices=Turn)
    before = models.PositiveSmallIntegerField("原结论")
    after = models.PositiveSmallIntegerField("现结论")
    low_before = models.BigIntegerField("原金额下限", null=True)
    high_before = models.BigIntegerField("原金额上限", null=True)
    low_after = models.BigIntegerField("现金额下限", null=True)
    high_after = models.BigIntegerField("现金额上限", null=True)
    zh = models.CharField("原因", max_length=500)
    en = models.CharField("原因（英文）", max_length=500)

    class Meta:
        """As they came."""

        verbose_name = "变动明细"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("change", "enterprise", "clause"), name="gain_is_told_once"
            ),
        )
        indexes = (models.Index(fields=("enterprise", "-change"), name="gains_of_a_firm"),)

    def __str__(self) -> str:
        """Tell the clause and the turn."""
        return f"{self.clause}: {self.get_turn_display()}"


class Seen(models.Model):
    """Up to which change a person has seen what an enterprise is owed."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name="人员")
    enterprise = models.ForeignKey(
        Enterprise, models.CASCADE, related_name="+", verbose_name="企业"
    )
    at = models.DateTimeField("阅至")

    class Meta:
        """One per person and enterprise."""

        verbose_name = "已阅"
        constraints = (
            models.UniqueConstraint(fields=("person", "enterprise"), name="seen_is_kept_once"),
        )

    def __str__(self) -> str:
        """Tell who and until when."""
        return f"{self.person} · {self.at}"
