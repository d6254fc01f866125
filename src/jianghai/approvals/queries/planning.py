"""The days and slots of a window as they stand now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from jianghai.approvals import slots
from jianghai.approvals.days import calendar
from jianghai.approvals.models import Appointment, AppointmentState, Closure, ExtraSession
from jianghai.base import clock

if TYPE_CHECKING:
    from jianghai.approvals.models import Window
    from jianghai.approvals.slots import Day, Slot

A_DAY = timedelta(days=1)
#: Nobody is offered a slot further away than this, whatever a window's row says.
FARTHEST = 120


def days(window: Window, first: date, last: date, without: Appointment | None = None) -> list[Day]:
    """Compute a window's days from one to another, as if one appointment were not there."""
    plan = _plan(window, first, last, without)
    return [slots.plan_day(window, day, plan) for day in _between(first, last)]


def _between(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += A_DAY


def _plan(
    window: Window, first: date, last: date, without: Appointment | None = None
) -> slots.Plan:
    span = (slots.at(first, "00:00"), slots.at(last + A_DAY, "00:00"))
    closures = Closure.objects.filter(window=window, day__range=(first, last), lifted_at=None)
    extras = ExtraSession.objects.filter(
        window=window, dropped_at=None, starts_at__gte=span[0], starts_at__lt=span[1]
    )
    held = Appointment.objects.filter(
        ~Q(state=AppointmentState.CANCELLED),
        window=window,
        starts_at__gte=span[0],
        starts_at__lt=span[1],
    )
    if without is not None:
        held = held.exclude(pk=without.pk)
    return slots.Plan(
        {one.day: one for one in closures.select_related("closed_by")},
        list(extras),
        list(held.order_by().values_list("starts_at", "ends_at", "place_no")),
        calendar(),
        clock.now(),
    )


def slot_at(window: Window, moment: datetime, without: Appointment | None = None) -> Slot | None:
    """Find the slot that begins at a moment; None where none does."""
    day = timezone.localdate(moment)
    found = days(window, day, day, without)[0].slots
    return next((slot for slot in found if slot.starts_at == moment), None)


def horizon(window: Window) -> date:
    """Give the last day that can be booked."""
    return clock.today() + timedelta(days=min(window.days_ahead, FARTHEST))


def next_slots(window: Window, count: int, after: date | None = None) -> list[Slot]:
    """Give the next slots with a free place, today's or those from a day on."""
    first = max(after or clock.today(), clock.today())
    found = (
        slot for day in days(window, first, horizon(window)) for slot in day.slots if slot.left
    )
    return [slot for slot, _place in zip(found, range(count), strict=False)]
