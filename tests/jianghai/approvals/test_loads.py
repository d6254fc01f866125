from __future__ import annotations

from datetime import date

from jianghai.approvals import actions
from jianghai.approvals.queries import loads
from tests.jianghai.approvals.conftest import it_is

FRIDAY = date(2026, 11, 20)


def test_waiting_counts_from_the_hour_of_the_ticket(booked, posted, window, leader, wei):
    early, late = booked(), booked("2026-11-20 09:30", by=wei)
    for one, came, called in ((early, "08:30", "09:05"), (late, "09:40", "09:52")):
        with it_is(f"2026-11-20 {came}"):
            actions.check_in(one, by=posted, key=f"in {one.pk}")
        with it_is(f"2026-11-20 {called}"):
            actions.call_next(window, by=posted, key=f"next {one.pk}")
            actions.serve(one, by=posted, key=f"out {one.pk}")
    [found] = loads.loads(leader, FRIDAY, FRIDAY)
    assert sorted(found.waits.minutes) == [5, 12]
    assert (found.waits.middle, found.waits.ninth) == (5, 12)
    assert (found.places, found.taken, found.missed) == (12, 2, 0)
    assert [(one.hour, one.taken) for one in loads.hours(leader, FRIDAY, FRIDAY)] == [(9, 2)]


def test_what_was_cancelled_takes_no_place_and_a_no_show_does(booked, posted, leader, wei):
    actions.cancel(booked(), by=booked("2026-11-20 10:00").person, key="c")
    with it_is("2026-11-20 12:00"):
        actions.mark_missed()
    [found] = loads.loads(leader, FRIDAY, FRIDAY)
    assert (found.taken, found.missed, found.states["cancelled"]) == (1, 1, 1)


def test_wei_is_told_nothing_of_the_windows(booked, wei):
    booked()
    assert loads.loads(wei, FRIDAY, FRIDAY) == []
    assert loads.hours(wei, FRIDAY, FRIDAY) == []
    assert loads.overtime(wei, FRIDAY, FRIDAY) == []
