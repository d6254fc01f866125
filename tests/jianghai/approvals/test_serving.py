from __future__ import annotations

import pytest

from jianghai.approvals import actions
from jianghai.approvals.errors import AppointmentStepError, BookingPausedError
from jianghai.approvals.models import AppointmentState
from jianghai.approvals.queries import pausing
from jianghai.base import journal
from jianghai.base.errors import NotAllowedError
from tests.jianghai.approvals.conftest import it_is, moment

S = AppointmentState
DAY = "2026-11-20"


def test_lin_comes_is_called_and_is_served(booked, posted, window):
    one = booked()
    with it_is(f"{DAY} 08:55"):
        assert actions.check_in(one, by=posted, key="in").state == S.CAME
    with it_is(f"{DAY} 09:02"):
        assert actions.call_next(window, by=posted, key="next") == one
        assert actions.call_next(window, by=posted, key="next") == one
        assert actions.call_next(window, by=posted, key="another") is None
    with it_is(f"{DAY} 09:20"):
        done = actions.serve(one, by=posted, key="done")
    assert (done.called_at, done.served_at) == (moment(f"{DAY} 09:02"), moment(f"{DAY} 09:20"))
    verbs = [line.verb for line in journal.of(one)]
    assert verbs == [f"appointment {verb}" for verb in ("booked", "kept", "called", "served")]


def test_the_ticket_of_the_earlier_hour_is_called_first(booked, posted, window, wei):
    late, early = booked("2026-11-20 09:30"), booked(by=wei)
    with it_is(f"{DAY} 08:50"):
        actions.check_in(late, by=posted, key="1")
    with it_is(f"{DAY} 08:59"):
        actions.check_in(early, by=posted, key="2")
        assert actions.call_next(window, by=posted, key="n") == early


def test_chen_checks_in_on_the_day_only_and_serves_who_came(booked, posted):
    one = booked()
    with pytest.raises(AppointmentStepError):
        actions.check_in(one, by=posted, key="in")
    with it_is(f"{DAY} 09:00"), pytest.raises(AppointmentStepError):
        actions.serve(one, by=posted, key="done")


@pytest.mark.parametrize("verb", ["check_in", "serve", "mark_no_show"])
def test_neither_wei_nor_lin_nor_a_leader_acts_at_the_window(booked, wei, lin, leader, verb):
    one = booked()
    for who in (wei, lin, leader):
        with pytest.raises(NotAllowedError):
            getattr(actions, verb)(one, by=who, key="k")


def test_a_colleague_of_another_department_does_not_act_here(booked, chen):
    one = booked()
    with it_is(f"{DAY} 09:00"), pytest.raises(NotAllowedError):
        actions.check_in(one, by=chen, key="k")


def test_the_duty_notes_who_did_not_come_after_slot_and_grace(booked):
    one = booked()
    with it_is(f"{DAY} 09:44"):
        assert actions.mark_missed() == 0
    with it_is(f"{DAY} 09:45"):
        assert (actions.mark_missed(), actions.mark_missed()) == (1, 0)
    one.refresh_from_db()
    assert one.state == S.NO_SHOW


def test_who_comes_late_is_served_all_the_same(booked, posted, lin):
    one = booked()
    with it_is(f"{DAY} 10:00"):
        actions.mark_missed()
        assert actions.check_in(one, by=posted, key="in").state == S.CAME
    assert pausing.missed(lin) == []


def test_nobody_is_noted_as_missing_before_the_time(booked, posted):
    one = booked()
    with it_is(f"{DAY} 08:59"), pytest.raises(AppointmentStepError):
        actions.mark_no_show(one, by=posted, key="k")


def miss(booked, days):
    """Let Lin book at nine on some days and not come."""
    for day in days:
        with it_is(f"{day} 08:00"):
            booked(f"{day} 09:00")
        with it_is(f"{day} 17:00"):
            actions.mark_missed()


def test_three_no_shows_pause_booking_for_thirty_days(booked, posted, lin):
    miss(booked, ["2026-11-20", "2026-11-23", "2026-11-24"])
    with it_is("2026-12-24 09:00"), pytest.raises(BookingPausedError, match="2026-12-24"):
        booked("2026-12-25 09:00")
    with it_is("2026-12-25 08:00"):
        booked("2026-12-25 09:00")


def test_two_no_shows_or_three_far_apart_pause_nothing(booked, lin):
    miss(booked, ["2026-06-01", "2026-09-01", "2026-11-20"])
    with it_is("2026-11-20 18:00"):
        assert pausing.paused_until(lin) is None


def test_an_excused_no_show_does_not_count(booked, posted, lin):
    miss(booked, ["2026-11-20", "2026-11-23", "2026-11-24"])
    with it_is("2026-11-24 18:00"):
        assert pausing.paused_until(lin) is not None
        one = lin.appointments.first()
        with pytest.raises(AppointmentStepError):
            actions.excuse(one, " ", by=posted, key="e")
        actions.excuse(one, "窗口系统故障", by=posted, key="f")
        assert pausing.paused_until(lin) is None


def test_no_limit_is_no_pause(booked, lin, settings):
    settings.NO_SHOW_LIMIT = 0
    miss(booked, ["2026-11-20", "2026-11-23", "2026-11-24"])
    with it_is("2026-11-24 18:00"):
        assert pausing.paused_until(lin) is None
