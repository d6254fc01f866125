"""One incident, one opening: hysteresis, minimum hits, grace, cool-down, and what a camera that sees nothing does."""

from __future__ import annotations

import json
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sightline.judge.acting import COVERED, MOVED, judge, lasting, moment, play, told

INTRUSION = {"id": "in", "kind": "intrusion", "zones": ["yard"], "for": "0.5 s", "cool_down": "5 s"}
INSIDE, EDGE, OUTSIDE = (1, "person", 5, 5), (1, "person", 0.05, 5), (1, "person", -5, 5)
NOWHERE = (1, "person", np.nan, np.nan)


def test_somebody_in_the_yard_raises_one_alarm_that_closes_when_they_left():
    events = play(judge(INTRUSION), [*lasting(0, 3, [INSIDE]), *lasting(3, 8, [OUTSIDE])])
    assert told(events) == ["opened alarm", "closed alarm"]
    assert (events[0].seconds, events[0].zone, events[1].reason) == (0.5, "yard", "left")
    assert events[0].id == events[1].id
    assert events[0].text.zh == "in（堆场），报警，入界 5.00 m [4.80, 5.20]"
    assert events[1].text.en == "in (Yard), alarm, 5.00 m inside [4.80, 5.20], over"


def test_somebody_on_the_edge_is_a_warning_and_escalates_once_surely_inside():
    events = play(judge(INTRUSION), [*lasting(0, 2, [EDGE]), *lasting(2, 4, [INSIDE])])
    assert told(events) == ["opened warning", "escalated alarm"]


def test_somebody_whose_place_is_unknown_is_neither_alarm_nor_clear():
    judged = judge(INTRUSION)
    assert not play(judged, lasting(0, 3, [NOWHERE]))
    assert told(play(judged, lasting(3, 5, [INSIDE]))) == ["opened alarm"]
    assert not play(judged, lasting(5, 60, [NOWHERE])), "unknown closes nothing"
    assert [event.id for event in judged.open]


def test_coming_back_within_the_grace_goes_on_with_the_incident():
    moments = [*lasting(0, 2, [INSIDE]), *lasting(2, 3.5, [OUTSIDE]), *lasting(3.5, 5, [INSIDE])]
    assert told(play(judge(INTRUSION), moments)) == ["opened alarm"]


def test_a_new_number_for_the_same_person_goes_on_with_the_incident():
    other = [(2, "person", 5.4, 5)]
    events = play(
        judge(INTRUSION), [*lasting(0, 2, [INSIDE]), *lasting(2.5, 5, other), *lasting(5, 9)]
    )
    assert told(events) == ["opened alarm", "closed alarm"]
    assert events[1].tracks == (1, 2)
    assert events[1].reason == "gone"


def test_two_pictures_are_no_incident():
    rule = INTRUSION | {"for": "0 s", "hits": "3 of 5"}
    moments = [*lasting(0, 0.2, [INSIDE]), *lasting(0.2, 3, [OUTSIDE])]
    assert not play(judge(rule), moments)


@pytest.mark.parametrize("apart", [0.04, 0.5, 1.0, 4.0])
def test_few_pictures_a_second_do_for_a_rule(apart):
    moments = [moment(turn * apart, [INSIDE]) for turn in range(40)]
    (event,) = play(judge(INTRUSION), moments)
    assert event.seconds <= 0.5 + 2 * apart


def test_after_an_incident_it_stays_quiet_for_the_cool_down_and_then_tells_what_still_holds():
    moments = [*lasting(0, 1, [INSIDE]), *lasting(1, 4, [OUTSIDE]), *lasting(4, 10, [INSIDE])]
    events = play(judge(INTRUSION), moments)
    assert told(events) == ["opened alarm", "closed alarm", "opened alarm"]
    assert (events[2].at - events[1].at).total_seconds() >= 5


def test_a_covered_camera_suspends_and_closes_nothing():
    judged = judge(INTRUSION)
    play(judged, lasting(0, 1, [INSIDE]))
    events = play(judged, [*lasting(1, 30, state=COVERED), *lasting(30, 30.5, [INSIDE])])
    assert [f"{one} {event.reason}" for one, event in zip(told(events), events, strict=True)] == [
        "opened unavailable covered",
        "closed unavailable available",
    ]
    assert [event.what for event in judged.open] == ["opened"]


def test_a_moved_camera_suspends_what_is_in_metres_only():
    trait = {"id": "hat", "kind": "missing", "trait": "helmet"}
    events = play(judge(INTRUSION, trait), lasting(0, 1, [INSIDE], state=MOVED))
    assert [event.rule for event in events] == ["in"]


def test_a_rule_without_its_model_is_unavailable_once_and_never_clear():
    hat = {"id": "hat", "kind": "missing", "trait": "helmet"}
    judged = judge(hat)
    absent = frozenset({"helmet"})
    events = play(judged, lasting(0, 10, [INSIDE], absent=absent))
    assert told(events) == ["opened unavailable"]
    assert told(play(judged, lasting(10, 11, [INSIDE]))) == ["closed unavailable"]


def test_outside_its_hours_a_rule_closes_what_is_open():
    night = INTRUSION | {"active": {"from": "08:00", "to": "12:00"}}
    moments = [*lasting(-2, 0, [INSIDE]), *lasting(0, 2, [INSIDE])]
    events = play(judge(night), moments)
    assert [(event.what, event.reason) for event in events] == [("opened", ""), ("closed", "hours")]


def test_a_watch_that_is_started_anew_goes_on():
    moments = [*lasting(0, 2, [INSIDE]), *lasting(2, 8, [OUTSIDE])]
    whole, first, second = judge(INTRUSION), judge(INTRUSION), judge(INTRUSION)
    before = play(first, moments[:30])
    second.restore(json.loads(json.dumps(first.snapshot())))
    assert play(whole, moments) == before + play(second, moments[30:])


def test_a_clock_that_goes_back_opens_nothing_early():
    judged = judge(INTRUSION)
    moments = [moment(at, [INSIDE]) for at in (10, 10.1, 3, 3.1, 900, 900.1)]
    assert not play(judged, moments)


@pytest.mark.parametrize("sigma", [0.05, 0.5])
@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(-0.4, 0.4), min_size=50, max_size=300))
def test_a_walk_around_the_limit_never_flaps(sigma, steps):
    where = np.clip(np.cumsum(steps), -3, 3)
    judged = judge(INTRUSION | {"for": "0 s"})
    events = [
        event
        for place, x in enumerate(where)
        for event in judged.step(moment(place / 10, [(1, "person", x, 5, sigma)]))
    ]
    assert [event.what for event in events if event.what != "escalated"] == [
        ("opened", "closed")[turn % 2] for turn in range(sum(e.what != "escalated" for e in events))
    ]
    for level in ("alarm", "warning"):
        opened = [event.at for event in events if event.what == "opened" and event.level == level]
        gaps = [(later - before).total_seconds() for before, later in pairwise(opened)]
        assert all(gap >= 5 for gap in gaps)
