"""Slots of a window, computed from its hours, its extra sessions, its closures and the working calendar."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from jianghai.approvals.days import Kind, festival_of, kind_of

if TYPE_CHECKING:
    from jianghai.approvals.models import Closure, ExtraSession, Window
    from worktime.calendars import Calendar
    from worktime.years import Festival

FRIDAY, SUNDAY = 5, 7
Span = tuple[datetime, datetime]
#: Who holds a place, and from when to when.
Holding = tuple[datetime, datetime, int]


@dataclass(frozen=True, slots=True)
class Slot:
    """So many places from one moment to another, of which some are taken."""

    starts_at: datetime
    ends_at: datetime
    places: int
    held: frozenset[int]
    extra: int | None
    provisional: bool
    open: bool  # not begun yet, and not too far ahead

    @property
    def taken(self) -> int:
        """Count the places that are held."""
        return min(len(self.held), self.places)

    @property
    def left(self) -> int:
        """Count the places that can still be booked."""
        return self.places - self.taken if self.open else 0

    @property
    def free_places(self) -> list[int]:
        """List the numbers of the places that are free."""
        return [place for place in range(self.places) if place not in self.held]


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a window: its slots, or why there are none."""

    day: date
    kind: Kind
    festival: Festival | None
    provisional: bool
    closure: Closure | None
    slots: tuple[Slot, ...]

    @property
    def places(self) -> int:
        """Count all places of the day."""
        return sum(slot.places for slot in self.slots)

    @property
    def taken(self) -> int:
        """Count the places that are held."""
        return sum(slot.taken for slot in self.slots)

    @property
    def left(self) -> int:
        """Count the places that can still be booked."""
        return sum(slot.left for slot in self.slots)

    @property
    def extra(self) -> bool:
        """Tell whether any of it is outside the hours."""
        return any(slot.extra for slot in self.slots)


@dataclass(frozen=True, slots=True)
class Plan:
    """All that decides on a window's slots beside its own row."""

    closures: Mapping[date, Closure]
    extras: Sequence[ExtraSession]
    held: Sequence[Holding]
    calendar: Calendar
    now: datetime


def at(day: date, clock: str) -> datetime:
    """Give a moment of a day by the clock on the wall.

    >>> at(date(2026, 11, 23), "09:30").isoformat()
    '2026-11-23T09:30:00+08:00'
    """
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(clock)))


def day_of(moment: datetime) -> date:
    """Give the day in China on which a moment lies."""
    return timezone.localdate(moment)


def hours_of(window: Window, day: date) -> list[Span]:
    """Give the sessions of a working day; a make-up day has the hours of the working day beside it."""
    weekday = min(day.isoweekday(), FRIDAY) if day.isoweekday() < SUNDAY else 1
    return [
        (at(day, session["from"]), at(day, session["to"]))
        for session in window.hours
        if weekday in session["days"]
    ]


def plan_day(window: Window, day: date, plan: Plan) -> Day:
    """Compute one day."""
    kind, provisional = kind_of(day, plan.calendar)
    festival = festival_of(day, plan.calendar)
    closure = plan.closures.get(day)
    if closure is not None:
        return Day(day, kind, festival, provisional, closure, ())
    spans = [(span, window.places, 0) for span in hours_of(window, day) if kind.works]
    spans += [
        ((one.starts_at, one.ends_at), one.places, one.pk)
        for one in plan.extras
        if timezone.localdate(one.starts_at) == day
    ]
    last = timezone.localdate(plan.now) + timedelta(days=window.days_ahead)
    held = [one for one in plan.held if timezone.localdate(one[0]) == day]
    slots = [
        Slot(
            starts_at=start,
            ends_at=end,
            places=places,
            held=_held(held, start, end),
            extra=extra or None,
            provisional=provisional and not extra,
            open=start > plan.now and day <= last,
        )
        for span, places, extra in sorted(spans, key=lambda one: one[0])
        for start, end in cut(span, window.slot_minutes)
    ]
    return Day(day, kind, festival, provisional, None, tuple(slots))


def cut(span: Span, minutes: int) -> Iterator[Span]:
    """Cut a session into slots; what is left at its end is too short for one."""
    length = timedelta(minutes=minutes)
    start, last = span
    while start + length <= last:
        yield start, start + length
        start += length


def overlapping(span: Span, others: Iterable[Span]) -> bool:
    """Tell whether a span has a moment in common with any other."""
    return any(span[0] < end and start < span[1] for start, end in others)


def _held(held: Collection[Holding], start: datetime, end: datetime) -> frozenset[int]:
    """Give the places that are held in a slot, also by those who booked before the hours were changed."""
    return frozenset(place for begins, ends, place in held if begins < end and start < ends)
