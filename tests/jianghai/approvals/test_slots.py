from __future__ import annotations

from datetime import date

import pytest

from jianghai.approvals import actions
from jianghai.approvals.days import Kind
from jianghai.approvals.queries import planning
from tests.jianghai.approvals.conftest import it_is, moment


def on(window, day: str):
    """Give one day of a window."""
    asked = date.fromisoformat(day)
    return planning.days(window, asked, asked)[0]


def test_a_working_morning_has_six_slots_of_two_places(window):
    day = on(window, "2026-11-20")
    assert [f"{slot.starts_at.astimezone():%M}" for slot in day.slots] == ["00", "30"] * 3
    assert (day.places, day.taken, day.left) == (12, 0, 12)


@pytest.mark.parametrize(
    ("day", "kind", "slots"),
    [
        ("2026-10-08", Kind.WORK, 6),
        ("2026-10-01", Kind.HOLIDAY, 0),
        ("2026-10-04", Kind.HOLIDAY, 0),  # a Sunday of the holiday
        ("2026-10-10", Kind.MADE_UP, 6),  # a Saturday that is worked
        ("2026-10-11", Kind.WEEKEND, 0),
    ],
)
def test_holidays_are_closed_and_make_up_days_are_open(window, day, kind, slots):
    found = on(window, day)
    assert (found.kind, len(found.slots)) == (kind, slots)


def test_a_make_up_day_has_the_hours_of_the_working_day_beside_it(window):
    window.hours = [
        {"days": [1], "from": "09:00", "to": "10:00"},
        {"days": [5], "from": "14:00", "to": "15:00"},
    ]
    hours = [slot.starts_at for slot in on(window, "2026-10-10").slots]
    assert hours == [moment("2026-10-10 14:00"), moment("2026-10-10 14:30")]
    sunday = [slot.starts_at for slot in on(window, "2026-01-04").slots]
    assert sunday[0] == moment("2026-01-04 09:00")


def test_beyond_the_last_published_year_slots_are_provisional(window):
    with it_is("2030-12-30 08:00"):
        assert all(slot.provisional for slot in on(window, "2030-12-31").slots)
    assert not any(slot.provisional for slot in on(window, "2026-11-20").slots)


def test_what_has_begun_or_is_too_far_ahead_cannot_be_booked(window):
    today = on(window, "2026-11-19")
    assert [slot.left for slot in today.slots] == [0, 0, 0, 2, 2, 2]
    assert on(window, "2026-12-03").left == 12
    assert on(window, "2026-12-04").left == 0


def test_an_extra_session_opens_a_saturday(window, posted):
    span = (moment("2026-11-21 09:00"), moment("2026-11-21 11:00"))
    actions.open_extra(window, *span, reason="企业集中开办", by=posted, key="k")
    saturday = on(window, "2026-11-21")
    assert (saturday.kind, len(saturday.slots), saturday.extra) == (Kind.WEEKEND, 4, True)


def test_a_longer_slot_counts_those_who_booked_shorter_ones(window, booked):
    booked("2026-11-20 09:30")
    window.slot_minutes = 60
    window.save()
    assert [slot.taken for slot in on(window, "2026-11-20").slots] == [1, 0, 0]


def test_the_number_of_queries_does_not_grow_with_days(
    window, booked, django_assert_max_num_queries
):
    booked()
    with django_assert_max_num_queries(5):
        planning.days(window, date(2026, 11, 19), date(2026, 12, 19))
