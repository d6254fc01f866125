"""Services as they stood when a case began: a running case never reads the files again."""

from __future__ import annotations

from django.db import models


class ServiceEdition(models.Model):
    """One edition of a service, kept whole: the files it was read from and the compiled diagram."""

    service = models.CharField("事项", max_length=60)
    valid_from = models.DateField("施行日期")
    digest = models.CharField("摘要", max_length=64, unique=True)
    content = models.JSONField("内容")  # the texts of its files by name
    spec = models.JSONField("流程")  # what the process engine made of the diagram
    kept_at = models.DateTimeField("留存时间")

    class Meta:
        """By service, the newest first."""

        verbose_name = "事项版本"
        ordering = ("service", "-valid_from", "-id")

    def __str__(self) -> str:
        """Name the edition."""
        return f"{self.service}@{self.valid_from}"


class CalendarYear(models.Model):
    """A year's working days as added or corrected here; the latest of a year counts, before the corpus."""

    region = models.CharField("地区", max_length=10, default="cn")
    year = models.PositiveSmallIntegerField("年度")
    content = models.JSONField("内容")
    digest = models.CharField("摘要", max_length=64)
    added_by = models.CharField("录入人", max_length=150)
    added_at = models.DateTimeField("录入时间")
    projected_at = models.DateTimeField(
        "推算完成时间", null=True, blank=True
    )  # when every running clock had been counted by it

    class Meta:
        """The latest last."""

        verbose_name = "工作日历"
        ordering = ("region", "year", "id")

    def __str__(self) -> str:
        """Name the year."""
        return f"{self.region} {self.year}"


class Sequence(models.Model):
    """Numbers without gaps, such as those of decisions in a year."""

    name = models.CharField("名称", max_length=100, unique=True)
    last = models.PositiveIntegerField("末号", default=0)

    class Meta:
        """By name."""

        verbose_name = "编号"
        ordering = ("name",)

    def __str__(self) -> str:
        """Tell the last number."""
        return f"{self.name}: {self.last}"
