"""Closing a window for a day: those who booked keep their row and choose another time, nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from jianghai.approvals import slots
from jianghai.approvals.actions.seating import hold, lock, release
from jianghai.approvals.days import calendar, kind_of
from jianghai.approvals.errors import ClosureError, OverlapError
from jianghai.approvals.models import Appointment, AppointmentState, Closure
from jianghai.approvals.queries import access, planning
from jianghai.approvals.signals import send
from jianghai.base import clock, journal
from jianghai.base.deeds import keep, made, once
from jianghai.base.errors import NotAllowedError

if TYPE_CHECKING:
    from datetime import date

    from django.db import models

    from jianghai.approvals.models import Window
    from jianghai.people.models import Person
    from rulebook.errors import Text
    from worktime.calendars import Calendar

S = AppointmentState


@transaction.atomic
def close(window: Window, day: date, reason: Text, *, by: Person, key: str) -> Closure:
    """Close a window for a day; who booked is told and offered other slots, and who is here already is served."""
    _works_at(window, by)
    deed = once(key, "window closed", f"window:{window.pk}:{day}", by)
    if deed is None:
        return Closure.objects.get(pk=made(key, by) or 0)
    window = lock([window.pk])[window.pk]
    closed = Closure.objects.filter(window=window, day=day, lifted_at=None).exists()
    if closed or day < clock.today() or not reason.zh.strip():
        raise ClosureError(
            "请选择今天或以后未停办的日期，并写明原因。",
            "Choose today or a later day that is not closed yet, and say why.",
        )
    closure = Closure.objects.create(
        window=window,
        day=day,
        reason_zh=reason.zh.strip()[:200],
        reason_en=reason.en.strip()[:200],
        closed_by=by,
        closed_at=clock.now(),
    )
    keep(deed, closure)
    moved = _put_off(closure, _expected(window, day))
    journal.record(
        by, "window closed", window, day=str(day), reason=closure.reason_zh, booked=moved
    )
    return closure


def _works_at(window: Window, by: Person) -> None:
    if not access.worked_by(by).filter(pk=window.pk).exists():
        raise NotAllowedError


def _put_off(closure: Closure, expected: models.QuerySet[Appointment]) -> list[int]:
    """Take those who are expected off that day; give their rows' numbers."""
    rows = list(expected.select_for_update())
    for one in rows:
        one.state, one.closure, one.ended_at = S.CANCELLED, closure, clock.now()
        one.reason = closure.reason_zh
    Appointment.objects.bulk_update(rows, ["state", "closure", "ended_at", "reason"])
    release([one.pk for one in rows])
    send("window closed", rows)
    return [one.pk for one in rows]


@transaction.atomic
def lift(closure: Closure, *, by: Person, key: str) -> Closure:
    """Open a window again for a day; who has not chosen another time gets the old place back."""
    _works_at(closure.window, by)
    again = once(key, "window opened again", f"closure:{closure.pk}", by) is None
    lock([closure.window_id])
    closure = Closure.objects.select_for_update().get(pk=closure.pk)
    if again:
        return closure
    if closure.lifted_at is not None or closure.day < clock.today():
        raise ClosureError
    closure.lifted_at = clock.now()
    closure.save(update_fields=["lifted_at"])
    waiting = Appointment.objects.select_for_update().filter(
        closure=closure, state=S.CANCELLED, starts_at__gt=clock.now()
    )
    back = [one for one in waiting if _returned(one)]
    send("window opened again", back)
    booked = [one.pk for one in back]
    journal.record(by, "window opened again", closure.window, day=str(closure.day), booked=booked)
    return closure


def _returned(one: Appointment) -> bool:
    """Give somebody the old place back, unless the time is taken by another appointment meanwhile."""
    try:
        with transaction.atomic():
            one.state, one.closure, one.ended_at, one.reason = S.BOOKED, None, None, ""
            one.save(update_fields=["state", "closure", "ended_at", "reason"])
            hold(one)
    except OverlapError:
        return False
    return True


def recheck() -> int:
    """Hold bookings against the calendar, which may have been published or corrected since; give how many changed."""
    known = calendar()
    waiting = Appointment.objects.filter(
        state=S.BOOKED, outside_hours=False, starts_at__gt=clock.now()
    ).order_by()
    asked = {
        (window, slots.day_of(starts_at), provisional)
        for window, starts_at, provisional in waiting.values_list(
            "window", "starts_at", "provisional"
        )
    }
    wrong = {(window, day) for window, day, was in asked if _differs(day, known, was=was)}
    return sum(_settle(window, day, known) for window, day in sorted(wrong))


def _differs(day: date, known: Calendar, *, was: bool) -> bool:
    kind, provisional = kind_of(day, known)
    return not kind.works or was != provisional


@transaction.atomic
def _settle(pk: int, day: date, known: Calendar) -> int:
    """Say of a day's bookings that it is certain now, or take them off where nobody works on it."""
    window = lock([pk])[pk]
    kind, provisional = kind_of(day, known)
    if kind.works:
        return _expected(window, day).filter(outside_hours=False).update(provisional=provisional)
    now = clock.now()
    # The calendar closes the day itself; this row only tells why they were taken off. Extra sessions are held.
    closure = Closure.objects.create(
        window=window,
        day=day,
        reason_zh="当日为公布的放假日",
        reason_en="That day is a holiday, as was published",
        closed_at=now,
        lifted_at=now,
    )
    moved = _put_off(closure, _expected(window, day).filter(outside_hours=False))
    journal.record(None, "window closed", window, day=str(day), booked=moved)
    return len(moved)


def _expected(window: Window, day: date) -> models.QuerySet[Appointment]:
    return Appointment.objects.filter(
        window=window,
        state=S.BOOKED,
        starts_at__gt=clock.now(),
        starts_at__gte=slots.at(day, "00:00"),
        starts_at__lt=slots.at(day + planning.A_DAY, "00:00"),
    )
