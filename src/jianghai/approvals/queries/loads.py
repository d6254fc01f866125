"""How much is asked of the windows, and how long people wait there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from jianghai.approvals import slots
from jianghai.approvals.models import Appointment, AppointmentState, Overtime
from jianghai.approvals.queries import access, planning

if TYPE_CHECKING:
    from jianghai.approvals.models import Window
    from jianghai.people.models import Person

S = AppointmentState
#: Those who took a place, whether they came or not.
TAKEN = frozenset({S.BOOKED, S.CAME, S.SERVED, S.NO_SHOW})
#: Row of a table: window, state, start, came, called, served.
Row = tuple[int, str, datetime, datetime | None, datetime | None, datetime | None]


@dataclass(frozen=True, slots=True)
class Waits:
    """How long people waited after their hour had begun, in minutes."""

    minutes: tuple[float, ...]

    @property
    def count(self) -> int:
        """Count those who were called."""
        return len(self.minutes)

    @property
    def middle(self) -> float | None:
        """Give what half of them waited at most."""
        found = sorted(self.minutes)
        return found[(len(found) - 1) // 2] if found else None

    @property
    def ninth(self) -> float | None:
        """Give what nine of ten waited at most."""
        found = sorted(self.minutes)
        return found[-(-len(found) * 9 // 10) - 1] if found else None


@dataclass(frozen=True, slots=True)
class Load:
    """One window over some days: what it offered, what was taken, who came."""

    window: Window
    places: int
    states: Mapping[str, int]
    waits: Waits

    @property
    def taken(self) -> int:
        """Count the places that were taken."""
        return sum(self.states.get(state, 0) for state in TAKEN)

    @property
    def missed(self) -> int:
        """Count who did not come."""
        return self.states.get(S.NO_SHOW, 0)

    @property
    def over(self) -> int:
        """Count the appointments that are over: who came and who did not."""
        return self.states.get(S.SERVED, 0) + self.missed


@dataclass(frozen=True, slots=True)
class Hour:
    """One hour of the day over all windows."""

    hour: int
    taken: int
    waits: Waits


def loads(person: Person, first: date, last: date) -> list[Load]:
    """Tell of every window that the person may look at, between two days."""
    windows = list(access.watched_by(person).filter(active=True))
    rows = _rows(windows, first, last)
    return [
        Load(
            window,
            sum(day.places for day in planning.days(window, first, last)),
            _counted(row[1] for row in rows if row[0] == window.pk),
            _waits([row for row in rows if row[0] == window.pk]),
        )
        for window in windows
    ]


def hours(person: Person, first: date, last: date) -> list[Hour]:
    """Tell of every hour of the day at which somebody was expected."""
    rows = _rows(list(access.watched_by(person).filter(active=True)), first, last)
    by_hour: dict[int, list[Row]] = {}
    for row in rows:
        if row[1] in TAKEN:
            by_hour.setdefault(timezone.localtime(row[2]).hour, []).append(row)
    return [Hour(hour, len(held), _waits(held)) for hour, held in sorted(by_hour.items())]


def overtime(person: Person, first: date, last: date) -> list[Overtime]:
    """List what was worked beside the hours, the latest first."""
    span = (slots.at(first, "00:00"), slots.at(last + planning.A_DAY, "00:00"))
    found = Overtime.objects.filter(
        session__window__in=access.watched_by(person).order_by().values("pk"),
        starts_at__gte=span[0],
        starts_at__lt=span[1],
    )
    return list(found.select_related("session__window", "person"))


def _rows(windows: Iterable[Window], first: date, last: date) -> list[Row]:
    span = (slots.at(first, "00:00"), slots.at(last + planning.A_DAY, "00:00"))
    found = Appointment.objects.filter(
        window__in=[one.pk for one in windows], starts_at__gte=span[0], starts_at__lt=span[1]
    )
    fields = ("window", "state", "starts_at", "came_at", "called_at", "served_at")
    return list(found.order_by().values_list(*fields))


def _counted(states: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for state in states:
        found[state] = found.get(state, 0) + 1
    return found


def _waits(rows: Sequence[Row]) -> Waits:
    """Count waiting from the hour of the ticket, or from when somebody came later."""
    return Waits(
        tuple(
            max(0.0, (called - max(came, start)).total_seconds() / 60)
            for _window, _state, start, came, called, _served in rows
            if called and came
        )
    )
