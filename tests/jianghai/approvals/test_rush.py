"""Many at once: the last place is given once, and nobody is at two windows."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from jianghai.approvals import actions
from jianghai.approvals.errors import NoSlotError, OverlapError, SlotTakenError
from jianghai.approvals.models import Appointment, HeldTime, Window
from jianghai.base import journal
from rulebook.errors import Text
from tests.cast import person
from tests.jianghai.approvals.conftest import moment
from tests.jianghai.policies.paid.together import Workers

pytestmark = pytest.mark.django_db(transaction=True)
AT = moment("2026-11-20 09:00")


def booking(window: Window, who, key: str) -> Callable[[], object]:
    """Let somebody book the slot at nine."""
    return lambda: actions.book(window, AT, service="consultation", by=who, key=key)


@pytest.fixture
def second(window) -> Window:
    """Another window with the same hours."""
    other = Window.objects.get(pk=window.pk)
    other.pk, other.code, other.letter = None, "two", "B"
    other.save()
    return other


def test_six_want_two_places_and_two_get_one(window, tmp_path):
    people = [person(f"p{place}", f"人{place}", "enterprise") for place in range(6)]
    workers = Workers(tmp_path)
    done = workers.together(*[booking(window, who, who.username) for who in people])
    assert (
        sorted(type(one).__name__ for one in done) == ["Appointment"] * 2 + ["SlotTakenError"] * 4
    )
    assert not [one for one in done if not isinstance(one, Appointment | SlotTakenError)]
    assert workers.ask(lambda: set(Appointment.objects.values_list("place_no", flat=True))) == {
        0,
        1,
    }
    assert workers.ask(lambda: journal.verify().holds)


def test_the_same_form_sent_three_times_books_once(window, lin, tmp_path):
    workers = Workers(tmp_path)
    done = workers.together(*[booking(window, lin, "same")] * 3)
    assert [type(one) for one in done] == [Appointment] * 3
    assert workers.ask(Appointment.objects.count) == 1


def test_one_person_books_two_windows_at_one_hour_and_gets_one(window, second, lin, tmp_path):
    workers = Workers(tmp_path)
    done = workers.together(booking(window, lin, "a"), booking(second, lin, "b"))
    assert {type(one) for one in done} == {Appointment, OverlapError}
    assert workers.ask(HeldTime.objects.count) == 6


def test_two_exchange_their_windows_without_waiting_for_each_other(
    window, second, lin, wei, tmp_path
):
    one = actions.book(window, AT, service="consultation", by=lin, key="1")
    two = actions.book(second, AT, service="consultation", by=wei, key="2")
    workers = Workers(tmp_path)
    done = workers.together(
        lambda: actions.move(one, AT, by=lin, key="m", window=second),
        lambda: actions.move(two, AT, by=wei, key="n", window=window),
    )
    assert [type(one) for one in done] == [Appointment] * 2
    stand = workers.ask(lambda: set(Appointment.objects.values_list("person", "window")))
    assert stand == {(lin.pk, second.pk), (wei.pk, window.pk)}


def test_closing_and_booking_at_once_leaves_nobody_on_a_closed_day(window, lin, posted, tmp_path):
    workers = Workers(tmp_path)
    booked, closed = workers.together(
        booking(window, lin, "b"),
        lambda: actions.close(window, AT.date(), Text("停电", "Power"), by=posted, key="c"),
    )
    assert isinstance(booked, Appointment | NoSlotError)
    assert not isinstance(closed, Exception)
    assert not workers.ask(Appointment.objects.filter(state="booked").exists)
