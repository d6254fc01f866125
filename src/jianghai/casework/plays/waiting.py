"""What a case waits for, said so that whoever comes too early knows when to come again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from jianghai.casework.errors import NotThatStageError, NotYetError
from jianghai.casework.models import Clock, Task, TaskKind, TaskState

if TYPE_CHECKING:
    from jianghai.casework.models import Case


def open_task(case: Case, element: str) -> Task:
    """Give the open task of a step; NotYetError while a notice runs, NotThatStageError for all else."""
    opened = list(Task.objects.filter(case=case, state=TaskState.OPEN).order_by("-id"))
    found = [task for task in opened if task.element == element]
    if found:
        return found[0]
    waits = [task for task in opened if task.kind == TaskKind.WAIT]
    row = Clock.objects.filter(task__in=waits).order_by("-due_at").first()
    if (
        row is not None
        and row.task is not None
        and row.due_on is not None
        and row.due_at is not None
    ):
        free = timezone.localtime(row.due_at).date()
        raise NotYetError(
            f"“{row.task.name}”至 {row.due_on} 届满，最早 {free} 才能办理“{element}”。",
            f"'{row.task.name}' runs until {row.due_on}; '{element}' may be done on {free} at the earliest.",
            where=case.number,
        )
    names = "、".join(task.name for task in opened) or "无"
    raise NotThatStageError(
        f"“{element}”不是当前环节；当前待办：{names}。",
        f"'{element}' is not open now; open: {', '.join(task.element for task in opened) or 'nothing'}.",
        where=case.number,
    )
