from __future__ import annotations

import cv2
import numpy as np
import pytest

from sightline.errors import SiteFileError, UnmeasurableError, ValueShapeError
from sightline.measure import Measured, Reason
from sightline.measure.stereo import Disparity, Rig, match, rig_of, stand
from sightline.values import Picture
from tests.sightline.measure import pairs

RIG = Rig(500.0, (160.0, 100.0), 0.2)
WALL, BOX = 10, 30
"""Disparities: a wall 10 m away, and a box before it, 3.33 m away."""


def seen() -> tuple[Picture, Picture]:
    """Draw what both cameras see of a box before a wall."""
    rng = np.random.default_rng(11)
    wall, box = (
        cv2.GaussianBlur(rng.integers(0, 255, (200, 400, 3), np.uint8), (0, 0), 1.2) for _ in "ab"
    )
    left, right = wall[:, 20:340].copy(), wall[:, 20 + WALL : 340 + WALL].copy()
    left[60:140, 120:220] = box[60:140, 120:220]
    right[60:140, 120 - BOX : 220 - BOX] = box[60:140, 120:220]
    return left, right


@pytest.fixture(scope="module")
def found() -> Disparity:
    return match(*seen(), 48)


def test_a_box_before_a_wall_is_where_it_is(found):
    assert np.median(found.values[80:120, 140:200]) == pytest.approx(BOX, abs=0.1)
    assert np.median(found.values[10:40, 60:300]) == pytest.approx(WALL, abs=0.1)
    assert found.reliable[80:120, 140:200].mean() > 0.95


def test_what_the_box_hides_from_the_right_camera_is_wall_and_not_measured(found):
    hidden = found.values[80:120, 103:117]
    assert np.median(hidden) == pytest.approx(WALL, abs=1)
    assert found.reliable[80:120, 106:114].mean() < 0.1


def test_the_left_border_is_matched_as_well_as_the_matcher_can(found):
    assert found.values[10:190, 14:40].mean() == pytest.approx(WALL, abs=0.5)


def test_a_rigger_measures_from_the_box_to_the_wall(found):
    spots = RIG.spots(found, np.array([[170.0, 100.0], [170.0, 20.0]]))
    measured = spots.length(0, 1)
    ahead = 500 * 0.2 / WALL - 500 * 0.2 / BOX
    aside = (10 * 10 / 500 - 10 * 100 / BOX / 500, -80 * 10 / 500)
    assert measured.value == pytest.approx(float(np.hypot(ahead, np.hypot(*aside))), rel=0.03)
    assert measured.low < measured.value < measured.high


def test_a_rigger_who_points_at_an_edge_or_beside_the_picture_is_refused(found):
    spots = RIG.spots(found, np.array([[120.0, 100.0], [5000.0, 5.0], [170.0, 100.0]]))
    assert spots.reliable.tolist() == [False, False, True]
    with pytest.raises(UnmeasurableError, match="no reliable depth"):
        spots.length(0, 2)


def test_a_driver_is_told_how_far_ahead_the_box_stands(found):
    placed = stand(RIG, found, np.array([[120.0, 60.0, 220.0, 140.0], [400.0, 0.0, 500.0, 90.0]]))
    assert placed.reasons == (Reason.OK, Reason.DEPTHLESS)
    assert placed.xy[0] == pytest.approx((10 / 500 * 100 / BOX, 100 / BOX), abs=0.03)
    assert placed.heights[0] == pytest.approx(80 / 500 * 100 / BOX, abs=0.02)
    ahead = Measured(placed.xy[0, 1], float(np.sqrt(placed.covariance[0, 1, 1])), "m")
    assert ahead.low < 100 / BOX < ahead.high
    assert np.isnan(placed.xy[1]).all()


def test_a_driver_with_nobody_before_them_is_told_of_nobody(found):
    assert len(stand(RIG, found, np.zeros((0, 4)))) == 0


def test_bare_pictures_show_nothing_reliable():
    grey = np.full((120, 200, 3), 90, np.uint8)
    noise = np.random.default_rng(3).integers(0, 255, (2, 120, 200, 3), np.uint8)
    assert match(noise[0], noise[1], 32).reliable.mean() < 0.02
    assert np.isfinite(match(grey, grey, 32).values).all()


def test_intervals_of_lengths_hold_and_wrong_depths_are_not_called_reliable():
    left, right, truth = pairs.rendered(6, rays=1)
    found = match(left, right, pairs.REACH)
    wrong = np.abs(found.values - truth) > pairs.RIGHT
    assert pairs.held([pairs.lengths(found, truth, count=5000)]) >= 0.9
    assert found.reliable[wrong].mean() < 0.2
    assert found.reliable[~wrong].mean() > 0.6


def test_pictures_of_two_sizes_are_no_pair():
    with pytest.raises(ValueShapeError):
        match(np.zeros((9, 9, 3), np.uint8), np.zeros((9, 8, 3), np.uint8), 16)


def test_the_stated_covariance_is_that_of_many_readings():
    rng = np.random.default_rng(2)
    at = np.array([[220.0, 150.0]]) + rng.normal(0, 0.5, (20000, 2))
    moved = 20 + rng.normal(0, 0.3, 20000)
    everywhere = RIG.measured(at, moved, np.full(20000, 0.3), np.ones(20000, np.bool_))
    exact = RIG.measured(
        np.array([[220.0, 150.0]]), np.array([20.0]), np.array([0.3]), np.ones(1, np.bool_)
    )
    assert np.cov(everywhere.xyz.T) == pytest.approx(exact.covariance[0], rel=0.1, abs=2e-5)


def test_what_is_endlessly_far_has_no_depth():
    spots = RIG.measured(np.zeros((1, 2)), np.zeros(1), np.ones(1), np.ones(1, np.bool_))
    assert not spots.reliable.any()


def test_a_rig_writes_itself_again():
    rig = Rig(994.978, (311.193, 254.877), 0.193001, 31.086)
    assert rig_of(rig.as_dict(), "stereo") == rig


@pytest.mark.parametrize(
    "wrong", [{"focal": "0 px"}, {"baseline": "-1 m"}, {"centre": "x"}, {"f": 1}]
)
def test_a_rig_that_cannot_be_is_refused(wrong):
    with pytest.raises(SiteFileError):
        rig_of({**RIG.as_dict(), **wrong}, "stereo")
