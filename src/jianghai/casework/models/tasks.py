"""Tasks: what somebody has to do in a case, and the keys of clocks that run on it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db import models
from django.db.models import Q

from jianghai.casework.models.cases import Case, Lane, Light
from jianghai.people.models import Department, Person


class TaskKind(models.TextChoices):
    """What a token of the process waits for."""

    PERSON = "person", "人工办理"
    WAIT = "wait", "等待期限"
    SERVICE = "service", "自动办理"


class TaskState(models.TextChoices):
    """Where a task is."""

    OPEN = "open", "待办"
    DONE = "done", "已办"
    CANCELLED = "cancelled", "已取消"


class Holder(models.TextChoices):
    """Whose task it is where no department holds it."""

    APPLICANT = "applicant", "申请人"
    DRAFTER = "drafter", "编制单位"
    OFFICE = "office", "外部单位"
    SYSTEM = "system", "系统"


class Soon(models.Func):
    """When something is due, for sorting: what has no day comes last, on every database.

    Its text must be the same in an index and in a query, else the index is not used.
    """

    output_field = models.DateTimeField()
    template = "COALESCE(%(expressions)s, '9999-12-31 00:00:00+00')"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Write it as SQLite keeps times."""
        text = "COALESCE(%(expressions)s, '9999-12-31 00:00:00')"
        return self.as_sql(compiler, connection, template=text, **context)


#: What `Soon` gives for what has no day.
NEVER = datetime(9999, 12, 31, tzinfo=UTC)
#: The order in which the tasks of a post are read.
SEAT = ("department", "duty", "lane", Soon("due_at"), "id")


class Task(models.Model):
    """One token of a case's process: a person's work, a wait, or something the system does."""

    case = models.ForeignKey(
        Case, models.CASCADE, related_name="tasks", db_index=False
    )  # found by (case, token)
    token = models.CharField("流程标记", max_length=64)
    element = models.CharField("环节", max_length=80)
    name = models.CharField("环节名称", max_length=100)
    kind = models.CharField("类型", max_length=8, choices=TaskKind)
    state = models.CharField("状态", max_length=10, choices=TaskState, default=TaskState.OPEN)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )  # found by the indexes of open tasks
    duty = models.CharField("职责", max_length=12)  # of a department, or who else holds it
    assignee = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    lane = models.CharField("通道", max_length=8, choices=Lane, default=Lane.NORMAL)
    light = models.PositiveSmallIntegerField("预警", choices=Light, default=Light.NONE)
    opened_at = models.DateTimeField("开始时间")
    due_at = models.DateTimeField("期限", null=True, blank=True)
    done_at = models.DateTimeField("完成时间", null=True, blank=True)
    done_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    outcome = models.CharField("结果", max_length=40, blank=True)
    said = models.JSONField("填写内容", default=dict)

    class Meta:
        """As they came."""

        verbose_name = "任务"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("case", "token"), name="token_is_one_task"),
            models.CheckConstraint(
                condition=~Q(state=TaskState.DONE) | Q(done_at__isnull=False),
                name="task_done_has_a_time",
            ),
        )
        indexes = (
            models.Index(
                *SEAT,
                name="task_open_of_seat",
                condition=Q(state=TaskState.OPEN, kind=TaskKind.PERSON),
            ),
            models.Index(
                *SEAT,
                name="task_to_claim",
                condition=Q(state=TaskState.OPEN, kind=TaskKind.PERSON, assignee=None),
            ),
            models.Index(
                *SEAT,
                name="task_at_risk_of_seat",
                condition=Q(state=TaskState.OPEN, kind=TaskKind.PERSON, light__gte=Light.YELLOW),
            ),
            models.Index(
                *("assignee", "lane", Soon("due_at"), "id"),
                name="task_open_of_person",
                condition=Q(state=TaskState.OPEN, kind=TaskKind.PERSON, assignee__isnull=False),
            ),
            models.Index(
                fields=("done_by", "case"),
                name="task_done_by",
                condition=Q(done_by__isnull=False),
            ),
            models.Index(
                fields=("kind", "id"),
                name="task_waiting_for_system",
                condition=Q(state=TaskState.OPEN, kind=TaskKind.SERVICE),
            ),
        )

    def __str__(self) -> str:
        """Tell the step and its state."""
        return f"{self.name}（{self.get_state_display()}）"


class Handover(models.Model):
    """A task given by one person to another: transferred for good, or delegated until taken back."""

    class Way(models.TextChoices):
        """How it was given."""

        TRANSFER = "transfer", "转办"
        DELEGATE = "delegate", "委托"
        HELP = "help", "协办"

    task = models.ForeignKey(Task, models.CASCADE, related_name="handovers")
    way = models.CharField("方式", max_length=10, choices=Way)
    giver = models.ForeignKey(Person, models.PROTECT, related_name="+")
    taker = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = models.CharField("原因", max_length=300)
    at = models.DateTimeField("时间")
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        """As they were given."""

        verbose_name = "转办记录"
        ordering = ("id",)
        indexes = (
            models.Index(fields=("taker", "task"), name="handover_to", condition=Q(ended_at=None)),
        )

    def __str__(self) -> str:
        """Tell who gave it to whom."""
        return f"{self.giver} → {self.taker}（{self.get_way_display()}）"
