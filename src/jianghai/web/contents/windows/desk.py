"""A window's day as those see it who work there: who is expected, who waits, who is next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from jianghai.approvals import slots
from jianghai.approvals.models import AppointmentState, Closure, ExtraSession
from jianghai.approvals.queries import access, planning
from jianghai.base import clock
from jianghai.web.templatetags.windows import STATES

if TYPE_CHECKING:
    from jianghai.approvals.models import Appointment, Window
    from jianghai.approvals.slots import Day, Slot
    from jianghai.people.models import Person
    from jianghai.web.words import Said

S = AppointmentState
WEEK = 7
#: How far back sessions are shown for logging what was worked.
SESSIONS_BACK = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Today:
    """One day of a window with everybody who has booked it."""

    plan: Day
    appointments: Sequence[Appointment]

    def state(self, *states: str) -> list[Appointment]:
        """List those who are in one of these states."""
        return [one for one in self.appointments if one.state in states]

    @property
    def counts(self) -> list[tuple[Said, int]]:
        """Count those expected, those here, those served and those who did not come."""
        wanted = (S.BOOKED, S.CAME, S.SERVED, S.NO_SHOW)
        return [(STATES[state], len(self.state(state))) for state in wanted]

    @property
    def at_counter(self) -> list[Appointment]:
        """List who was called and is not done yet."""
        return [one for one in self.state(S.CAME) if one.called_at]

    @property
    def waiting(self) -> list[Appointment]:
        """List who is here and waits, who is called next first."""
        return sorted(
            (one for one in self.state(S.CAME) if not one.called_at),
            key=lambda one: (one.starts_at, one.came_at, one.pk),
        )

    @property
    def expected(self) -> list[Appointment]:
        """List who has not come yet; of another day those who came too, as nothing is done there."""
        return self.state(S.BOOKED) if self.is_today else self.state(S.BOOKED, S.CAME)

    @property
    def over(self) -> list[Appointment]:
        """List who was served and who did not come, the latest first."""
        return self.state(S.SERVED, S.NO_SHOW)[::-1]

    @property
    def is_today(self) -> bool:
        """Tell whether anything can be done on the page."""
        return self.plan.day == clock.today()

    @property
    def before(self) -> date:
        """Give the day before."""
        return self.plan.day - planning.A_DAY

    @property
    def after(self) -> date:
        """Give the day after."""
        return self.plan.day + planning.A_DAY


def today(person: Person, window: Window, day: date) -> Today:
    """Gather one day of a window."""
    [plan] = planning.days(window, day, day)
    span = (slots.at(day, "00:00"), slots.at(day + planning.A_DAY, "00:00"))
    rows = access.of(person).filter(window=window, starts_at__gte=span[0], starts_at__lt=span[1])
    return Today(plan, list(rows.exclude(state=S.CANCELLED)))


@dataclass(frozen=True, slots=True)
class Row:
    """One hour of a week: from when, and the slot of each day that begins then."""

    hour: str
    slots: tuple[Slot | None, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days of a window side by side, with what is beside its hours."""

    first: date
    days: Sequence[Day]
    rows: Sequence[Row]
    closures: Sequence[Closure]
    sessions: Sequence[ExtraSession]

    @property
    def before(self) -> date:
        """Give the first day of the week before."""
        return self.first - timedelta(days=WEEK)

    @property
    def after(self) -> date:
        """Give the first day of the week after."""
        return self.first + timedelta(days=WEEK)


def week(window: Window, day: date) -> Week:
    """Gather the week in which a day lies, Monday first."""
    first = day - timedelta(days=day.weekday())
    days = planning.days(window, first, first + timedelta(days=WEEK - 1))
    closures = Closure.objects.filter(window=window, day__gte=clock.today(), lifted_at=None)
    sessions = ExtraSession.objects.filter(
        window=window, dropped_at=None, starts_at__gte=clock.now() - SESSIONS_BACK
    )
    return Week(
        first,
        days,
        _rows(days),
        list(closures.select_related("closed_by")),
        list(sessions.select_related("opened_by").prefetch_related("overtime__person")),
    )


def _rows(days: Sequence[Day]) -> list[Row]:
    """Put slots that begin at the same hour of different days into one row."""
    by_hour: dict[str, dict[date, Slot]] = {}
    for day in days:
        for slot in day.slots:
            hour = f"{timezone.localtime(slot.starts_at):%H:%M}"
            by_hour.setdefault(hour, {})[day.day] = slot
    return [
        Row(hour, tuple(held.get(day.day) for day in days))
        for hour, held in sorted(by_hour.items())
    ]
