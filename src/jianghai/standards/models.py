"""What is kept: the current answer for every enterprise and year, cohorts, weights."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from jianghai.enterprises.models import Enterprise
from jianghai.people.models import Person


class Answer(models.IntegerChoices):
    """The four verdicts, ordered as the rulebook orders them."""

    UNMET = 0, "不符合"
    UNKNOWN = 1, "待补数据"
    REVIEW = 2, "需人工认定"
    MET = 3, "符合"

    @property
    def word(self) -> str:
        """Give the word that JSON and page styles use."""
        return ("unmet", "unknown", "manual_review", "met")[self]

    @property
    def english(self) -> str:
        """Name the verdict in English."""
        return ("Not met", "Data missing", "For a person to judge", "Met")[self]


class Near(models.IntegerChoices):
    """How close to a title that is not met: one condition within reach, or one whose data are missing."""

    NO = 0, "还不近"
    STEP = 1, "只差一步"
    DATUM = 2, "只缺一项数据"


class Evaluation(models.Model):
    """The current answer of one standard; its reasons are computed anew when asked for."""

    Answer = Answer

    enterprise = models.ForeignKey(
        Enterprise, models.CASCADE, related_name="evaluations", db_index=False
    )
    standard = models.CharField("标准", max_length=40)
    edition = models.CharField("版本", max_length=10)
    year = models.PositiveSmallIntegerField("年度")
    on = models.DateField("评价日期")
    verdict = models.PositiveSmallIntegerField("结论", choices=Answer)
    low = models.FloatField("得分下限", null=True)
    high = models.FloatField("得分上限", null=True)
    value = models.CharField("类别", max_length=20, blank=True)
    clauses = models.CharField("逐条结论", max_length=200)  # a digit each, - where it has points
    open = models.PositiveSmallIntegerField("未决条件数")  # on the shortest way to the title
    step = models.CharField("首个未决条件", max_length=20, blank=True)
    near = models.PositiveSmallIntegerField("远近", choices=Near, default=Near.NO)
    gap = models.FloatField("差距", null=True)  # parts of the larger of the value and what is asked
    latest = models.BooleanField("最近年度", default=True)  # the enterprise has no later year
    digest = models.CharField("输入与规则摘要", max_length=64)
    computed_at = models.DateTimeField("计算时间")

    class Meta:
        """One current answer per enterprise, standard and year."""

        verbose_name = "评价"
        constraints = (
            models.UniqueConstraint(
                fields=("enterprise", "standard", "year"), name="evaluation_is_current_once"
            ),
            models.CheckConstraint(
                condition=Q(low__isnull=True) | Q(low__lte=F("high")),
                name="evaluation_score_is_ordered",
            ),
        )
        indexes = (
            models.Index(
                fields=("standard", "verdict"), condition=Q(latest=True), name="evaluations_now"
            ),
        )

    def __str__(self) -> str:
        """Tell the standard, the year and the verdict."""
        return f"{self.standard} {self.year}: {self.get_verdict_display()}"


class CohortSet(models.Model):
    """What points are ranked against on a day, kept so that a past score can be redone."""

    standard = models.CharField("标准", max_length=40)
    edition = models.CharField("版本", max_length=10)
    year = models.PositiveSmallIntegerField("年度")
    as_of = models.DateField("数据日期")
    source = models.CharField("来源", max_length=200)
    firms = models.PositiveIntegerField("企业数")
    tables = models.TextField("同组参照")  # JSON as the rulebook writes it
    digest = models.CharField("摘要", max_length=64)
    made_at = models.DateTimeField("生成时间")
    made_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="生成人"
    )

    class Meta:
        """The newest first."""

        verbose_name = "同组参照"
        ordering = ("-as_of", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("standard", "year", "as_of", "digest"), name="cohorts_are_kept_once"
            ),
        )

    def __str__(self) -> str:
        """Tell the day and the size."""
        return f"{self.standard} {self.year} · {self.as_of} · {self.firms}"


class WeightTable(models.Model):
    """An official weight table that replaces the draft from a day on, or one without rows that restores the draft.

    Earlier ones are kept.
    """

    standard = models.CharField("标准", max_length=40)
    table = models.CharField("权重表", max_length=40)
    rows = models.JSONField("权重")  # {indicator: [one number per stage]}
    document = models.CharField("文号", max_length=200)
    valid_from = models.DateField("启用日期")
    uploaded_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间")
    digest = models.CharField("摘要", max_length=64)

    class Meta:
        """The newest first."""

        verbose_name = "权重表"
        ordering = ("-valid_from", "-id")

    def __str__(self) -> str:
        """Tell the standard, the document and the day."""
        return f"{self.standard} · {self.document} · {self.valid_from}"

    @property
    def restores_draft(self) -> bool:
        """Tell whether the draft is in force again from its day on."""
        return not self.rows


class ZoneShare(models.Model):
    """A share or ratio of the whole zone on a day, over the enterprises that it is known of."""

    standard = models.CharField("标准", max_length=40)
    edition = models.CharField("版本", max_length=10)
    share = models.CharField("指标", max_length=40)
    on = models.DateField("日期")
    low = models.FloatField("下限", null=True)
    high = models.FloatField("上限", null=True)
    known = models.PositiveIntegerField("计入企业数")
    unknown = models.PositiveIntegerField("缺数企业数")
    computed_at = models.DateTimeField("计算时间")

    class Meta:
        """The newest first."""

        verbose_name = "园区占比"
        ordering = ("-on", "id")
        constraints = (
            models.UniqueConstraint(fields=("share", "on"), name="zone_share_is_told_once_a_day"),
        )

    def __str__(self) -> str:
        """Tell the share and the day."""
        return f"{self.share} · {self.on}"
