"""The list of one's own cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jianghai.casework import services
from jianghai.casework.models import Holder, Task, TaskKind, TaskState
from jianghai.web.contents.cases.time import days
from jianghai.web.words import told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jianghai.casework.models import Case

THEIRS = (Holder.APPLICANT, Holder.DRAFTER)


@dataclass(frozen=True, slots=True)
class Row:
    """One case: what it is, what waits for the applicant, and until when."""

    case: Case
    service: str
    asked: str
    due: days.Due | None


def rows(cases: Iterable[Case]) -> list[Row]:
    """Tell cases with what waits for the applicant in each, in one question."""
    shown, count = list(cases), days.today()
    waiting = Task.objects.filter(
        case__in=shown, state=TaskState.OPEN, kind=TaskKind.PERSON, duty__in=THEIRS
    )
    asked = {one.case_id: one for one in waiting.order_by("-due_at")}
    return [_row(one, asked.get(one.pk), count) for one in shown]


def _row(case: Case, asked: Task | None, count: days.Days) -> Row:
    due_at = None if case.over else asked.due_at if asked else case.due_at
    name = told(services.of(case.edition).name)
    return Row(case, name, asked.name if asked else "", count.due(due_at))
