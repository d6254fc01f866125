"""Decisions with their numbers and papers, their delivery, and what the applicant thought of it all."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jianghai.casework.models.cases import Case
from jianghai.people.models import Person


class IssuedPaper(models.Model):
    """A paper that was issued: what it was written from, whose digest the journal holds; the PDF follows from it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="papers")
    kind = models.CharField("类别", max_length=30)
    head = models.JSONField("抬头")
    blanks = models.JSONField("内容")
    words = models.JSONField("用语", default=dict)  # of the service, where they differ from ours
    digest = models.CharField("摘要", max_length=64)
    code = models.CharField("核验码", max_length=32, unique=True)
    at = models.DateTimeField("出具时间")

    class Meta:
        """As they were issued."""

        verbose_name = "文书"
        ordering = ("id",)

    def __str__(self) -> str:
        """Tell the kind and the code."""
        return f"{self.kind} {self.code}"


class DecisionKind(models.TextChoices):
    """What was decided."""

    GRANTED = "granted", "准予"
    REFUSED = "refused", "不予"


class Decision(models.Model):
    """What was decided in a case, under a number, on a paper that anybody can check."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions")
    kind = models.CharField("决定", max_length=10, choices=DecisionKind)
    number = models.CharField("文号", max_length=80, unique=True)
    text = models.TextField("正文")
    ground = models.CharField("不予批准的情形", max_length=60, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("决定时间")
    decided_on = models.DateField("决定日期")
    paper = models.OneToOneField(IssuedPaper, models.PROTECT, related_name="decision")
    line = models.PositiveBigIntegerField(
        "日志行", null=True, blank=True
    )  # of the journal, which proves it
    valid_until = models.DateField("有效期至", null=True, blank=True)
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)
    revoked_for = models.CharField("撤销原因", max_length=500, blank=True)
    delivered_at = models.DateTimeField("送达时间", null=True, blank=True)
    delivered_by = models.CharField("送达方式", max_length=40, blank=True)
    received_by = models.CharField("签收人", max_length=60, blank=True)

    class Meta:
        """The latest first."""

        verbose_name = "决定"
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(kind=DecisionKind.REFUSED) | ~Q(text=""), name="refusal_has_reasons"
            ),
        )

    def __str__(self) -> str:
        """Show its number."""
        return self.number


class Evaluation(models.Model):
    """What the applicant thought of it (好差评): once a case, and nobody else learns who said it."""

    class Mark(models.IntegerChoices):
        """The five marks; the two lowest are bad ones."""

        VERY_BAD = 1, "非常不满意"
        BAD = 2, "不满意"
        FAIR = 3, "基本满意"
        GOOD = 4, "满意"
        VERY_GOOD = 5, "非常满意"

    case = models.OneToOneField(Case, models.PROTECT, related_name="evaluation")
    mark = models.PositiveSmallIntegerField("评价", choices=Mark)
    text = models.TextField("意见", max_length=2000, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("评价时间")
    followed_at = models.DateTimeField("回访时间", null=True, blank=True)
    followed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    finding = models.TextField("核实与整改情况", max_length=2000, blank=True)

    class Meta:
        """The latest first."""

        verbose_name = "好差评"
        ordering = ("-id",)

    def __str__(self) -> str:
        """Show the mark."""
        return self.get_mark_display()
