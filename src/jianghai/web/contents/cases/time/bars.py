"""Clocks of a case drawn on one axis of days: what is used, what was excluded, when it ends. All in percent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from jianghai.web.drawing import percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from jianghai.web.contents.cases.time.clockwords import Shown

#: So much of the axis stays free behind the last deadline.
ROOM = 0.04
TICKS = 6
STEPS = (1, 2, 3, 5, 7, 10, 14, 30, 60, 90, 180, 365)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a bar: where it begins and how wide it is."""

    left: float
    width: float

    @property
    def right(self) -> float:
        """Give where it ends."""
        return round(self.left + self.width, 2)


@dataclass(frozen=True, slots=True)
class Bar:
    """One clock as a bar: from its start to its deadline, what is used, where it stood still."""

    clock: Shown
    whole: Piece
    used: Piece
    over: Piece | None
    pauses: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A day written below the axis."""

    at: float
    day: datetime


@dataclass(frozen=True, slots=True)
class Axis:
    """The bars of several clocks on one axis, with its days and where now is."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    now: float | None


def drawn(clocks: Iterable[Shown], now: datetime) -> Axis | None:
    """Draw clocks together on one axis; nothing where none has begun."""
    shown = list(clocks)
    if not shown:
        return None
    first = min(one.started_at for one in shown)
    ends = [_end(one, now) for one in shown]
    last = max(ends) + (max(ends) - first) * ROOM
    scale = _Scale(first, max(last, first + timedelta(minutes=1)))
    bars = tuple(_bar(one, scale, now) for one in shown)
    inside = (
        scale.at(now) if first <= now <= last and any(not one.stopped_at for one in shown) else None
    )
    return Axis(bars, tuple(_ticks(scale)), inside)


@dataclass(frozen=True, slots=True)
class _Scale:
    first: datetime
    last: datetime

    def at(self, moment: datetime) -> float:
        return percent(
            (moment - self.first).total_seconds(), (self.last - self.first).total_seconds()
        )

    def piece(self, begin: datetime, end: datetime) -> Piece:
        left = self.at(begin)
        return Piece(left, round(max(self.at(end) - left, 0.0), 2))


def _end(clock: Shown, now: datetime) -> datetime:
    """Give the last moment that a clock's bar must show."""
    reached = clock.stopped_at or now
    return max(reached, clock.due_at) if clock.due_at else reached


def _bar(clock: Shown, scale: _Scale, now: datetime) -> Bar:
    reached = clock.stopped_at or now
    due = clock.due_at or reached
    until = min(reached, due)
    return Bar(
        clock,
        scale.piece(clock.started_at, due),
        scale.piece(clock.started_at, max(until, clock.started_at)),
        scale.piece(due, reached) if clock.due_at and reached > due else None,
        tuple(scale.piece(one.since, one.until or reached) for one in clock.pauses),
    )


def _ticks(scale: _Scale) -> Sequence[Tick]:
    """Write a few days below the axis, at midnights a round number of days apart."""
    days = (scale.last - scale.first).days + 1
    step = next((one for one in STEPS if days / one <= TICKS), STEPS[-1])
    day = timezone.localtime(scale.first).replace(hour=0, minute=0, second=0, microsecond=0)
    found = []
    while (day := day + timedelta(days=step)) < scale.last:
        found.append(Tick(scale.at(day), day))
    return found
