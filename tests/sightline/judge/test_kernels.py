"""What must hold for any numbers: intervals, shapes, hours, and the memory of tracks."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sightline.geometry import inside
from sightline.judge.events import Event
from sightline.judge.hours import Hours
from sightline.judge.intervals import Nearness, beyond, interval, nearness
from sightline.judge.register import Register
from sightline.judge.shapes import columns_to_segments, depth
from sightline.values import CameraState
from tests.sightline.judge.acting import judge, moment, play

METRES = st.floats(-50, 50)
POINT = st.tuples(METRES, METRES)


@given(st.floats(0, 100), st.floats(0, 10), st.floats(0, 100), st.floats(0, 5))
def test_a_wider_interval_is_never_more_certain(value, sigma, limit, more):
    narrow, wide = (nearness(*interval(value, one), limit) for one in (sigma, sigma + more))
    assert not (narrow < Nearness.CERTAIN and wide == Nearness.CERTAIN)
    assert not (narrow > Nearness.NO and wide == Nearness.NO)


@given(st.floats(0, 100), st.floats(0, 10), st.floats(0, 100), st.floats(0, 50))
def test_coming_nearer_never_makes_it_less_grave(value, sigma, limit, step):
    near, far = (nearness(*interval(one, sigma), limit) for one in (value, value + step))
    assert near >= far


@pytest.mark.parametrize("hole", range(3))
def test_what_is_not_known_is_unknown(hole):
    ends = [1.0, 2.0, 5.0]
    ends[hole] = np.nan
    assert nearness(*ends) == beyond(*ends) == Nearness.UNKNOWN


@settings(max_examples=60)
@given(POINT, st.floats(0.1, 20), st.floats(0, 6))
def test_the_depth_in_a_square_is_that_of_its_formula(point, side, shift):
    corners = np.array([[0, 0], [side, 0], [side, side], [0, side]]) + shift
    x, y = point[0] - shift, point[1] - shift
    gaps = np.array([-x, x - side, -y, y - side])
    outside = np.hypot(max(gaps[:2].max(), 0), max(gaps[2:].max(), 0))
    found, away = depth(np.array([point]), corners)
    assert found[0] == pytest.approx(outside if outside > 0 else gaps.max(), abs=1e-6)
    assert np.hypot(*away[0]) <= 1 + 1e-6


@given(st.lists(POINT, min_size=3, max_size=7), POINT, st.tuples(METRES, METRES))
def test_moving_everything_moves_nobody_into_a_zone(corners, point, shift):
    polygon, here, by = np.array(corners), np.array([point]), np.array(shift)
    before, after = inside(here, polygon), inside(here + by, polygon + by)
    near = np.abs(depth(here, polygon)[0]) < 1e-6
    assert near or (before == after)


@settings(max_examples=60)
@given(
    POINT,
    st.floats(0.1, 12),
    st.lists(st.tuples(METRES, METRES, st.floats(0, 30)), min_size=2, max_size=2),
)
def test_the_distance_of_a_column_to_a_wire_is_that_of_trying_everywhere(foot, height, wire):
    start, end = np.array(wire)
    found = columns_to_segments(np.array([foot]), np.array([height]), start[None], end[None])[0, 0]
    along = start + np.linspace(0, 1, 2001)[:, None] * (end - start)
    upward = np.maximum(along[:, 2] - height, 0)
    tried = np.sqrt(((along[:, :2] - foot) ** 2).sum(axis=1) + upward**2).min()
    step = np.linalg.norm(end - start) / 2000
    assert tried - step <= found <= tried + 1e-6


@given(st.integers(0, 6), st.integers(0, 24 * 7 - 1))
def test_a_night_holds_just_its_eight_hours(day, hour):
    night = Hours(frozenset({day}), time(22), time(6), "Asia/Shanghai")
    monday = datetime(2026, 4, 5, 16, tzinfo=UTC)  # midnight in Shanghai
    begin = 24 * day + 22
    assert night.hold(monday + timedelta(hours=hour)) is ((hour - begin) % (24 * 7) < 8)


def test_a_register_of_a_whole_day_stays_small():
    register = Register(keep=10)
    for second in range(5000):
        register.meet(np.arange(second, second + 5), float(second))
    assert len(register.ids) <= 64
    assert len(register.rows) <= 20


def test_a_track_that_comes_after_another_inherits_nothing():
    register = Register(keep=1)
    register.column("side", np.nan)
    register.columns["side"][register.meet(np.array([1]), 0.0)] = 5
    for later in range(2, 200):
        rows = register.meet(np.array([later]), float(later))
        assert np.isnan(register.columns["side"][rows]).all()
        register.columns["side"][rows] = 5


ALL_KINDS = (
    {"id": "in", "kind": "intrusion", "zones": ["yard"], "for": "0.5 s"},
    {"id": "gate", "kind": "crossing", "lines": ["gate"]},
    {"id": "crowd", "kind": "crowding", "zones": ["yard"], "people": 2},
    {"id": "near", "kind": "proximity", "near": ["truck"], "closer": "5 m"},
    {"id": "wire", "kind": "clearance", "parts": ["wire"], "closer": "7 m"},
    {"id": "fast", "kind": "speed", "faster": "2 m/s"},
    {"id": "way", "kind": "wrong-way", "lines": ["gate"]},
    {"id": "bag", "kind": "left-object", "for": "2 s"},
    {"id": "taken", "kind": "removed-object", "present": "3 s", "for": "2 s"},
    {"id": "fall", "kind": "fall"},
    {"id": "hat", "kind": "missing", "trait": "helmet", "for": "2 s"},
    {"id": "smoke", "kind": "suspected", "traits": ["smoke"]},
    {"id": "camera", "kind": "tampering"},
)


def stroll(seed: int, count: int = 120):
    """Let people, a truck and a bag wander about, be lost and come back."""
    luck = np.random.default_rng(seed)
    kinds = ("person", "person", "truck", "suitcase")
    places = luck.uniform(-3, 12, (4, 2))
    for turn in range(count):
        places = places + luck.normal(0, 0.15, (4, 2)) * np.array([[1], [1], [1], [0]])
        seen = [one for one in range(4) if luck.random() > 0.1 and not (one == 3 and turn > 70)]
        who = [(one + 1, kinds[one], *places[one], 0.15) for one in seen]
        worn = luck.choice([0.1, 0.9, np.nan], len(who), p=[0.8, 0.1, 0.1])
        leans = luck.choice([5.0, 80.0, np.nan], len(who))
        yield moment(turn / 10, who, traits={"helmet": worn}, leans=leans)


@pytest.mark.parametrize("seed", range(3))
def test_a_judge_that_is_stopped_and_restored_anywhere_says_the_same(seed):
    moments = list(stroll(seed))
    whole = play(judge(*ALL_KINDS), moments)
    assert len({event.kind for event in whole}) >= 6
    parts, kept = [], None
    for begin in range(0, len(moments), 17):
        judged = judge(*ALL_KINDS)
        if kept is not None:
            judged.restore(json.loads(kept))
        parts += play(judged, moments[begin : begin + 17])
        kept = json.dumps(judged.snapshot(), allow_nan=False)
    assert parts == whole


@pytest.mark.parametrize("seed", range(3))
def test_every_incident_opens_once_and_closes_at_most_once(seed):
    events = play(judge(*ALL_KINDS), [*stroll(seed), *map(moment, range(12, 140, 4))])
    told: dict[str, list[str]] = {}
    for event in events:
        told.setdefault(event.id, []).append(event.what)
        assert Event.from_dict(json.loads(json.dumps(event.as_dict()))).as_dict() == event.as_dict()
    assert set(map(tuple, told.values())) <= {
        ("opened",),
        ("opened", "closed"),
        ("opened", "escalated"),
        ("opened", "escalated", "closed"),
    }


def wild(seed: int, count: int = 150):
    """Make moments in which anything may be unknown, enormous or of no size, and the clock jumps."""
    luck = np.random.default_rng(seed)
    kinds = ("person", "truck", "suitcase", "smoke", "unheard-of")
    at = 0.0
    for _turn in range(count):
        at += luck.choice([0.1, 0.0, -3.0, 4.0, 900.0], p=[0.9, 0.04, 0.02, 0.02, 0.02])
        ids = luck.choice(12, luck.integers(0, 12), replace=False)
        shape = (len(ids), 2)
        holes = np.where(
            luck.random(shape) < 0.2, np.nan, luck.choice([1, 1e6], shape, p=[0.97, 0.03])
        )
        corners = luck.uniform(0, 500, shape)
        sizes = luck.choice([0, 1e-9, 50], shape)
        sigmas = luck.choice([0, 1e-12, 0.1, 1e4, np.nan], len(ids))
        yield moment(
            at,
            [(int(one), kinds[one % 5], 0, 0) for one in ids],
            places=luck.uniform(-5, 15, shape) * holes,
            covariances=np.eye(2) * sigmas[:, None, None] ** 2,
            boxes=np.concatenate([corners, corners + sizes], axis=1),
            heights=luck.choice([0, 1.7, 30, np.nan], len(ids)),
            leans=luck.choice([0, 90, 180, np.nan], len(ids)),
            traits={"helmet": luck.choice([0, 1, np.nan], len(ids))} if luck.random() < 0.8 else {},
            state=CameraState(luck.choice(list(CameraState), p=[0.9, 0.025, 0.025, 0.025, 0.025])),
            absent=frozenset(
                luck.choice(["helmet", "smoke", "metres", "none"], 1, p=[0.02, 0.02, 0.02, 0.94])
            ),
        )


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_seen_every_incident_is_told_in_order(seed):
    events = play(judge(*ALL_KINDS), wild(seed))
    json.dumps([event.as_dict() for event in events], allow_nan=False)
    told: dict[str, list[str]] = {}
    for event in events:
        told.setdefault(event.id, []).append(event.what)
    assert all(one[0] == "opened" and "opened" not in one[1:] for one in told.values())
    assert all("closed" not in one[:-1] for one in told.values())
