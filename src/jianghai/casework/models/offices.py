"""What we ask of offices that are not ours, and what they answer: asked at least once, taken exactly once."""

from __future__ import annotations

from django.db import models

from jianghai.casework.models.tasks import Task


class CallState(models.TextChoices):
    """Where a call to an outside office is."""

    WAITING = "waiting", "待发送"
    SENT = "sent", "已发送"
    DONE = "done", "已完成"


class OfficeCall(models.Model):
    """One request to an outside office for one task; tried again with back-off, answered once."""

    task = models.OneToOneField(Task, models.CASCADE, related_name="call")
    office = models.CharField("单位", max_length=40)
    key = models.CharField("请求号", max_length=64, unique=True)
    asked = models.JSONField("请求", default=dict)
    state = models.CharField("状态", max_length=8, choices=CallState, default=CallState.WAITING)
    tries = models.PositiveSmallIntegerField("尝试次数", default=0)
    next_at = models.DateTimeField("下次尝试", null=True, blank=True, db_index=True)
    answer = models.JSONField("答复", default=dict)
    trouble = models.CharField("问题", max_length=500, blank=True)
    made_at = models.DateTimeField("建立时间")
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    class Meta:
        """As they were made."""

        verbose_name = "外部请求"
        ordering = ("id",)

    def __str__(self) -> str:
        """Tell the office and the state."""
        return f"{self.office} {self.get_state_display()}"
