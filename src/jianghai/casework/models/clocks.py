"""Clocks as rows: the ledger as worktime knows it, and what follows from it, for lists and for the sweeper."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jianghai.casework.models.cases import Case, Light
from jianghai.casework.models.tasks import Task


class ClockKind(models.TextChoices):
    """Whom a clock binds."""

    STATUTORY = "statutory", "法定期限"
    PROMISED = "promised", "承诺期限"
    STEP = "step", "环节期限"
    NOTICE = "notice", "公示期"
    PERIOD = "period", "当事人期限"


class ClockState(models.TextChoices):
    """What a clock does now."""

    RUNNING = "running", "计时中"
    PAUSED = "paused", "暂停计时"
    STOPPED = "stopped", "已停止"


class Clock(models.Model):
    """One clock of a case. The ledger is the truth; due day, next moment and light are computed from it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="clocks")
    task = models.ForeignKey(Task, models.CASCADE, null=True, blank=True, related_name="clocks")
    key = models.CharField("时限", max_length=60)
    kind = models.CharField("类别", max_length=10, choices=ClockKind)
    state = models.CharField("状态", max_length=8, choices=ClockState, default=ClockState.RUNNING)
    ledger = models.JSONField("计时台账")  # started_at, pauses, extensions, stopped_at
    due_on = models.DateField("到期日", null=True, blank=True)
    due_at = models.DateTimeField("到期时间", null=True, blank=True)
    provisional = models.BooleanField(
        "暂定", default=False
    )  # crosses into a year that is not published
    moved_by = models.CharField("顺延依据", max_length=60, blank=True)
    light = models.PositiveSmallIntegerField("预警", choices=Light, default=Light.GREEN)
    next_at = models.DateTimeField("下一提醒", null=True, blank=True)
    expired = models.BooleanField("已处置到期", default=False)

    class Meta:
        """As they were started."""

        verbose_name = "时限"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("case", "key"),
                condition=Q(task=None) & ~Q(state=ClockState.STOPPED),
                name="clock_runs_once_on_a_case",
            ),
            models.UniqueConstraint(fields=("task", "key"), name="clock_runs_once_on_a_task"),
        )
        indexes = (
            models.Index(
                fields=("next_at", "id"), name="clock_next", condition=Q(next_at__isnull=False)
            ),
            models.Index(
                fields=("due_on", "id"),
                name="clock_to_project",
                condition=~Q(state=ClockState.STOPPED),
            ),
        )

    def __str__(self) -> str:
        """Tell the clock and its day."""
        return f"{self.key} {self.due_on or '—'}"


class Firing(models.Model):
    """A rung of a clock that was fired: the database refuses the same one twice."""

    clock = models.ForeignKey(Clock, models.CASCADE, related_name="firings")
    rung = models.CharField("级别", max_length=20)
    at = models.DateTimeField("时间")

    class Meta:
        """As they were fired."""

        verbose_name = "预警记录"
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("clock", "rung"), name="rung_fires_once"),)

    def __str__(self) -> str:
        """Tell the rung."""
        return f"{self.clock_id} {self.rung}"


class Tolerance(models.Model):
    """A material that may come later (容缺): until when, in what way, and what happens if it does not."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="tolerances")
    material = models.CharField("材料", max_length=60)
    until = models.DateField("补交期限")
    way = models.CharField("补交方式", max_length=100)
    otherwise = models.CharField("逾期处理", max_length=200)
    promised_by = models.CharField("承诺人", max_length=60)
    promised_at = models.DateTimeField("承诺时间")
    supplied_at = models.DateTimeField("补齐时间", null=True, blank=True)
    lapsed_at = models.DateTimeField("逾期时间", null=True, blank=True)

    class Meta:
        """By day."""

        verbose_name = "容缺"
        ordering = ("until", "id")
        constraints = (
            models.UniqueConstraint(fields=("case", "material"), name="material_is_tolerated_once"),
        )

    def __str__(self) -> str:
        """Tell the material and the day."""
        return f"{self.material} {self.until}"
