from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sightline.errors import UnmeasurableError
from sightline.measure import Measured, Placed, Reason, fit_ground, speed
from tests.sightline.measure.views import YARD, Mast

MAST = Mast()
GROUND = fit_ground(MAST.marks(YARD))


@pytest.fixture(scope="module")
def crowd() -> tuple[np.ndarray, Placed]:
    """Four thousand times the same two people, seen by detectors that are off by two pixels."""
    rng = np.random.default_rng(5)
    truth = np.column_stack([rng.uniform(-3, 3, 4000), rng.uniform(11, 18, 4000)])
    seen = MAST.sees(truth) + rng.normal(0, 2.0, (4000, 2))
    return truth, GROUND.place(seen, np.full(4000, 2.0))


def test_a_place_lies_in_its_ellipse_19_times_of_20(crowd):
    truth, placed = crowd
    known = placed.reliable
    off = (placed.xy - truth)[known]
    squared = np.einsum("ni,nij,nj->n", off, np.linalg.inv(placed.covariance[known]), off)
    assert 0.93 < (squared < 5.991).mean() < 0.97


def test_a_distance_lies_in_its_interval_19_times_of_20(crowd):
    truth, placed = crowd
    pairs = [(at, at + 1) for at in range(0, 1500, 2) if placed.reliable[at : at + 2].all()]
    held = [
        measured.low <= np.hypot(*(truth[one] - truth[other])) <= measured.high
        for one, other in pairs
        for measured in [placed.distance(one, other)]
    ]
    assert 0.92 < np.mean(held) < 0.98


def test_two_people_side_by_side_share_the_error_of_the_calibration():
    placed = GROUND.place(MAST.sees([(1.0, 14.0), (1.2, 14.0)]), np.full(2, 0.01))
    alone = np.sqrt(np.trace(placed.covariance[0]))
    assert placed.distance(0, 1).sigma < alone / 2


def test_a_person_outside_the_surveyed_yard_is_not_placed():
    placed = GROUND.place(MAST.sees([(30.0, 14.0), (0.0, 14.0)]), np.ones(2))
    assert placed.reasons == (Reason.OUTSIDE, Reason.OK)
    assert np.isnan(placed.xy[0]).all()
    assert np.isnan(placed.covariance[0]).all()
    with pytest.raises(UnmeasurableError, match="outside the calibrated area"):
        placed.distance(0, 1)


def test_a_bird_above_the_horizon_is_not_placed():
    assert GROUND.place(np.array([[384.0, -300.0]]), np.ones(1)).reasons == (Reason.HORIZON,)


def test_feet_that_are_no_numbers_are_nowhere():
    placed = GROUND.place(np.array([[np.nan, np.nan], [np.inf, 4.0]]), np.ones(2))
    assert not placed.reliable.any()


def test_nobody_is_nowhere():
    assert len(GROUND.place(np.zeros((0, 2)), np.zeros(0))) == 0


def test_a_guard_measures_to_the_nearest_point_of_a_fence():
    placed = GROUND.place(MAST.sees([(1.0, 14.0)]), np.ones(1))
    fence = np.array([[-5.0, 16.0], [5.0, 16.0], [5.0, 30.0]])
    assert placed.distance_to(0, fence).value == pytest.approx(2.0, abs=1e-6)
    assert placed.distance_to(0, np.array([[4.0, 18.0]])).value == pytest.approx(5.0, abs=1e-6)


def test_an_area_holds_its_interval_19_times_of_20():
    corners = np.array([[-2.0, 11.0], [2.0, 11.0], [2.0, 16.0], [-2.0, 16.0]])
    rng = np.random.default_rng(9)
    held = []
    for _ in range(600):
        seen = MAST.sees(corners) + rng.normal(0, 1.5, (4, 2))
        measured = GROUND.place(seen, np.full(4, 1.5)).area()
        held.append(measured.low <= 20.0 <= measured.high)
    assert 0.92 < np.mean(held) < 0.98


@settings(max_examples=40, deadline=None)
@given(st.floats(-2, 2), st.floats(-2, 2), st.integers(2, 30))
def test_a_steady_walk_gives_its_speed(east, north, count):
    seconds = np.arange(count) / 5
    walked = seconds[:, None] * (east, north) + (3.0, 4.0)
    found = speed(seconds, walked, np.tile(np.eye(2) * 0.01, (count, 1, 1)))
    assert found.value == pytest.approx(np.hypot(east, north), abs=1e-6)


def test_one_glance_gives_no_speed():
    with pytest.raises(UnmeasurableError):
        speed(np.array([1.0, 1.0]), np.zeros((2, 2)), np.tile(np.eye(2), (2, 1, 1)))


def test_nothing_is_nearer_than_nothing():
    assert Measured(0.1, 0.2, "m").low == 0.0
