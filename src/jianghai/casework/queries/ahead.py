"""What happens next in a case, when at the latest, and what we need from the applicant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jianghai.casework.models import Case, Clock, Holder, Task, TaskKind, TaskState
from jianghai.casework.models import ClockState as Doing

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is being waited for: whose it is, and until when."""

    task: Task
    until: date | None
    provisional: bool

    @property
    def holder(self) -> str:
        """Name who holds it, in Chinese."""
        if self.task.department is not None:
            return str(self.task.department)
        if self.task.duty in Holder.values:
            return str(Holder(self.task.duty).label)
        return str(self.task.duty)


@dataclass(frozen=True, slots=True)
class Ahead:
    """What lies ahead: what the applicant has to do, what we do meanwhile, and the day that binds us."""

    needed: tuple[Step, ...]
    doing: tuple[Step, ...]
    due: date | None
    provisional: bool


def of_case(case: Case) -> Ahead:
    """Tell what lies ahead of a case."""
    tasks = Task.objects.filter(case=case, state=TaskState.OPEN).select_related("department")
    clocks = list(Clock.objects.filter(case=case).exclude(state=Doing.STOPPED))
    own = {row.task_id: row for row in clocks if row.task_id is not None}
    steps = [_step(task, own.get(task.pk)) for task in tasks]
    ours = (Holder.APPLICANT, Holder.DRAFTER)
    binding = [row for row in clocks if row.task_id is None and row.due_at == case.due_at]
    return Ahead(
        needed=tuple(one for one in steps if one.task.duty in ours),
        doing=tuple(one for one in steps if one.task.duty not in ours),
        due=binding[0].due_on if binding and case.due_at else None,
        provisional=any(row.provisional for row in binding),
    )


def _step(task: Task, row: Clock | None) -> Step:
    kept = row if row is not None and task.kind in {TaskKind.PERSON, TaskKind.WAIT} else None
    return Step(task, kept.due_on if kept else None, bool(kept and kept.provisional))
