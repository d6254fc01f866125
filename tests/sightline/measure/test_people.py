from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sightline.errors import Text, UnmeasurableError
from sightline.measure import Camera, Lens, Mark, Reason, fit_ground
from sightline.measure.pose import pose_of
from sightline.values import CameraState
from tests.sightline.measure.views import SIZE, YARD, Mast

MAST = Mast()
GROUND = fit_ground(MAST.marks(YARD))
LENS = Lens((800.0, 800.0, 384.0, 288.0))
CAMERA = Camera(
    "mast", Text("杆", "mast"), SIZE, ground=GROUND, pose=pose_of(GROUND.plane, LENS, SIZE)
)


def test_the_mast_knows_how_high_it_hangs():
    assert CAMERA.pose is not None
    assert CAMERA.pose.camera == pytest.approx((0, 0, 6), abs=1e-3)


def test_a_yard_tells_the_focal_length_of_an_unknown_lens():
    pose = pose_of(GROUND.plane, None, SIZE)
    assert pose.camera == pytest.approx((0, 0, 6), abs=0.05)
    assert 0 < pose.vague < 0.15


def test_a_map_drawn_to_the_left_hand_still_has_its_camera_above():
    mirrored = [
        Mark(one.id, one.pixel, (-one.metres[0], one.metres[1])) for one in MAST.marks(YARD)
    ]
    ground = fit_ground(mirrored)
    pose = pose_of(ground.plane, LENS, SIZE)
    top = MAST.sees([(2.0, 14.0)], 1.7)
    assert pose.heights(np.array([[-2.0, 14.0]]), top) == pytest.approx([1.7], abs=1e-3)


def test_a_floor_seen_straight_from_above_gives_no_heights_without_a_lens():
    marks = [Mark(name, (100 + 40 * x, 500 - 40 * y), (x, y)) for name, x, y in _FLOOR]
    with pytest.raises(UnmeasurableError, match="no heights"):
        pose_of(fit_ground(marks).plane, None, SIZE)


_FLOOR = [("a", 0.0, 0.0), ("b", 10.0, 0.0), ("c", 10.0, 9.0), ("d", 0.0, 9.0), ("e", 5.0, 4.0)]


def test_somebody_is_as_tall_as_they_are():
    placed = CAMERA.stand(
        np.array([MAST.box((1, 13), 1.82), MAST.box((-2, 16), 1.55)]), ["person"] * 2
    )
    assert placed.heights == pytest.approx([1.82, 1.55], abs=0.01)
    assert (placed.height_sigmas > 0.05).all()


def test_somebody_is_as_tall_behind_a_lens_that_bends():
    lens = Lens((800.0, 800.0, 384.0, 288.0), (-0.2, 0.05, 0.001, -0.001, 0.0))
    mast = Mast(lens=lens)
    ground = fit_ground(mast.marks(YARD), lens=lens)
    camera = replace(CAMERA, lens=lens, ground=ground, pose=pose_of(ground.plane, lens, SIZE))
    placed = camera.stand(np.array([mast.box((3.0, 12.0), 1.75)]), ["person"])
    assert placed.xy[0] == pytest.approx((3, 12), abs=0.05)
    assert placed.heights == pytest.approx([1.75], abs=0.02)


def test_somebody_behind_a_car_is_placed_under_their_head():
    person, car = MAST.box((0, 16), 1.67), MAST.box((0, 13), 1.4, 4.5)
    hidden = [*person[:3], car[1] + 30]
    placed = CAMERA.stand(np.array([hidden, car]), ["person", "car"])
    assert placed.reasons == (Reason.OK, Reason.OK)
    assert placed.xy[0] == pytest.approx((0, 16), abs=0.05)
    assert np.sqrt(placed.covariance[0, 1, 1]) > np.sqrt(placed.covariance[1, 1, 1])
    assert np.isnan(placed.heights[0])


def test_a_hidden_crate_is_not_placed_as_nobody_knows_its_height():
    crate, car = MAST.box((0, 16), 1.2), MAST.box((0, 13), 1.4, 4.5)
    placed = CAMERA.stand(np.array([[*crate[:3], car[1] + 30], car]), ["crate", "car"])
    assert placed.reasons == (Reason.HIDDEN, Reason.OK)


def test_a_person_cut_at_the_knees_by_something_unseen_may_be_at_either_place():
    whole = MAST.box((0, 14), 1.67)
    cut = [*whole[:3], whole[1] + 0.5 * (whole[3] - whole[1])]
    doubtful = CAMERA.stand(np.array([cut]), ["person"])
    sure = CAMERA.stand(np.array([whole]), ["person"])
    assert doubtful.covariance[0, 1, 1] > 4 * sure.covariance[0, 1, 1]
    off = abs(doubtful.xy[0, 1] - 14)
    assert off < 2 * np.sqrt(doubtful.covariance[0, 1, 1])


def test_a_camera_that_was_knocked_gives_no_metres():
    boxes = np.array([MAST.box((0, 14))])
    assert CAMERA.stand(boxes, ["person"], CameraState.MOVED).reasons == (Reason.MOVED,)
    assert replace(CAMERA, moving=True).stand(boxes, ["person"]).reasons == (Reason.MOVING,)
    assert CAMERA.place(np.array([[380.0, 300.0]]), np.ones(1)).reliable.all()


def test_an_empty_yard_has_nobody():
    assert len(CAMERA.stand(np.zeros((0, 4)), [])) == 0
