from __future__ import annotations

import cv2
import numpy as np
import pytest

from sightline.errors import CalibrationError
from sightline.measure import Drift, Verdict
from sightline.values import Picture


def yard() -> Picture:
    """Draw a yard with boxes, posts and a floor that is not bare."""
    rng = np.random.default_rng(8)
    floor = cv2.GaussianBlur(rng.integers(60, 140, (480, 640, 3), np.uint8), (0, 0), 3)
    for _ in range(60):
        x, y, wide, high = rng.integers((20, 20, 8, 8), (600, 440, 60, 60))
        colour = tuple(int(part) for part in rng.integers(0, 255, 3))
        cv2.rectangle(floor, (x, y), (x + wide, y + high), colour, -1)
    return np.asarray(floor, np.uint8)


def turned(view: Picture, degrees: float, right: float, down: float) -> Picture:
    matrix = cv2.getRotationMatrix2D((320, 240), degrees, 1.0)
    matrix[:, 2] += (right, down)
    return np.asarray(cv2.warpAffine(view, matrix, (640, 480), borderMode=cv2.BORDER_REFLECT))


VIEW = yard()
DRIFT = Drift(VIEW)


def noisy(view: Picture, light: float = 1.0) -> Picture:
    noise = np.random.default_rng(4).normal(0, 4, view.shape)
    return np.asarray(np.clip(view * light + noise, 0, 255), np.uint8)


def test_a_camera_that_stands_still_is_steady_by_noon_and_by_dusk():
    assert DRIFT.check(noisy(VIEW)).verdict is Verdict.STEADY
    assert DRIFT.check(noisy(VIEW, 0.6)).verdict is Verdict.STEADY
    assert DRIFT.check(turned(VIEW, 0, 1, 1)).verdict is Verdict.STEADY


@pytest.mark.parametrize(
    ("degrees", "right", "down"), [(0, 8, 0), (0, 0, -12), (2, 0, 0), (-4, 30, 10)]
)
def test_a_camera_that_was_knocked_has_moved(degrees, right, down):
    state = DRIFT.check(noisy(turned(VIEW, degrees, right, down)))
    assert state.verdict is Verdict.MOVED
    assert state.shift > 5


def test_the_shift_is_told_in_pixels():
    assert DRIFT.check(turned(VIEW, 0, 30, -40)).shift == pytest.approx(50, abs=1)


def test_a_truck_that_drives_before_the_yard_does_not_move_the_camera():
    parked = VIEW.copy()
    parked[200:480, 100:400] = np.roll(VIEW, 50, axis=1)[200:480, 100:400]
    assert DRIFT.check(parked).verdict is Verdict.STEADY


@pytest.mark.parametrize("light", [0.0, 0.02])
def test_night_is_not_a_move(light):
    assert DRIFT.check(np.asarray(VIEW * light, np.uint8)).verdict is Verdict.UNKNOWN


def test_another_place_altogether_is_not_called_steady():
    other = np.random.default_rng(77).integers(0, 255, (48, 64, 3), np.uint8)
    strange = cv2.resize(other, (640, 480), interpolation=cv2.INTER_NEAREST)
    assert DRIFT.check(strange).verdict is not Verdict.STEADY


def test_a_picture_of_another_size_is_another_view():
    assert DRIFT.check(VIEW[:400]).verdict is Verdict.MOVED


def test_a_bare_wall_is_no_reference():
    with pytest.raises(CalibrationError, match="take a sharp one by day"):
        Drift(np.full((480, 640, 3), 120, np.uint8))


def test_the_crossing_of_vtest_stays_steady_while_people_walk(opencv_doc):
    film = cv2.VideoCapture(str(opencv_doc / "vtest.avi"))
    views = [film.read()[1] for _ in range(60)]
    drift = Drift(views[0])
    assert {drift.check(view).verdict for view in views[10::10]} == {Verdict.STEADY}
    assert drift.check(np.roll(views[40], 12, axis=1)).verdict is Verdict.MOVED
