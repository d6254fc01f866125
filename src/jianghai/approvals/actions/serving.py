"""What happens at the window: somebody comes, is called, is served, or did not come."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from jianghai.approvals.actions.seating import release
from jianghai.approvals.errors import AppointmentStepError
from jianghai.approvals.models import Appointment, AppointmentState
from jianghai.approvals.queries import access
from jianghai.approvals.signals import send
from jianghai.base import clock, journal
from jianghai.base.deeds import keep, made, once
from jianghai.base.errors import NotAllowedError

if TYPE_CHECKING:
    from jianghai.approvals.models import Window
    from jianghai.people.models import Person

S = AppointmentState


@transaction.atomic
def check_in(appointment: Appointment, *, by: Person, key: str) -> Appointment:
    """Note that somebody came, on the day; also somebody late who was marked as not having come."""
    mine, again = _taken(appointment, "appointment kept", by, key)
    if again:
        return mine
    today = timezone.localdate(mine.starts_at) == clock.today()
    if mine.state not in {S.BOOKED, S.NO_SHOW} or not today:
        raise AppointmentStepError(
            "只能为当天的预约签到。",
            "Only an appointment of today can be checked in.",
            where=mine.number,
        )
    mine.state, mine.came_at, mine.ended_at = S.CAME, clock.now(), None
    mine.save(update_fields=["state", "came_at", "ended_at"])
    journal.record(by, "appointment kept", mine, number=mine.number)
    send("appointment kept", [mine])
    return mine


@transaction.atomic
def call_next(window: Window, *, by: Person, key: str) -> Appointment | None:
    """Call who waits longest by the hour of the ticket; None where nobody waits."""
    if not access.worked_by(by).filter(pk=window.pk).exists():
        raise NotAllowedError
    deed = once(key, "appointment called", f"window:{window.pk}", by)
    if deed is None:
        number = made(key, by)
        return Appointment.objects.filter(pk=number).first() if number else None
    waiting = Appointment.objects.select_for_update().filter(
        window=window, state=S.CAME, called_at=None
    )
    mine = waiting.order_by("starts_at", "came_at", "pk").first()
    if mine is None:
        return None
    mine.called_at = clock.now()
    mine.save(update_fields=["called_at"])
    keep(deed, mine)
    journal.record(by, "appointment called", mine, number=mine.number)
    send("appointment called", [mine])
    return mine


@transaction.atomic
def serve(appointment: Appointment, *, by: Person, key: str) -> Appointment:
    """Note that somebody who came was served."""
    mine, again = _taken(appointment, "appointment served", by, key)
    if again:
        return mine
    if mine.state != S.CAME:
        raise AppointmentStepError("请先签到。", "Check the person in first.", where=mine.number)
    now = clock.now()
    mine.state, mine.called_at, mine.served_at = S.SERVED, mine.called_at or now, now
    mine.ended_at = now
    mine.save(update_fields=["state", "called_at", "served_at", "ended_at"])
    release([mine.pk])
    journal.record(by, "appointment served", mine, outside_hours=mine.outside_hours)
    send("appointment served", [mine])
    return mine


@transaction.atomic
def mark_no_show(appointment: Appointment, *, by: Person, key: str) -> Appointment:
    """Note that somebody did not come, once the time has begun."""
    mine, again = _taken(appointment, "appointment not kept", by, key)
    if again:
        return mine
    if mine.state != S.BOOKED or mine.starts_at > clock.now():
        raise AppointmentStepError(
            "预约时间未到，或此人已签到，不能登记未到。",
            "It has not begun, or the person came: no no-show can be noted.",
            where=mine.number,
        )
    _missed(mine, by)
    return mine


@transaction.atomic
def excuse(appointment: Appointment, reason: str, *, by: Person, key: str) -> Appointment:
    """Let a no-show not count, with a reason, such as that the window was late itself."""
    mine, again = _taken(appointment, "no-show excused", by, key)
    if again:
        return mine
    if mine.state != S.NO_SHOW or not reason.strip():
        raise AppointmentStepError(
            "只能免记“未到”的预约，且须写明原因。", "Only a no-show can be excused, with a reason."
        )
    mine.excused = reason.strip()[:200]
    mine.save(update_fields=["excused"])
    journal.record(by, "no-show excused", mine, reason=mine.excused)
    return mine


def mark_missed() -> int:
    """Note everybody who did not come until the end of the slot and the time of grace; give how many that were."""
    over = clock.now() - timedelta(minutes=settings.NO_SHOW_GRACE_MINUTES)
    due = Appointment.objects.filter(state=S.BOOKED, ends_at__lte=over).order_by("starts_at", "pk")
    return sum(_expire(pk) for pk in due.values_list("pk", flat=True)[:500])


@transaction.atomic
def _expire(pk: int) -> bool:
    mine = Appointment.objects.select_for_update().filter(pk=pk, state=S.BOOKED).first()
    if mine is None:
        return False
    _missed(mine, None)
    return True


def _missed(mine: Appointment, by: Person | None) -> None:
    mine.state, mine.ended_at = S.NO_SHOW, clock.now()
    mine.save(update_fields=["state", "ended_at"])
    journal.record(by, "appointment not kept", mine, number=mine.number)
    send("appointment not kept", [mine])


def _taken(appointment: Appointment, verb: str, by: Person, key: str) -> tuple[Appointment, bool]:
    """Give an appointment of a window at which the person works, locked; and whether this was done before."""
    windows = access.worked_by(by).order_by().values("pk")
    if not Appointment.objects.filter(pk=appointment.pk, window__in=windows).exists():
        raise NotAllowedError
    again = once(key, verb, f"appointment:{appointment.pk}", by) is None
    found = Appointment.objects.select_for_update().get(pk=appointment.pk)
    return found, again
