"""The list of one's own cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jianghai.casework import services
from jianghai.casework.queries import tasks
from jianghai.web.contents.cases.time import days
from jianghai.web.words import told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jianghai.casework.models import Case, Task
    from jianghai.people.models import Person


@dataclass(frozen=True, slots=True)
class Row:
    """One case: what it is, what waits for the reader, and until when."""

    case: Case
    service: str
    asked: str
    due: days.Due | None


def rows(cases: Iterable[Case], reader: Person) -> list[Row]:
    """Tell cases with what waits for the reader in each, in one question."""
    shown, count = list(cases), days.today()
    parts = [part.filter(case__in=shown).order_by("-due_at") for part in tasks.open_to(reader)]
    asked = {one.case_id: one for part in parts for one in part}
    return [_row(one, asked.get(one.pk), count) for one in shown]


def _row(case: Case, asked: Task | None, count: days.Days) -> Row:
    due_at = None if case.over else asked.due_at if asked else case.due_at
    name = told(services.of(case.edition).name)
    return Row(case, name, asked.name if asked else "", count.due(due_at))
