"""Imports: one spreadsheet, from its preview to its undoing."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jianghai.people.models import Person


class Progress(models.TextChoices):
    """Where an import stands."""

    PREVIEWED = "previewed", "已预览"
    QUEUED = "queued", "等待导入"
    APPLIED = "applied", "已导入"
    FAILED = "failed", "导入失败"
    UNDONE = "undone", "已撤销"


class Batch(models.Model):
    """One spreadsheet that somebody brought; nothing of it is in the registry before it is applied."""

    Progress = Progress

    file_name = models.CharField("文件名", max_length=200)
    digest = models.CharField("文件摘要", max_length=64, db_index=True)
    content = models.BinaryField("文件", blank=True)
    source_kind = models.PositiveSmallIntegerField("来源类型", default=20)
    source_text = models.CharField("来源", max_length=500, blank=True)
    as_of = models.DateField("数据日期", null=True, blank=True)
    progress = models.CharField("进度", max_length=10, choices=Progress, default=Progress.PREVIEWED)
    by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="导入人"
    )
    brought_at = models.DateTimeField("上传时间")
    queued_at = models.DateTimeField("提交导入时间", null=True, blank=True)
    applied_at = models.DateTimeField("导入时间", null=True, blank=True)
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)
    sample = models.JSONField("前几行", default=list)  # [{row, name, uscc, year, values}]
    counts = models.JSONField(
        "数量", default=dict
    )  # rows, firms, values, entries, refused, new_firms
    refused = models.JSONField("被拒单元格", default=list)  # [{row, column, value, zh, en}]
    remarks = models.JSONField("提示", default=list)  # warnings and columns not understood
    filled = models.JSONField(
        "补填", default=dict
    )  # {enterprise id: [fields that were empty before]}
    failure = models.TextField("失败原因", blank=True)

    class Meta:
        """Newest first."""

        verbose_name = "导入"
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(progress="applied") | Q(applied_at__isnull=False),
                name="batch_applied_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(progress="undone") | Q(undone_at__isnull=False),
                name="batch_undone_has_a_time",
            ),
        )

    def __str__(self) -> str:
        """Show the file's name."""
        return self.file_name
