"""What was told to whom: a push has one cause, a notice one reader, a digest one day."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jianghai.enterprises.models import Enterprise
from jianghai.people.models import Person


class Kind(models.TextChoices):
    """What a notice is about; readers can switch every kind off."""

    GAINED = "gained", "新增可享"
    LOST = "lost", "不再可享"
    CLOSING = "closing", "申报将截止"
    UNASKED = "unasked", "免申即享确认"
    APPLICATION = "application", "申报进展"
    CASE = "case", "办件进展"
    FINANCE = "finance", "融资进展"

    @property
    def prompt(self) -> bool:
        """Tell whether it answers what the reader asked for, and so waits for no digest."""
        return self in PROMPT


#: Told at once, beside the digests: somebody waits for the answer or has to act.
PROMPT = frozenset({Kind.UNASKED, Kind.APPLICATION, Kind.CASE, Kind.FINANCE})


class Stage(models.TextChoices):
    """How far a notice has come."""

    WAITING = "waiting", "待汇总"
    DELIVERED = "delivered", "已送达"
    KEPT = "kept", "仅存档"


class Push(models.Model):
    """One cause, told to those whom it concerns; telling it again reaches only those who were not told."""

    Kind = Kind

    cause = models.CharField("起因", max_length=200, unique=True)
    kind = models.CharField("类别", max_length=12, choices=Kind)
    about = models.CharField("事项", max_length=200, blank=True, db_index=True)
    name_zh = models.CharField("名称", max_length=300)
    name_en = models.CharField("英文名称", max_length=300, blank=True)
    told_at = models.DateTimeField("首次推送时间")
    unreached = models.PositiveIntegerField("无账号企业数", default=0)

    class Meta:
        """Newest first."""

        verbose_name = "推送"
        ordering = ("-told_at", "-id")

    def __str__(self) -> str:
        """Tell what it is about."""
        return self.name_zh


class Digest(models.Model):
    """What one person got at one time: several notices as one item, or one that could not wait."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="digests", db_index=False)
    day = models.DateField("日期")
    prompt = models.BooleanField("即时", default=False)
    sent_at = models.DateTimeField("送达时间")

    class Meta:
        """One digest a day."""

        verbose_name = "汇总通知"
        ordering = ("-sent_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "day"),
                condition=Q(prompt=False),
                name="person_has_one_digest_a_day",
            ),
        )
        indexes = (models.Index(fields=("person", "day"), name="digests_of_a_person"),)

    def __str__(self) -> str:
        """Tell who got it on which day."""
        return f"{self.person} · {self.day}"


class Notice(models.Model):
    """One thing told to one person, for one of the enterprises the person acts for or for nobody's."""

    Stage = Stage

    push = models.ForeignKey(Push, models.CASCADE, related_name="notices", verbose_name="推送")
    person = models.ForeignKey(Person, models.CASCADE, related_name="notices", db_index=False)
    enterprise = models.ForeignKey(
        Enterprise, models.CASCADE, null=True, blank=True, related_name="notices"
    )
    title_zh = models.CharField("标题", max_length=200)
    title_en = models.CharField("英文标题", max_length=200, blank=True)
    body_zh = models.TextField("内容", blank=True)
    body_en = models.TextField("英文内容", blank=True)
    link = models.CharField("链接", max_length=300, blank=True)
    sum = models.BigIntegerField("金额（分）", null=True, blank=True)
    told_at = models.DateTimeField("产生时间")
    stage = models.CharField("进度", max_length=10, choices=Stage, default=Stage.WAITING)
    digest = models.ForeignKey(
        Digest, models.PROTECT, null=True, blank=True, related_name="notices"
    )
    read_at = models.DateTimeField("已读时间", null=True, blank=True)
    useful = models.BooleanField("有用", null=True)
    remark = models.CharField("原因", max_length=500, blank=True)
    rated_at = models.DateTimeField("评价时间", null=True, blank=True)

    class Meta:
        """Newest first; nobody is told one cause twice."""

        verbose_name = "通知"
        ordering = ("-told_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("push", "person", "enterprise"), name="notice_is_told_once_for_a_firm"
            ),
            models.UniqueConstraint(
                fields=("push", "person"),
                condition=Q(enterprise__isnull=True),
                name="notice_is_told_once",
            ),
            models.CheckConstraint(
                condition=~Q(stage="delivered") | Q(digest__isnull=False),
                name="notice_delivered_is_in_a_digest",
            ),
            models.CheckConstraint(
                condition=Q(useful__isnull=True) | Q(rated_at__isnull=False),
                name="notice_rated_has_a_time",
            ),
        )
        indexes = (
            models.Index(fields=("person", "stage", "read_at"), name="notices_of_a_person"),
            models.Index(
                fields=("person",), condition=Q(stage="waiting"), name="notices_that_wait"
            ),
        )

    def __str__(self) -> str:
        """Show the title."""
        return self.title_zh


class Letter(models.Model):
    """A digest on its way out of the house; `due_at` is empty once it went out or was given up."""

    digest = models.ForeignKey(Digest, models.CASCADE, related_name="letters", db_index=False)
    channel = models.CharField("渠道", max_length=10)
    due_at = models.DateTimeField("下次发送时间", null=True, blank=True)
    tries = models.PositiveSmallIntegerField("尝试次数", default=0)
    sent_at = models.DateTimeField("发出时间", null=True, blank=True)
    failure = models.CharField("失败原因", max_length=300, blank=True)

    class Meta:
        """Once per digest and channel."""

        verbose_name = "外发通知"
        constraints = (
            models.UniqueConstraint(
                fields=("digest", "channel"), name="letter_goes_once_by_a_channel"
            ),
        )
        indexes = (
            models.Index(fields=("due_at",), condition=Q(due_at__isnull=False), name="letters_due"),
        )

    def __str__(self) -> str:
        """Tell the channel and whose digest it is."""
        return f"{self.channel} · {self.digest}"


class Preference(models.Model):
    """How one person wants to be told; who never chose has the settings' defaults."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="preference")
    off = models.JSONField("关闭的类别", default=list, blank=True)
    weekly = models.PositiveSmallIntegerField("每周最多汇总次数", null=True, blank=True)
    quiet_until = models.DateField("免打扰至", null=True, blank=True)
    mail = models.BooleanField("同时发邮件", default=False)

    class Meta:
        """One row per person."""

        verbose_name = "通知设置"
        constraints = (
            models.CheckConstraint(
                condition=Q(weekly__isnull=True) | Q(weekly__gte=1, weekly__lte=7),
                name="preference_is_one_to_seven_a_week",
            ),
        )

    def __str__(self) -> str:
        """Tell whose it is."""
        return str(self.person)
