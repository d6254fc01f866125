from __future__ import annotations

import numpy as np
import pytest

from sightline.errors import CalibrationError
from sightline.measure.ranging import BUILDS, Mount, ranged

MOUNT = Mount(720.0, (610.0, 173.0), (1242, 375), 1.65, loose=0.0)


def street(rng: np.random.Generator, count: int = 4) -> tuple[np.ndarray, list[str], np.ndarray]:
    """Draw people and cars as the method believes they are: boxes, kinds, true places."""
    kinds = [("person", "car")[at % 2] for at in range(count)]
    ahead = rng.uniform(12, 30, count)
    across = rng.uniform(-0.3, 0.3, count) * ahead
    pitch = rng.normal(0, MOUNT.pitch[1])
    boxes = []
    for at, kind in enumerate(kinds):
        build = BUILDS[kind]
        face = ahead[at] - rng.normal(*build.behind)
        tall = rng.normal(*build.height) / face
        foot = pitch + MOUNT.height / face + rng.normal(0, MOUNT.uneven)
        left = (across[at] - build.half) / ahead[at]
        right = (across[at] + build.half) / ahead[at]
        boxes.append(MOUNT.focal * np.array([left, foot - tall, right, foot]))
    offset = np.array([*MOUNT.centre] * 2)
    return np.array(boxes) + offset, kinds, np.column_stack([across, ahead])


def test_stated_intervals_hold_as_often_as_they_say():
    rng = np.random.default_rng(1)
    held = []
    for _ in range(300):
        boxes, kinds, places = street(rng)
        stated = ranged(boxes, kinds, MOUNT).distances([0, 2], [1, 3])
        true = np.linalg.norm(places[[0, 2], None] - places[None, [1, 3]], axis=-1)
        held.append((stated[..., 0] <= true) & (true <= stated[..., 2]))
    assert 0.92 < np.mean(held) < 0.99


def test_others_in_the_picture_make_one_surer_for_all_share_the_pitch():
    boxes, kinds, _ = street(np.random.default_rng(2), 9)
    alone = ranged(boxes[:1], kinds[:1], MOUNT).covariances[0, 1, 1]
    among = ranged(boxes, kinds, MOUNT).covariances[0, 1, 1]
    assert among < alone


def test_a_person_cut_off_by_the_lower_border_is_near_and_said_unsurely():
    seen = ranged(np.array([[500.0, 60, 640, 375]]), ["person"], MOUNT)
    assert seen.places[0, 1] < 7
    assert seen.covariances[0, 1, 1] > 1


def test_a_car_cut_off_at_the_side_reaches_outward():
    whole, cut = ranged(
        np.array([[900.0, 150, 1000, 230], [1142, 150, 1242, 230]]), ["car"] * 2, MOUNT
    ).draws.std(axis=0)[:, 0]
    assert cut > 2 * whole


def test_what_has_no_known_size_has_no_place():
    seen = ranged(np.array([[0.0, 0, 9, 9], [600, 166, 640, 293]]), ["kite", "person"], MOUNT)
    assert np.isnan(seen.places[0]).all()
    assert np.isfinite(seen.places[1]).all()
    assert np.isnan(seen.distances([0], [1])).all()


def test_no_boxes_are_no_ranges():
    assert ranged(np.zeros((0, 4)), [], MOUNT).draws.shape == (512, 0, 2)


def test_a_camera_on_the_ground_is_refused():
    with pytest.raises(CalibrationError, match="must be above 0"):
        Mount(720.0, (610.0, 173.0), (1242, 375), 0.0)
