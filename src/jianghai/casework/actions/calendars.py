"""A year's days off is published or corrected: it is kept, and every running clock is counted anew by it.

The year is kept first, so that every server counts by it at once. Then the cases follow in small transactions, each
under its case's lock: what is left when a command is killed, the next one or the worker finishes, and nothing twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from jianghai.base import clock, journal
from jianghai.base.rows import put
from jianghai.casework import services
from jianghai.casework.engine import ledgers, timing
from jianghai.casework.models import CalendarYear, Case, Clock, Publicity, Task, TaskState
from jianghai.casework.models import ClockState as Doing
from jianghai.casework.models.cases import place_of
from worktime import Calendar, Year

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CN = "cn"
CHUNK = 200
#: A warning comes at most so long after a deadline, so that older ones are not looked at.
REACH = timedelta(days=60)
#: What an edition holds is in memory already.
UNREAD = ("case__form", "case__edition__content", "case__edition__spec")
SHOWN = ("due_at", "light")
COUNTED = ("due_on", "due_at", "provisional", "moved_by", "light", "next_at")


@dataclass(frozen=True, slots=True)
class Moved:
    """One clock whose deadline a calendar moved, or made sure."""

    case: str
    title: str
    clock: str
    zh: str
    en: str
    before: date | None
    after: date | None
    provisional: bool
    was_at: datetime | None
    at: datetime | None

    @property
    def only_surer(self) -> bool:
        """Tell whether the day stays and only stops, or begins, to be provisional."""
        return self.was_at == self.at

    def as_dict(self) -> dict[str, Any]:
        """Give the form used in JSON."""
        return {
            "case": self.case,
            "title": self.title,
            "clock": self.clock,
            "name": {"zh": self.zh, "en": self.en},
            "before": self.before and self.before.isoformat(),
            "after": self.after and self.after.isoformat(),
            "at": self.at and self.at.isoformat(),
            "provisional": self.provisional,
        }


@transaction.atomic
def keep(year: Year, *, by: str) -> bool:
    """Keep a year as the one that counts; tell whether it says anything new."""
    latest = CalendarYear.objects.filter(region=CN, year=year.year).order_by("-id").first()
    if latest is None and year.year in _corpus().years:
        _take_in(
            _corpus().years[year.year]
        )  # first, so that no later look at the corpus undoes this
    known = latest.digest if latest else _digest_of_corpus(year.year)
    if known == year.digest:
        return False
    if latest is None and known:
        # First, so that no later look at the corpus undoes this.
        _take_in(_corpus().years[year.year])
    now = clock.now()
    CalendarYear.objects.create(
        region=CN,
        year=year.year,
        content=year.as_dict(),
        digest=year.digest,
        added_by=by[:150],
        added_at=now,
    )
    verb = "calendar corrected" if known else "calendar added"
    told = {"digest": year.digest, "document": year.source.document, "by": by}
    journal.record_all([journal.Entry(None, verb, f"calendar:{CN}/{year.year}", told)], now)
    return True


def finish() -> Iterator[Moved]:
    """Count every running clock anew that a year not yet worked through may touch; give those that moved."""
    waiting = list(CalendarYear.objects.filter(region=CN, projected_at=None))
    if not waiting:
        return
    yield from project(ledgers.calendar(), min(row.year for row in waiting))
    last = max(row.pk for row in waiting)
    CalendarYear.objects.filter(region=CN, projected_at=None, pk__lte=last).update(
        projected_at=clock.now()
    )


def preview(year: Year) -> Iterator[Moved]:
    """Give the clocks that a year would move; nothing is written."""
    yield from project(ledgers.calendar().with_year(year), year.year, write=False)


def settle() -> int:
    """Take in what the corpus brought and finish what was begun; give how many deadlines moved. A duty of the clock."""
    seen = set(CalendarYear.objects.filter(region=CN).values_list("year", "digest"))
    for year in _corpus().years.values():
        if (year.year, year.digest) not in seen:
            _take_in(year)
    return sum(1 for _moved in finish())


@transaction.atomic
def _take_in(year: Year) -> None:
    CalendarYear.objects.create(
        region=CN,
        year=year.year,
        content=year.as_dict(),
        digest=year.digest,
        added_by="corpus",
        added_at=clock.now(),
    )
    told = {"digest": year.digest, "document": year.source.document, "by": "corpus"}
    journal.record_all([journal.Entry(None, "calendar added", f"calendar:{CN}/{year.year}", told)])


def project(days: Calendar, year: int, *, write: bool = True) -> Iterator[Moved]:
    """Count running clocks by a calendar whose days differ from a year on; give those that moved, in order of cases."""
    since, after = date(year, 1, 1) - REACH, 0
    while cases := _next(since, after):
        after = cases[-1]
        yield from _written(cases, days) if write else _counted(_rows(cases), days)


def _next(since: date, after: int) -> list[int]:
    """Give the next cases with a running clock that may be touched."""
    rows = Clock.objects.filter(case__gt=after, due_on__gte=since).exclude(state=Doing.STOPPED)
    return list(rows.order_by("case_id").values_list("case_id", flat=True).distinct()[:CHUNK])


def _rows(cases: list[int]) -> list[Clock]:
    rows = Clock.objects.filter(case__in=cases).exclude(state=Doing.STOPPED)
    whole = rows.select_related("case__edition", "task").defer(*UNREAD)
    return list(whole.order_by("case_id", "id"))


def _counted(rows: list[Clock], days: Calendar) -> list[Moved]:
    """Count clocks anew; give those whose deadline is another one now."""
    now, moved = clock.now(), []
    for row in rows:
        plan = services.of(row.case.edition).clocks[row.key]
        rule = plan.rule
        before = (row.due_on, row.due_at, row.provisional)
        ledgers.write(row, ledgers.state_of(row, rule), days, now, opens=plan.expiry.opens)
        if before != (row.due_on, row.due_at, row.provisional):
            name = (row.case.number, row.case.title, rule.key, rule.zh, rule.en)
            ends = (before[0], row.due_on, row.provisional, before[1], row.due_at)
            moved.append(Moved(*name, *ends))
    return moved


@transaction.atomic
def _written(cases: list[int], days: Calendar) -> list[Moved]:
    """Count the clocks of some cases anew under their locks, and write down what follows."""
    locked = Case.objects.select_for_update().filter(pk__in=cases).order_by("pk")
    list(locked.values_list("pk", flat=True))
    rows = _rows(cases)
    was = {row.pk: _seen(row) for row in rows}
    moved = _counted(rows, days)
    touched = [row for row in rows if _seen(row) != was[row.pk]]
    put(touched, COUNTED)
    _show(rows, {row.case_id for row in touched})
    _show_on_notices(touched)
    services_of = {row.case_id: row.case.service for row in rows}
    journal.record_all([_line(one, services_of) for one in moved])
    return moved


def _seen(row: Clock) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in COUNTED)


def _show(rows: list[Clock], changed: set[int]) -> None:
    """Write the new days on cases, and on each open task its own or else the case's."""
    cases, own = {}, {row.task_id: row for row in rows if row.task_id}
    for pk, clocks in groupby(rows, key=lambda row: row.case_id):
        held = list(clocks)
        if pk in changed:
            cases[pk] = held[0].case
            timing.bind(held[0].case, held)
    put(list(cases.values()), SHOWN)
    tasks = list(Task.objects.filter(case__in=cases, state=TaskState.OPEN).only("case_id", *SHOWN))
    for task in tasks:
        shown = own.get(task.pk) or cases[task.case_id]
        task.due_at, task.light = shown.due_at, shown.light
    put(tasks, SHOWN)


def _show_on_notices(touched: list[Clock]) -> None:
    """Write the new last days on public notices that are up."""
    days = {row.pk: row.due_on for row in touched}
    up = Publicity.objects.filter(clock__in=days, closed_at=None, last_day__isnull=False)
    notices = list(up.only("clock_id", "last_day"))
    for notice in notices:
        notice.last_day = days[notice.clock_id or 0]
    put(notices, ("last_day",))


def _line(one: Moved, services_of: dict[int, str]) -> journal.Entry:
    case = place_of(one.case)
    verb = "deadline confirmed" if one.only_surer else "deadline moved"
    told = {"case": case, "service": services_of[case], "clock": one.clock}
    days = {"from": str(one.before or ""), "to": str(one.after or "")}
    return journal.Entry(
        None, verb, f"casework.case:{case}", {**told, **days, "provisional": one.provisional}
    )


@cache
def _loaded(folder: Path) -> Calendar:
    return Calendar.load(folder)


def _corpus() -> Calendar:
    return _loaded(settings.CORPUS / "calendars" / CN)


def _digest_of_corpus(year: int) -> str:
    found = _corpus().years.get(year)
    return found.digest if found else ""
