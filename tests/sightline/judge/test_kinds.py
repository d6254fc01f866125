"""Each kind of rule, by what somebody does."""

from __future__ import annotations

import numpy as np
import pytest

from tests.sightline.judge.acting import COVERED, judge, lasting, moment, play, told

GATE = {"id": "gate", "kind": "crossing", "lines": ["gate"]}
NEAR = {"id": "near", "kind": "proximity", "near": ["truck"], "closer": "5 m"}


def walk(begin, step, count=40, sigma=0.1):
    """Make somebody walk from a place by a step each tenth of a second."""
    return [
        moment(
            turn / 10, [(1, "person", begin[0] + step[0] * turn, begin[1] + step[1] * turn, sigma)]
        )
        for turn in range(count)
    ]


@pytest.mark.parametrize(
    ("direction", "found"), [("both", 1), ("left-to-right", 0), ("right-to-left", 1)]
)
def test_somebody_walking_north_crosses_the_gate_from_right_to_left(direction, found):
    events = play(judge(GATE | {"direction": direction}), walk((5, -2), (0, 0.15)))
    assert len({event.id for event in events}) == found
    assert all(event.zone == "gate" for event in events)
    assert all("向左过线" in event.text.zh for event in events)


def test_a_crossing_is_seen_by_a_camera_of_one_picture_in_two_seconds():
    moments = [moment(2 * turn, [(1, "person", 5, turn - 4)]) for turn in range(10)]
    assert len({event.id for event in play(judge(GATE), moments)}) == 1


def test_somebody_walking_past_the_end_of_the_gate_does_not_cross_it():
    assert not play(judge(GATE), walk((12, -2), (0, 0.15)))


def test_somebody_turning_back_on_the_line_surely_crossed_nothing():
    moments = [*walk((5, -1), (0, 0.1), 11), *walk((5, 0.05), (0, -0.1), 11)]
    assert "escalated alarm" not in told(play(judge(GATE), moments))


def test_somebody_lost_on_the_line_and_found_behind_it_perhaps_crossed():
    before = walk((5, -1.5), (0, 0.1), 10)
    behind = [moment(1.5 + turn / 10, [(2, "person", 5, 0.6 + turn / 10)]) for turn in range(10)]
    assert told(play(judge(GATE), [*before, *behind]))[:1] == ["opened warning"]


def test_somebody_first_seen_on_the_line_has_only_perhaps_crossed():
    events = play(judge(GATE), walk((5, -0.1), (0, 0.1), 20))
    assert {event.level for event in events} == {"warning"}


def test_somebody_who_comes_up_behind_the_line_crossed_nothing():
    assert not play(judge(GATE), walk((5, 0.6), (0, 0.1), 20))


def test_somebody_surely_near_a_truck_is_an_alarm_with_its_interval():
    (event,) = play(judge(NEAR), lasting(0, 2, [(1, "person", 0, 0), (2, "truck", 3, 0)]))
    assert (event.level, event.tracks, event.limit, event.unit) == ("alarm", (1, 2), 5.0, "m")
    assert event.interval == pytest.approx((2.723, 3.0, 3.277), abs=1e-3)


def test_somebody_perhaps_near_a_truck_is_a_warning():
    (event,) = play(judge(NEAR), lasting(0, 2, [(1, "person", 0, 0), (2, "truck", 5.2, 0)]))
    assert event.level == "warning"


def test_the_size_of_the_truck_counts():
    rule = NEAR | {"sizes": {"truck": "2.5 m"}}
    (event,) = play(judge(rule), lasting(0, 2, [(1, "person", 0, 0), (2, "truck", 7, 0)]))
    assert event.level == "alarm"


def test_two_people_are_one_pair():
    rule = {"id": "apart", "kind": "proximity", "near": ["person"], "closer": "2 m"}
    (event,) = play(judge(rule), lasting(0, 2, [(1, "person", 0, 0), (2, "person", 1, 0)]))
    assert event.tracks == (1, 2)


def test_a_warning_may_be_left_out():
    assert not play(
        judge(NEAR | {"warns": False}), lasting(0, 2, [(1, "person", 0, 0), (2, "truck", 5.2, 0)])
    )


def test_a_camera_that_is_covered_is_told_of():
    events = play(judge({"id": "camera", "kind": "tampering"}), lasting(0, 4, state=COVERED))
    assert told(events) == ["opened alarm"]


def test_somebody_stays_too_long_though_lost_for_a_moment():
    rule = {"id": "stay", "kind": "loitering", "zones": ["yard"], "for": "10 s"}
    here = [(1, "person", 5, 5)]
    (event,) = play(judge(rule), [*lasting(0, 5, here), *lasting(7, 14, here)])
    assert (event.seconds, event.level) == (10.0, "alarm")


@pytest.mark.parametrize(
    ("limit", "level"), [({"people": 3}, "alarm"), ({"density": "0.04 /m2"}, "")]
)
def test_three_are_a_crowd(limit, level):
    rule = {"id": "crowd", "kind": "crowding", "zones": ["yard"]} | limit
    people = [(one, "person", 2 + one, 5) for one in range(3)]
    assert [event.level for event in play(judge(rule), lasting(0, 4, people))] == (
        [level] if level else []
    )


def test_who_is_on_the_edge_counts_perhaps():
    rule = {"id": "crowd", "kind": "crowding", "zones": ["yard"], "people": 2}
    (event,) = play(judge(rule), lasting(0, 4, [(1, "person", 5, 5), (2, "person", 0.05, 5)]))
    assert (event.level, event.interval) == ("warning", (1.0, 2.0, 2.0))


@pytest.mark.parametrize(("x", "level"), [(0.5, ["alarm"]), (20, [])])
def test_an_excavator_under_the_wire(x, level):
    rule = {"id": "wire", "kind": "clearance", "parts": ["wire"], "closer": "4 m", "who": ["truck"]}
    moments = lasting(0, 2, [(1, "truck", x, 10)], heights=np.array([6.0]))
    assert [event.level for event in play(judge(rule), moments)] == level


def test_an_object_of_unknown_height_beside_the_wire_is_a_warning():
    rule = {"id": "wire", "kind": "clearance", "parts": ["wire"], "closer": "4 m", "who": ["truck"]}
    moments = lasting(0, 2, [(1, "truck", 2, 10)], heights=np.array([np.nan]))
    (event,) = play(judge(rule), moments)
    assert (event.level, event.zone) == ("warning", "wire")


@pytest.mark.parametrize(("step", "level"), [(0.1, None), (0.5, "alarm")])
def test_running_is_faster_than_walking(step, level):
    rule = {"id": "fast", "kind": "speed", "faster": "3 m/s"}
    events = play(judge(rule), walk((0, 0), (step, 0)))
    assert (events[-1].level if events else None) == level


@pytest.mark.parametrize(("step", "found"), [(0.15, 0), (-0.15, 1)])
def test_walking_against_the_line_is_the_wrong_way(step, found):
    rule = {"id": "way", "kind": "wrong-way", "lines": ["gate"]}
    events = play(judge(rule), walk((0, 0), (step, 0)))
    assert len({event.id for event in events}) == found


def test_a_bag_is_left_once_its_owner_is_far():
    rule = {"id": "bag", "kind": "left-object", "for": "5 s"}
    bag = (7, "suitcase", 5, 5)
    near, far = [bag, (1, "person", 6, 5)], [bag, (1, "person", 15, 5)]
    events = play(judge(rule), [*lasting(0, 10, near), *lasting(10, 18, far)])
    assert told(events) == ["opened alarm"]
    assert events[0].seconds == 5.0


def test_a_bag_with_somebody_of_unknown_place_about_is_only_a_warning():
    rule = {"id": "bag", "kind": "left-object", "for": "5 s"}
    who = [(7, "suitcase", 5, 5), (1, "person", np.nan, np.nan)]
    assert told(play(judge(rule), lasting(0, 10, who))) == ["opened warning"]


def test_a_bag_that_stood_and_is_gone_is_a_warning():
    rule = {"id": "taken", "kind": "removed-object", "present": "10 s", "for": "3 s"}
    bag = [(7, "suitcase", 5, 5)]
    assert told(play(judge(rule), [*lasting(0, 15, bag), *lasting(15, 20)])) == ["opened warning"]


def test_a_bag_that_somebody_stands_before_is_not_gone():
    rule = {"id": "taken", "kind": "removed-object", "present": "10 s", "for": "3 s"}
    bag, before = [(7, "suitcase", 5, 5)], [(1, "person", 5, 4)]
    assert not play(judge(rule), [*lasting(0, 15, bag), *lasting(15, 20, before)])


FALL = {"id": "fall", "kind": "fall"}
STANDING, LYING = np.array([[0.0, 0, 30, 90]]), np.array([[0.0, 0, 90, 30]])
HERE = [(1, "person", 5, 5)]


def test_a_torso_that_leans_for_more_than_a_second_is_a_fall():
    (event,) = play(judge(FALL), lasting(0, 2, HERE, leans=np.array([80.0])))
    assert (event.level, event.seconds) == ("alarm", 1.0)


def test_a_box_that_collapses_is_perhaps_a_fall():
    moments = [*lasting(0, 3, HERE, boxes=STANDING), *lasting(3, 5, HERE, boxes=LYING)]
    assert told(play(judge(FALL), moments)) == ["opened warning"]


def test_somebody_upright_by_pose_did_not_fall_though_the_box_is_low():
    moments = [
        *lasting(0, 3, HERE, boxes=STANDING),
        *lasting(3, 5, HERE, boxes=LYING, leans=np.array([5.0])),
    ]
    assert not play(judge(FALL), moments)


HAT = {"id": "hat", "kind": "missing", "trait": "helmet"}


def test_a_helmet_is_missing_after_five_seconds_on_the_same_person():
    (event,) = play(judge(HAT), lasting(0, 7, HERE, traits={"helmet": np.array([0.1])}))
    assert (event.level, event.seconds) == ("alarm", 5.0)


def test_where_nobody_can_tell_of_a_helmet_nothing_is_said():
    assert not play(judge(HAT), lasting(0, 7, HERE, traits={"helmet": np.array([np.nan])}))


def test_smoke_is_only_ever_suspected():
    rule = {"id": "smoke", "kind": "suspected", "traits": ["smoke"]}
    assert told(play(judge(rule), lasting(0, 5, [(1, "smoke", 5, 5)]))) == ["opened suspected"]
