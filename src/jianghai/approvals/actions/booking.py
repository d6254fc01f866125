"""What a person does with own appointments: book, move, cancel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from jianghai.approvals.actions.seating import lock, release, seat
from jianghai.approvals.errors import (
    AppointmentStepError,
    BookingPausedError,
    TooManyBookedError,
    WindowServiceError,
)
from jianghai.approvals.models import Appointment, AppointmentState, Window
from jianghai.approvals.queries import access, pausing
from jianghai.approvals.signals import send
from jianghai.approvals.zone import services
from jianghai.base import clock, journal
from jianghai.base.deeds import keep, made, once
from jianghai.base.errors import NotAllowedError
from jianghai.people.models import Person

if TYPE_CHECKING:
    from datetime import datetime

    from jianghai.enterprises.models import Enterprise

LONGEST_NOTE = 300
S = AppointmentState


@transaction.atomic
def book(  # noqa: PLR0913 - everything that is on the ticket
    window: Window,
    starts_at: datetime,
    *,
    service: str,
    by: Person,
    key: str,
    enterprise: Enterprise | None = None,
    note: str = "",
) -> Appointment:
    """Book the first free place of a slot; the same key gives the same appointment again."""
    if not access.acts_for(by, enterprise):
        raise NotAllowedError
    deed = once(key, "appointment booked", f"window:{window.pk}@{starts_at.timestamp():.0f}", by)
    if deed is None:
        return Appointment.objects.get(pk=made(key, by) or 0)
    window = lock([window.pk])[window.pk]
    _takes(window, service)
    _free_to_book(Person.objects.select_for_update().get(pk=by.pk))
    appointment = Appointment(
        person=by,
        enterprise=enterprise,
        service=service,
        note=note.strip()[:LONGEST_NOTE],
        created_at=clock.now(),
    )
    seat(appointment, window, starts_at)
    keep(deed, appointment)
    journal.record(by, "appointment booked", appointment, **_told(appointment))
    send("appointment booked", [appointment])
    return appointment


def _takes(window: Window, service: str) -> None:
    if service not in services() or not window.takes(service):
        raise WindowServiceError(where=str(window))


def _free_to_book(person: Person) -> None:
    until = pausing.paused_until(person)
    if until is not None:
        raise BookingPausedError(
            f"因 {settings.NO_SHOW_DAYS} 天内 {settings.NO_SHOW_LIMIT} 次预约未到，"
            f"网上预约暂停至 {until}；您仍可到现场取号办理。",
            f"After {settings.NO_SHOW_LIMIT} appointments not kept within {settings.NO_SHOW_DAYS} days, "
            f"booking is paused until {until}; you can still come without an appointment.",
        )
    expected = Appointment.objects.filter(
        person=person, state=S.BOOKED, starts_at__gt=clock.now()
    ).count()
    if expected >= settings.APPOINTMENTS_MOST:
        raise TooManyBookedError


def _told(appointment: Appointment) -> dict[str, Any]:
    return {
        "window": appointment.window.code,
        "service": appointment.service,
        "starts_at": appointment.starts_at.isoformat(),
        "number": appointment.number,
        "outside_hours": appointment.outside_hours,
    }


@transaction.atomic
def move(
    appointment: Appointment,
    starts_at: datetime,
    *,
    by: Person,
    key: str,
    window: Window | None = None,
) -> Appointment:
    """Give an appointment another slot, here or at another window: the old place is left as the new one is taken."""
    new = window or appointment.window
    mine = _changeable(appointment, by)
    about = f"appointment:{mine.pk}:{new.pk}@{starts_at.timestamp():.0f}"
    if once(key, "appointment moved", about, by) is None:
        return mine
    windows = lock({mine.window_id, new.pk})
    mine = Appointment.objects.select_for_update().get(pk=mine.pk)
    if not (mine.state == S.BOOKED and mine.starts_at > clock.now()) and not mine.to_move:
        raise AppointmentStepError(
            "该预约已开始或已结束，不能改约。", "It has begun or is over, so it cannot be moved."
        )
    _takes(windows[new.pk], mine.service)
    before = _told(mine)
    mine.state, mine.closure, mine.reason, mine.ended_at = S.BOOKED, None, "", None
    seat(mine, windows[new.pk], starts_at)
    journal.record(by, "appointment moved", mine, before=before, **_told(mine))
    send("appointment moved", [mine])
    return mine


@transaction.atomic
def cancel(appointment: Appointment, *, by: Person, key: str, reason: str = "") -> Appointment:
    """Cancel an appointment that has not begun; its place is free again."""
    mine = _changeable(appointment, by)
    if once(key, "appointment cancelled", f"appointment:{mine.pk}", by) is None:
        return mine
    mine = Appointment.objects.select_for_update().get(pk=mine.pk)
    if mine.state != S.BOOKED or mine.starts_at <= clock.now():
        raise AppointmentStepError(
            "预约时间已到或已结束，不能取消；如不能前来，请致电窗口。",
            "It has begun or is over, so it cannot be cancelled; call the window if you cannot come.",
        )
    mine.state, mine.ended_at, mine.reason = S.CANCELLED, clock.now(), reason.strip()[:200]
    mine.save(update_fields=["state", "ended_at", "reason"])
    release([mine.pk])
    journal.record(by, "appointment cancelled", mine, reason=mine.reason)
    send("appointment cancelled", [mine])
    return mine


def _changeable(appointment: Appointment, by: Person) -> Appointment:
    """Find an appointment that the person may move or cancel; NotAllowedError for all others."""
    found = access.of(by).filter(pk=appointment.pk).first()
    if found is None or not access.may_change(by, found):
        raise NotAllowedError
    return found
