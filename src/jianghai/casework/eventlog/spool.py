"""Events by case, kept in a file beside: a journal is too long for memory and lies in the order of time."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import groupby, islice
from pathlib import Path

from jianghai.casework.eventlog.events import Event
from jianghai.casework.models import Case

TOGETHER = 500


@dataclass(frozen=True, slots=True)
class Trace:
    """One case: what it is, in codes, and its events in the order in which they were written."""

    case: int
    about: dict[str, str]
    events: tuple[Event, ...]


def spooled(events: Iterable[Event], folder: Path) -> Iterator[Trace]:
    """Put events together by case, the oldest case first."""
    spool = sqlite3.connect(folder / "events.sqlite3")
    try:
        spool.executescript("PRAGMA journal_mode=OFF; CREATE TABLE event (at, number, told)")
        spool.executemany("INSERT INTO event VALUES (?, ?, ?)", map(_row, events))
        spool.execute("CREATE INDEX by_case ON event (at, number)")
        rows = spool.execute("SELECT at, told FROM event ORDER BY at, number")
        grouped = groupby(rows, key=lambda row: row[0])
        traces = ((case, tuple(_event(told) for _, told in found)) for case, found in grouped)
        while some := list(islice(traces, TOGETHER)):
            known = _about([case for case, _ in some])
            for case, found in some:
                yield Trace(case, known.get(case, {}), found)
    finally:
        spool.close()


def _row(event: Event) -> tuple[int, int, str]:
    return event.case, event.number, json.dumps(asdict(event), default=str)


def _event(told: str) -> Event:
    held = json.loads(told)
    return Event(**{**held, "at": datetime.fromisoformat(held["at"])})


def _about(cases: list[int]) -> dict[int, dict[str, str]]:
    """Tell service, edition, lane, department and enterprise of cases, in codes and keys."""
    rows = Case.objects.filter(pk__in=cases).select_related("edition", "department")
    rows = rows.defer("form", "faults", "edition__content", "edition__spec")
    return {
        row.pk: {
            "number": row.number,
            "service": row.service,
            "edition": str(row.edition),
            "lane": row.lane,
            "status": str(row.status),
            **({"department": row.department.code} if row.department else {}),
            **({"enterprise": f"enterprise:{row.enterprise_id}"} if row.enterprise_id else {}),
        }
        for row in rows
    }
