"""A made-up fortnight at the windows: who came, who waits now, who is expected, a Saturday session and a closure."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import TYPE_CHECKING

from jianghai.approvals import actions, slots, zone
from jianghai.approvals.errors import (
    BookingPausedError,
    NoSlotError,
    OverlapError,
    SlotTakenError,
    TooManyBookedError,
)
from jianghai.approvals.models import (
    Appointment,
    AppointmentState,
    Closure,
    ExtraSession,
    HeldTime,
    Overtime,
    Window,
)
from jianghai.approvals.queries import access, planning
from jianghai.base import clock
from jianghai.people.models import Department, Duty, Post
from rulebook.errors import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from jianghai.approvals.slots import Slot
    from jianghai.people.models import Person

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
BACK, AHEAD = 3, 3
SEED = 20260412
#: So many of the slots of a day are booked by somebody, and so many of those do not come.
BOOKED, MISSED = 0.2, 0.06
SATURDAY = 6
Step = Callable[..., Appointment]
REFUSED = (BookingPausedError, NoSlotError, SlotTakenError, OverlapError, TooManyBookedError)


def show_windows(accounts: Mapping[str, Person], agents: Sequence[Person]) -> bool:
    """Let the made-up zone use its windows; once, and True only the first time."""
    actions.load_windows(zone.place())
    _post(accounts["staff"])
    if Appointment.objects.filter(person__in=agents).exists():
        return False
    _Fortnight(accounts, agents).play()
    return True


def remove_windows(people: Iterable[Person]) -> None:
    """Take out again what made-up people booked, opened, logged and closed; windows and the journal stay."""
    gone = list(people)
    made_up = Appointment.objects.filter(person__in=gone)
    HeldTime.objects.filter(appointment__in=made_up.order_by().values("pk")).delete()
    made_up.delete()
    Overtime.objects.filter(session__opened_by__in=gone).delete()
    ExtraSession.objects.filter(opened_by__in=gone).delete()
    Closure.objects.filter(closed_by__in=gone, appointments__isnull=True).delete()


def _post(staff: Person) -> None:
    """Let the demonstration's staff account work at every window."""
    since = clock.today() - 365 * DAY
    for department in Department.objects.filter(windows__isnull=False).distinct():
        if not Post.objects.filter(person=staff, department=department, duty=Duty.WINDOW).exists():
            Post.objects.create(person=staff, department=department, duty=Duty.WINDOW, since=since)


class _Fortnight:
    """Plays the days in their order with one die, so that every zone looks the same."""

    def __init__(self, accounts: Mapping[str, Person], agents: Sequence[Person]) -> None:
        self.dice = Random(SEED)  # noqa: S311 - made-up visits, not secrets
        self.enterprise, self.staff = accounts["enterprise"], accounts["staff"]
        self.agents = agents
        self.windows = list(access.bookable())
        play = secrets.token_urlsafe(9)  # played again after it was removed, it is another play
        self.keys = (f"demo-{play}-{number}" for number in count())
        self.now = clock.now()

    def play(self) -> None:
        """Play the days behind, today and those ahead, then what is out of the ordinary."""
        self._open_today()
        saturday = self._saturday(clock.today() - timedelta(weeks=1), "示例：周六延时办")
        for ahead in range(-BACK, AHEAD + 1):
            day = clock.today() + ahead * DAY
            for window in self.windows:
                for slot in planning.days(window, day, day)[0].slots:
                    self._fill(window, slot)
        if saturday is not None:
            self._log(saturday)
        self._wait()
        self._own()
        self._saturday(clock.today() + DAY, "示例：周六集中办理企业开办")

    def _open_today(self) -> None:
        """Hold a session today where nobody works any more today, so that there is something to look at."""
        window, day = self.windows[0], clock.today()
        [planned] = planning.days(window, day, day)
        if not any(slot.ends_at > self.now for slot in planned.slots):
            begins = "17:30" if planned.slots else "09:00"
            self._session(window, day, (begins, "21:00"), "示例：延时办")

    def _session(
        self, window: Window, day: date, hours: tuple[str, str], reason: str
    ) -> ExtraSession:
        start, end = (slots.at(day, hour) for hour in hours)
        with clock.stopped_at(min(self.now, start) - DAY):
            return actions.open_extra(
                window, start, end, reason=reason, by=self.staff, key=next(self.keys)
            )

    def _fill(self, window: Window, slot: Slot) -> None:
        """Let some of the places be booked the day before, and what is over be as it went."""
        for _place in range(slot.places):
            if self.dice.random() > BOOKED:
                continue
            one = self._book(window, slot.starts_at, self.dice.choice(self.agents))
            if one is not None and slot.starts_at < self.now:
                self._came(one)

    def _book(self, window: Window, at: datetime, who: Person) -> Appointment | None:
        service = self.dice.choice(window.services or list(zone.services()))
        firm = who.memberships.order_by("pk").first()
        with clock.stopped_at(min(self.now, at) - DAY):
            try:
                return actions.book(
                    window,
                    at,
                    service=service,
                    by=who,
                    key=next(self.keys),
                    enterprise=firm.enterprise if firm else None,
                )
            except REFUSED:
                return None

    def _came(self, one: Appointment) -> None:
        """Let somebody come a little early or late, wait and be served, as far as that lies behind."""
        if self.dice.random() < MISSED:
            return self._at(one.ends_at + 20 * MINUTE, one, actions.mark_no_show)
        came = one.starts_at + self.dice.randrange(-15, 6) * MINUTE
        called = max(came, one.starts_at) + self.dice.choice((0, 1, 2, 2, 3, 5, 8, 13, 21)) * MINUTE
        self._at(came, one, actions.check_in)
        if called < self.now:
            with clock.stopped_at(called):
                actions.call_next(one.window, by=self.staff, key=next(self.keys))
        return self._at(called + self.dice.randrange(6, 25) * MINUTE, one, actions.serve)

    def _at(self, moment: datetime, one: Appointment, verb: Step) -> None:
        if moment < self.now:
            with clock.stopped_at(moment):
                verb(one, by=self.staff, key=next(self.keys))

    def _own(self) -> None:
        """Let the demonstration's enterprise have something to come and something to move."""
        first, last = self.windows[0], self.windows[-1]
        for slot in self._free(first, 1):
            self._book(first, slot.starts_at, self.enterprise)
        for slot in self._free(last, 3):
            self._book(last, slot.starts_at, self.enterprise)
            why = Text("示例：当天大厅电力检修", "Made-up: power works in the hall")
            day = slots.day_of(slot.starts_at)
            actions.close(last, day, why, by=self.staff, key=next(self.keys))

    def _free(self, window: Window, days_ahead: int) -> Iterator[Slot]:
        """Give the first free slot from a day on."""
        yield from planning.next_slots(window, 1, clock.today() + days_ahead * DAY)

    def _wait(self) -> None:
        """Let the next two who are expected today be here already."""
        window = self.windows[0]
        soon = Appointment.objects.filter(
            window=window, state=AppointmentState.BOOKED, starts_at__gt=self.now
        )
        for one in soon.filter(starts_at__lt=self.now + DAY / 8).order_by("starts_at", "pk")[:2]:
            if slots.day_of(one.starts_at) == clock.today():
                self._at(self.now - MINUTE, one, actions.check_in)

    def _saturday(self, first: date, reason: str) -> ExtraSession | None:
        """Hold a session on the first Saturday from a day on, where nobody works it anyway."""
        window, day = self.windows[1], first + (SATURDAY - first.isoweekday()) % 7 * DAY
        if day == clock.today() or planning.days(window, day, day)[0].slots:
            return None
        return self._session(window, day, ("09:00", "12:00"), reason)

    def _log(self, session: ExtraSession) -> None:
        """Log what was worked in a session that is over."""
        span = (session.starts_at - 15 * MINUTE, session.ends_at + 20 * MINUTE)
        if span[1] < self.now:
            actions.log_overtime(session, *span, by=self.staff, key=next(self.keys), walk_ins=4)
