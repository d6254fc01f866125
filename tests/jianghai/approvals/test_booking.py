from __future__ import annotations

import pytest
from django.db import IntegrityError

from jianghai.approvals import actions
from jianghai.approvals.errors import (
    AppointmentStepError,
    NoSlotError,
    OverlapError,
    SlotTakenError,
    TooManyBookedError,
    WindowServiceError,
)
from jianghai.approvals.models import Appointment, AppointmentState, HeldTime, Window
from jianghai.base import journal
from jianghai.base.errors import KeyUsedError, NotAllowedError
from tests.cast import person
from tests.jianghai.approvals.conftest import it_is, moment

S = AppointmentState


def test_lin_books_and_gets_a_number(booked, lin):
    one = booked()
    assert (one.number, one.state, one.person) == ("A0900-1", S.BOOKED, lin)
    assert journal.of(one).get().verb == "appointment booked"


def test_the_same_key_books_once(booked):
    assert booked(key="k") == booked(key="k")
    assert Appointment.objects.count() == 1
    with pytest.raises(KeyUsedError):
        booked("2026-11-20 10:00", key="k")


def test_the_places_of_a_slot_are_all_there_are(booked, wei):
    third = person("third", "三号", "enterprise")
    assert [booked().place_no, booked(by=wei).place_no] == [0, 1]
    with pytest.raises(SlotTakenError):
        booked(by=third)


def test_the_database_itself_refuses_a_second_on_one_place(booked, wei):
    one, two = booked(), booked(by=wei)
    with pytest.raises(IntegrityError):
        Appointment.objects.filter(pk=two.pk).update(place_no=one.place_no)


def test_nobody_is_at_two_windows_at_once(booked, window, lin):
    booked("2026-11-20 09:30")
    Window.objects.filter(pk=window.pk).update(slot_minutes=60, letter="B")
    with pytest.raises(OverlapError):
        booked("2026-11-20 09:00")
    assert HeldTime.objects.filter(person=lin).count() == 6


@pytest.mark.parametrize(
    "at",
    ["2026-11-20 09:10", "2026-11-21 09:00", "2026-11-19 09:30", "2026-12-04 09:00"],
    ids=["no slot begins", "Saturday", "has begun", "too far ahead"],
)
def test_only_slots_that_are_open_can_be_booked(booked, at):
    with pytest.raises(NoSlotError):
        booked(at)


def test_a_window_takes_its_own_services_only(window, lin):
    with pytest.raises(WindowServiceError):
        actions.book(
            window, moment("2026-11-20 09:00"), service="policy-application", by=lin, key="k"
        )


def test_lin_books_for_blue_kiln_and_wei_cannot(window, lin, wei, blue_kiln):
    told = {"service": "consultation", "enterprise": blue_kiln, "key": "k"}
    assert actions.book(window, moment("2026-11-20 09:00"), by=lin, **told).enterprise == blue_kiln
    with pytest.raises(NotAllowedError):
        actions.book(window, moment("2026-11-20 09:30"), by=wei, **told)


def test_nobody_hoards(booked, settings):
    settings.APPOINTMENTS_MOST = 1
    booked()
    with pytest.raises(TooManyBookedError):
        booked("2026-11-20 10:00")


def test_lin_moves_and_the_old_place_is_free_at_once(booked, lin, wei):
    one = booked()
    moved = actions.move(one, moment("2026-11-23 11:30"), by=lin, key="m")
    assert (moved.pk, moved.number) == (one.pk, "A1130-1")
    assert booked(by=wei).place_no == 0
    again = actions.move(one, moment("2026-11-23 11:30"), by=lin, key="m")
    assert again.starts_at == moved.starts_at
    assert journal.of(one).filter(verb="appointment moved").count() == 1


def test_a_move_to_a_full_slot_leaves_everything_as_it_was(booked, lin, wei):
    one = booked()
    booked("2026-11-20 10:00", by=wei)
    booked("2026-11-20 10:00", by=person("third", "三号", "enterprise"))
    with pytest.raises(SlotTakenError):
        actions.move(one, moment("2026-11-20 10:00"), by=lin, key="m")
    one.refresh_from_db()
    assert (one.starts_at, one.held.count()) == (moment("2026-11-20 09:00"), 6)


def test_lin_cancels_until_the_start_and_not_after(booked, lin, wei):
    one = booked()
    other = booked("2026-11-20 10:00")
    actions.cancel(one, by=lin, key="c", reason="出差")
    assert booked(by=wei).place_no == 0
    with it_is("2026-11-20 10:00"), pytest.raises(AppointmentStepError):
        actions.cancel(other, by=lin, key="d")
    with it_is("2026-11-20 10:00"), pytest.raises(AppointmentStepError):
        actions.move(other, moment("2026-11-23 09:00"), by=lin, key="e")


def test_wei_can_neither_move_nor_cancel_what_lin_booked(booked, wei):
    one = booked()
    with pytest.raises(NotAllowedError):
        actions.cancel(one, by=wei, key="c")
    with pytest.raises(NotAllowedError):
        actions.move(one, moment("2026-11-23 09:00"), by=wei, key="m")
