"""Taking and giving back a place of a slot and the time of a person; the database holds to both."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from jianghai.approvals.errors import NoSlotError, OverlapError, SlotTakenError
from jianghai.approvals.models import GRAIN, Appointment, HeldTime, Window
from jianghai.approvals.queries import planning

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


def lock(windows: Iterable[int]) -> dict[int, Window]:
    """Lock windows in one order, so that no two who book wait for each other."""
    found = Window.objects.select_for_update().filter(pk__in=set(windows)).order_by("pk")
    return {one.pk: one for one in found}


def seat(appointment: Appointment, window: Window, starts_at: datetime) -> None:
    """Put an appointment on the first free place of a slot, in the caller's transaction; the window is locked."""
    slot = planning.slot_at(window, starts_at, without=appointment if appointment.pk else None)
    if slot is None or not slot.open or not window.active:
        raise NoSlotError
    if not slot.left:
        raise SlotTakenError
    appointment.window, appointment.place_no = window, slot.free_places[0]
    appointment.starts_at, appointment.ends_at = slot.starts_at, slot.ends_at
    appointment.outside_hours, appointment.provisional = slot.extra is not None, slot.provisional
    try:
        with transaction.atomic():
            appointment.save()
    except IntegrityError as error:
        raise SlotTakenError from error
    hold(appointment)


def hold(appointment: Appointment) -> None:
    """Hold the person's time; OverlapError where another appointment has any of it."""
    release([appointment.pk])
    length = appointment.ends_at - appointment.starts_at
    step = timedelta(minutes=GRAIN)
    rows = [
        HeldTime(
            appointment=appointment,
            person_id=appointment.person_id,
            at=appointment.starts_at + place * step,
        )
        for place in range(length // step)
    ]
    try:
        with transaction.atomic():
            HeldTime.objects.bulk_create(rows)
    except IntegrityError as error:
        raise OverlapError from error


def release(appointments: Iterable[int]) -> None:
    """Give back the time of those who are not expected any more."""
    HeldTime.objects.filter(appointment__in=list(appointments)).delete()
