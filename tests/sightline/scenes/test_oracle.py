from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sightline.scenes import Scene, Trouble, Turn, Wall
from sightline.scenes.oracle import Incident, expected
from sightline.scenes.oracle.geometry import inside, size, to_line
from sightline.scenes.oracle.runs import Span, joined
from sightline.values import CameraState
from tests.sightline.scenes.acting import YARD, person, scene

LINE = {"id": "gate", "from": [-4, 8], "to": [4, 8]}


def ruled(*actors: Any, lasts: float = 20, **rule: Any) -> Scene:
    site = {"zones": [YARD], "lines": [LINE], "rules": [{"id": "r", **rule}]}
    return scene(*actors, lasts=lasts, site=site)


def only(made: Scene) -> Incident:
    (incident,) = expected(made)
    return incident


def test_lin_is_said_after_the_rule_time_in_the_yard() -> None:
    lin = person("lin", (0, -8, 8), (16, 8, 8))
    found = only(ruled(lin, kind="intrusion", zones=["yard"], **{"for": "1 s"}))
    assert (found.begin, found.due, found.end) == pytest.approx((5, 6, 11), abs=0.03)
    assert found.actors == ("lin",)


def test_who_stays_shorter_than_the_rule_time_is_not_said() -> None:
    lin = person("lin", (0, -8, 8), (16, 8, 8))
    assert not expected(ruled(lin, kind="loitering", zones=["yard"], **{"for": "6.5 s"}))


def test_a_short_way_out_is_the_same_incident() -> None:
    lin = person("lin", (0, 0, 8), (4, 0, 8), (4.5, 4, 8), (5, 0, 8), (10, 0, 8))
    found = only(ruled(lin, kind="intrusion", zones=["yard"]))
    assert found.end == pytest.approx(10, abs=0.03)


def test_coming_again_after_the_pause_is_another_incident() -> None:
    lin = person("lin", (0, 0, 8), (1, 0, 8), (3, 6, 8), (17, 6, 8), (19, 0, 8), (20, 0, 8))
    rule: dict[str, Any] = {"grace": "2 s", "cool_down": "10 s"}
    assert len(expected(ruled(lin, kind="intrusion", zones=["yard"], **rule))) == 2
    rule["cool_down"] = "30 s"
    assert len(expected(ruled(lin, kind="intrusion", zones=["yard"], **rule))) == 1


def test_who_stands_outside_the_picture_is_not_asked_for() -> None:
    lin = person("lin", (0, 0, -8), (10, 0, -8))
    zone = {**YARD, "polygon": [[-9, -9], [9, -9], [9, -7], [-9, -7]]}
    made = ruled(lin, kind="intrusion", zones=["yard"])
    assert not expected(replace(made, site={**made.site, "zones": [zone]}))


@pytest.mark.parametrize(
    ("direction", "said"), [("left-to-right", False), ("right-to-left", True), ("both", True)]
)
def test_a_line_is_crossed_in_one_direction(direction: str, *, said: bool) -> None:
    lin = person("lin", (0, 0, 4), (8, 0, 12))
    made = ruled(lin, kind="crossing", lines=["gate"], direction=direction)
    assert bool(expected(made)) is said


def test_going_past_the_end_of_a_line_is_no_crossing() -> None:
    lin = person("lin", (0, 5, 4), (8, 5, 12))
    assert not expected(ruled(lin, kind="crossing", lines=["gate"], direction="both"))


@settings(max_examples=25)
@given(st.floats(-3, 3), st.floats(2, 6), st.floats(1, 4))
def test_nearness_is_the_same_from_both_sides(x: float, y: float, closer: float) -> None:
    one = person("lin", (0, -3, 4), (10, 3, 8))
    other = person("cart", (0, x, y), (10, x, y), kind="machine")
    rule: dict[str, Any] = {"kind": "proximity", "closer": f"{closer:.3f} m"}
    there = expected(ruled(one, other, **rule, who=["person"], near=["machine"]))
    back = expected(ruled(one, other, **rule, who=["machine"], near=["person"]))
    assert [(a.begin, a.end, set(a.actors)) for a in there] == [
        (a.begin, a.end, set(a.actors)) for a in back
    ]


@settings(max_examples=24)
@given(st.permutations(range(4)))
def test_a_crowd_is_one_whatever_the_order_of_its_people(order: list[int]) -> None:
    people = [person(f"p{n}", (0, -1.5 + n, 8), (9, -1.5 + n, 8)) for n in range(4)]
    made = ruled(*[people[n] for n in order], kind="crowding", zones=["yard"], people=4)
    assert [(one.begin, one.actors) for one in expected(made)] == [(0, ())]


def test_a_wider_limit_says_no_less() -> None:
    lin = person("lin", (0, -8, 5.5), (16, 8, 5.5))
    made = ruled(lin, kind="intrusion", zones=["yard"])
    assert not expected(made)
    assert expected(made, slack=0.75)


def test_night_rules_sleep_at_noon() -> None:
    lin = person("lin", (0, 0, 8), (20, 0, 8))
    rule: dict[str, Any] = {"kind": "intrusion", "zones": ["yard"]}
    assert not expected(ruled(lin, **rule, active={"from": "22:00", "to": "06:00"}))
    assert expected(ruled(lin, **rule, active={"from": "11:00", "to": "13:00"}))


def test_the_live_part_is_measured_from_the_top_of_what_stands() -> None:
    crane = replace(person("crane", (0, 0, 8), (20, 0, 8), kind="machine"), height=6.0)
    part = {"id": "wire", "points": [[-5, 8, 9], [5, 8, 9]]}
    made = ruled(crane, kind="clearance", who=["machine"], parts=["wire"], closer="3.1 m")
    made = replace(made, site={**made.site, "parts": [part]})
    assert expected(made)
    assert not expected(replace(made, actors=(replace(crane, height=5.8),)))


def test_a_fall_counts_from_the_moment_of_leaning_too_far() -> None:
    lin = replace(person("lin", (0, 0, 8), (20, 0, 8)), postures=(Turn(5, "fallen"),))
    found = only(ruled(lin, kind="fall", **{"for": "1 s"}))
    assert 5 < found.begin < 5.6
    assert found.due == pytest.approx(found.begin + 1)


def test_a_bag_is_left_once_nobody_is_near() -> None:
    bag = person("bag", (0, 0, 8), (20, 0, 8), kind="object")
    lin = person("lin", (0, 0, 8.2), (2, 0, 8.2), (6, 4.5, 8.2), (12, 4.5, 8.2))
    rule: dict[str, Any] = {"kind": "left-object", "who": ["object"], "near": ["person"]}
    found = only(ruled(bag, lin, **rule, owner="3 m", **{"for": "4 s"}))
    assert found.begin == pytest.approx(4.66, abs=0.1)


def test_a_covered_camera_is_said() -> None:
    made = ruled(kind="tampering", states=["covered"], **{"for": "2 s"})
    troubles = (Trouble(CameraState.COVERED, 5, 9), Trouble(CameraState.FROZEN, 12, 19))
    assert only(replace(made, troubles=troubles)).due == pytest.approx(7, abs=0.03)


@given(st.floats(-5, 5), st.floats(-5, 5), st.floats(0, 6.28))
def test_geometry_does_not_hang_on_how_the_site_is_turned(x: float, y: float, angle: float) -> None:
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    square = np.array([[-3.0, -3], [3, -3], [3, 3], [-3, 3]])
    point = np.array([[x, y]])
    assert size(square @ turn) == pytest.approx(size(square))
    assert to_line(point @ turn, square @ turn) == pytest.approx(to_line(point, square))
    if abs(abs(x) - 3) > 1e-6 and abs(abs(y) - 3) > 1e-6:
        assert inside(point @ turn, square @ turn) == inside(point, square)


@given(st.lists(st.tuples(st.floats(0, 50), st.floats(0, 5)), max_size=8), st.floats(0, 3))
def test_joined_spans_lie_further_apart_than_the_gap(
    given_: list[tuple[float, float]], gap: float
) -> None:
    begin, spans = 0.0, []
    for pause, length in given_:
        spans.append(Span(begin + pause, begin + pause + length))
        begin = spans[-1].end
    kept = joined(spans, gap)
    assert all(b.begin - a.end > gap for a, b in itertools.pairwise(kept))


def test_who_is_hidden_does_not_count_as_seen() -> None:
    lin = person("lin", (0, -8, 8), (16, 8, 8))
    made = ruled(lin, kind="intrusion", zones=["yard"], **{"for": "1 s"})
    made = replace(made, walls=(Wall((-2.6, 5), (-0.6, 5), 4),))
    (true,) = expected(made)
    (visible,) = expected(made, seen=True)
    assert true.begin < visible.begin
    assert true.end == visible.end
