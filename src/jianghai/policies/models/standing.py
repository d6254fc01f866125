"""What the zone is owed, by column: one row for a clause of any number of enterprises, one for the totals of each."""

from __future__ import annotations

from django.db import models

from jianghai.enterprises.models import Enterprise


class ZoneState(models.Model):
    """The one row that whoever computes the zone locks; `number` grows with everything that is stored."""

    number = models.PositiveBigIntegerField("次序", default=0)
    token = models.CharField("标记", max_length=32, blank=True)  # another one with every number
    on = models.DateField("测算日期", null=True)
    shelf = models.CharField("政策摘要", max_length=64, blank=True)
    firms = models.BinaryField("企业次序", default=bytes)  # their keys, packed
    count = models.PositiveIntegerField("企业数", default=0)
    at = models.DateTimeField("测算时间", null=True)

    class Meta:
        """One row."""

        verbose_name = "园区测算"

    def __str__(self) -> str:
        """Tell the day and how many."""
        return f"{self.on}: {self.count}"


class Column(models.Model):
    """One clause for all enterprises, in the order that the zone's state keeps; amounts in fen, packed."""

    clause = models.CharField("条款", max_length=150, unique=True)  # issuer/policy#clause
    edition = models.CharField("版本", max_length=120)  # issuer/policy@day
    digest = models.CharField("版本摘要", max_length=64)
    assured = models.BooleanField("已核实有效", default=False)  # as written, by somebody
    verdicts = models.BinaryField("结论")
    kept = models.BinaryField("计入")
    low = models.BinaryField("金额下限", null=True)  # none where a clause gives no money
    high = models.BinaryField("金额上限", null=True)  # below nothing where nothing limits it
    met = models.PositiveIntegerField("符合户数", default=0)
    review = models.PositiveIntegerField("待认定户数", default=0)
    unknown = models.PositiveIntegerField("缺数户数", default=0)
    certain = models.BigIntegerField("确定金额", default=0)  # of those it counts for, in fen
    possible = models.BigIntegerField("可能金额", null=True)  # at most on top; none without a limit

    class Meta:
        """By clause."""

        verbose_name = "条款测算"
        ordering = ("clause",)

    def __str__(self) -> str:
        """Tell the clause and how many meet it."""
        return f"{self.clause}: {self.met}"


class Standing(models.Model):
    """What one enterprise is owed in all, in fen, and how many clauses are open."""

    enterprise = models.OneToOneField(
        Enterprise, models.CASCADE, primary_key=True, related_name="standing", verbose_name="企业"
    )
    on = models.DateField("测算日期")
    year = models.PositiveSmallIntegerField("年度")
    certain = models.BigIntegerField("确定金额", default=0)
    possible = models.BigIntegerField("可能金额", default=0)
    unchecked = models.BigIntegerField("未核实政策金额", default=0)  # of what is possible
    relief_certain = models.BigIntegerField("确定减免", default=0)  # saved, never paid out
    relief_possible = models.BigIntegerField("可能减免", default=0)
    unbounded = models.PositiveSmallIntegerField("金额无上限条款数", default=0)
    met = models.PositiveSmallIntegerField("符合条款数", default=0)
    unknown = models.PositiveSmallIntegerField("缺数条款数", default=0)
    review = models.PositiveSmallIntegerField("待认定条款数", default=0)
    negotiated = models.PositiveSmallIntegerField("待洽谈条款数", default=0)
    at = models.DateTimeField("测算时间")

    class Meta:
        """The most certain first."""

        verbose_name = "应享合计"
        ordering = ("-certain", "enterprise_id")
        indexes = (models.Index(fields=("-certain", "enterprise"), name="standings_highest"),)

    def __str__(self) -> str:
        """Tell the totals in fen."""
        return f"{self.enterprise_id}: {self.certain} + {self.possible}"
