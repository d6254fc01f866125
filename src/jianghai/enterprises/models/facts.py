"""Facts of an enterprise by year: every value ever told is kept, one of them is current."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from jianghai.enterprises.models.batches import Batch
from jianghai.enterprises.models.firms import Enterprise
from jianghai.people.models import Person

#: The year of a fact that belongs to no year, such as the start of a market segment.
NO_YEAR = 0


class SourceKind(models.IntegerChoices):
    """Who says so; the higher number wins over the lower."""

    ESTIMATED = 10, "推算"
    DECLARED = 20, "企业填报"
    PUBLIC = 30, "公开资料"
    AUDITED = 40, "审计报告"
    OFFICIAL = 50, "税务或主管部门"
    CORRECTED = 60, "园区核实更正"


class Source(models.Model):
    """Where a group of values comes from: one row of a spreadsheet, one letter, one person's correction."""

    kind = models.PositiveSmallIntegerField("来源类型", choices=SourceKind)
    text = models.CharField("来源", max_length=500, blank=True)
    as_of = models.DateField("数据日期", null=True, blank=True)
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, blank=True, related_name="sources")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    told_at = models.DateTimeField("录入时间")

    class Meta:
        """The better source first, then the newer."""

        verbose_name = "来源"
        ordering = ("-kind", "-as_of", "-id")

    def __str__(self) -> str:
        """Tell where the values come from."""
        return " · ".join(filter(None, (self.get_kind_display(), self.text, str(self.as_of or ""))))

    @property
    def rank(self) -> tuple[int, str, int]:
        """Order two sources of one fact: the better wins, then the newer date, then the later told."""
        return (self.kind, str(self.as_of or ""), self.pk)


class FactValue(models.Model):
    """One value of one fact. A number is a range `low`–`high` whose ends meet when it is known exactly."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="facts", db_index=False)
    fact = models.CharField("指标", max_length=48)
    year = models.PositiveSmallIntegerField("年度", default=NO_YEAR)
    low = models.BigIntegerField("下限", null=True)
    high = models.BigIntegerField("上限", null=True)
    text = models.CharField("文字", max_length=300, blank=True)
    yes = models.BooleanField("是否", null=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="values")
    current = models.BooleanField("采用", default=True)
    # Undoing an import clears it by hand: letting the database do so would read every value first.
    superseded_by = models.ForeignKey(
        "self", models.DO_NOTHING, null=True, blank=True, related_name="+", db_constraint=False
    )

    class Meta:
        """At most one current value of a fact."""

        verbose_name = "指标值"
        constraints = (
            models.UniqueConstraint(
                fields=("enterprise", "fact", "year"),
                condition=Q(current=True),
                name="fact_has_one_current_value",
            ),
            models.CheckConstraint(
                condition=Q(low__isnull=True) | Q(high__isnull=True) | Q(low__lte=models.F("high")),
                name="fact_range_is_ordered",
            ),
        )
        indexes = (models.Index(fields=("enterprise", "fact", "year"), name="fact_history"),)

    def __str__(self) -> str:
        """Tell fact, year and raw value."""
        return f"{self.fact}[{self.year or ''}] = {self.raw}"

    @property
    def raw(self) -> Any:
        """Give what is stored: yes or no, a text, or the range in base units."""
        if self.yes is not None:
            return self.yes
        return self.text or (self.low, self.high)
