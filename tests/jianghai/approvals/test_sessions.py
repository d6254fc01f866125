from __future__ import annotations

import pytest

from jianghai.approvals import actions
from jianghai.approvals.errors import SessionError
from jianghai.base.errors import NotAllowedError
from tests.jianghai.approvals.conftest import it_is, moment

SATURDAY = "2026-11-21"


@pytest.fixture
def saturday(window, posted):
    """A session on Saturday morning."""
    span = (moment(f"{SATURDAY} 09:00"), moment(f"{SATURDAY} 11:00"))
    return actions.open_extra(window, *span, reason="集中开办", by=posted, key="s")


def test_lin_books_on_saturday_and_that_is_noted(saturday, booked):
    assert booked(f"{SATURDAY} 09:00").outside_hours is True
    assert booked("2026-11-20 09:00").outside_hours is False


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-11-20 11:30", "2026-11-20 13:00"),
        ("2026-11-21 10:30", "2026-11-21 12:00"),
        ("2026-11-18 18:00", "2026-11-18 20:00"),
        ("2026-11-22 09:00", "2026-11-22 09:20"),
        ("2026-11-22 09:03", "2026-11-22 10:03"),
        ("2026-11-22 20:00", "2026-11-23 06:00"),
    ],
    ids=["meets hours", "meets a session", "is over", "too short", "off the grid", "over night"],
)
def test_a_session_that_cannot_be_held_is_refused(saturday, posted, start, end):
    span = (moment(start), moment(end))
    with pytest.raises(SessionError):
        actions.open_extra(saturday.window, *span, reason="忙", by=posted, key="x")


def test_a_session_has_a_reason(window, posted):
    span = (moment("2026-11-22 09:00"), moment("2026-11-22 10:00"))
    with pytest.raises(SessionError):
        actions.open_extra(window, *span, reason=" ", by=posted, key="x")


def test_only_who_works_there_opens_sessions(window, wei, leader):
    for who in (wei, leader):
        with pytest.raises(NotAllowedError):
            actions.open_extra(
                window, moment(f"{SATURDAY} 09:00"), moment(f"{SATURDAY} 11:00"),
                reason="x", by=who, key="k",
            )  # fmt: skip


def test_a_session_is_dropped_while_nobody_booked_it(saturday, booked, posted, window):
    one = booked(f"{SATURDAY} 09:00")
    with pytest.raises(SessionError):
        actions.drop_extra(saturday, by=posted, key="d")
    actions.cancel(one, by=one.person, key="c")
    assert actions.drop_extra(saturday, by=posted, key="e").dropped_at
    span = (moment(f"{SATURDAY} 09:00"), moment(f"{SATURDAY} 11:00"))
    assert actions.open_extra(window, *span, reason="再开", by=posted, key="again")


def test_overtime_counts_those_served_and_is_logged_once(saturday, booked, posted):
    one = booked(f"{SATURDAY} 09:00")
    with it_is(f"{SATURDAY} 09:10"):
        actions.check_in(one, by=posted, key="in")
        actions.serve(one, by=posted, key="out")
    span = (moment(f"{SATURDAY} 08:45"), moment(f"{SATURDAY} 11:15"))
    with pytest.raises(SessionError):
        actions.log_overtime(saturday, *span, by=posted, key="o")
    with it_is(f"{SATURDAY} 11:20"):
        logged = actions.log_overtime(saturday, *span, by=posted, key="p", walk_ins=3)
        assert (logged.minutes, logged.served, logged.walk_ins) == (150, 1, 3)
        assert actions.log_overtime(saturday, *span, by=posted, key="p") == logged
        with pytest.raises(SessionError):
            actions.log_overtime(saturday, *span, by=posted, key="q")
