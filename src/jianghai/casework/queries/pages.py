"""Lists of tasks and cases, a page at a time, from however many: each part of a list is read from its own index.

A list is given as its parts: query sets that an index serves in the order of the list, such as the tasks of one post.
One statement takes no more than a page from each part and merges them; a row in two parts comes once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection

from jianghai.casework.models import NEVER, Case, Lane, Soon, Task

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from django.db.models import QuerySet

Row = TypeVar("Row", Case, Task)
#: Of a key, in digits.
LONGEST_NUMBER = 18


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list, and where the next ones begin; empty where there are no more."""

    rows: list[Task]
    following: str


@dataclass(frozen=True, slots=True)
class Mark:
    """The last task of a page."""

    lane: str
    due_at: datetime | None
    number: int

    @classmethod
    def read(cls, text: str) -> Mark | None:
        """Read where a page begins; None for a mark that is none of ours: the list then begins at its first row."""
        lane, _, rest = text.partition("|")
        due, _, place = rest.partition("|")
        at, number = _moment(due), read_number(place)
        if number is None or (due and at is None) or lane not in Lane.values:
            return None
        return cls(lane, at, number)

    @classmethod
    def of(cls, task: Task) -> Mark:
        """Give the mark of a task."""
        return cls(task.lane, task.due_at, task.pk)

    def __str__(self) -> str:
        """Write it down, as an address carries it."""
        return f"{self.lane}|{self.due_at.isoformat() if self.due_at else ''}|{self.number}"


def of_tasks(parts: Iterable[QuerySet[Task]], after: str = "", size: int = 50) -> Page:
    """Give a page of tasks: the green lane first, then by day, those without a day last; no row is skipped."""
    mark, limit = Mark.read(after), size + 1
    runs = [run[:limit] for part in parts for run in _runs(part, mark)]
    keys = _merged(runs, "lane, soon, id", limit)
    joined = ("case", "case__enterprise", "case__applicant", "department", "assignee")
    rows = _in_order(keys[:size], Task.objects.select_related(*joined).in_bulk)
    return Page(rows, str(Mark.of(rows[-1])) if len(keys) > size else "")


def _runs(part: QuerySet[Task], mark: Mark | None) -> Iterator[QuerySet[Task, Any]]:
    """Give what is behind a mark of a part: the rest of its day, later days of its lane, and the lanes after it."""
    ordered = part.annotate(soon=Soon("due_at")).order_by("lane", "soon", "id")
    rows = ordered.values_list("lane", "soon", "id")
    if mark is None:
        yield rows
        return
    same, at = rows.filter(lane=mark.lane), mark.due_at or NEVER
    yield same.filter(soon=at, pk__gt=mark.number)
    yield same.filter(soon__gt=at)
    yield rows.filter(lane__gt=mark.lane)


def of_cases(parts: Iterable[QuerySet[Case]], size: int) -> list[Case]:
    """Give up to so many cases, the latest first."""
    keys = _merged([part.values_list("id")[:size] for part in parts], "id DESC", size)
    joined = Case.objects.select_related("enterprise", "applicant", "department")
    return _in_order(keys, joined.defer("form", "faults").in_bulk)


def count(parts: Iterable[QuerySet[Task]], most: int) -> int:
    """Count the tasks of a list, up to a bound."""
    runs = [part.order_by().values_list("id")[:most] for part in parts]
    return len(_merged(runs, "id", most))


def _merged(runs: Sequence[QuerySet[Any, Any]], order: str, limit: int) -> list[int]:
    """Give the keys of the first rows of all runs together."""
    texts: list[str] = []
    values: list[Any] = []
    for run in runs:
        try:
            text, bound = run.query.sql_with_params()
        except EmptyResultSet:
            continue
        texts.append(f"SELECT * FROM ({text}) AS run{len(texts)}")  # noqa: S608 - Django's own
        values += bound
    if not texts:
        return []
    whole = f"({' UNION '.join(texts)}) AS every_run"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {whole} ORDER BY {order} LIMIT {limit:d}", values)  # noqa: S608
        return [key for (key,) in cursor.fetchall()]


def _in_order(keys: list[int], read: Callable[[list[int]], dict[int, Row]]) -> list[Row]:
    found = read(keys)
    return [found[key] for key in keys if key in found]


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def read_number(text: str) -> int | None:
    """Read a key; None for what is none."""
    known = text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER
    return int(text) if known else None
