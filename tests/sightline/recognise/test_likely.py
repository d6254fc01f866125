"""A camera that stands still doubts what never moved, and what is far too small for a person at that place."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from sightline.recognise.likely import Heights, Likely, Motion
from sightline.recognise.people import together
from sightline.values import Detections
from tests.sightline.recognise.made import frame

SIZE = (320, 240)
CONE, CHILD = [40.0, 100, 60, 130], [200.0, 150, 216, 195]


def street(number: int) -> tuple[np.ndarray, list[float]]:
    """Somebody 60 to 90 pixels tall walks through, the taller the nearer."""
    image = np.full((SIZE[1], SIZE[0], 3), 90, np.uint8)
    image[100:130, 40:60] = (40, 110, 220)
    feet = 120 + (number * 7) % 100
    tall = feet * 0.45
    left = 70 + (number * 11) % 200
    box = [left, feet - tall, left + tall * 0.4, feet]
    image[int(box[1]) : int(feet), int(left) : int(box[2])] = 200
    return image, box


@pytest.fixture(scope="module")
def watched() -> Likely:
    likely = Likely()
    for number in range(80):
        image, box = street(number)
        weak = [[number % 250, 20, number % 250 + 10, 40], CONE, CONE]
        found = Detections.of([box, *weak], [0.8, 0.1, 0.1, 0.1], [0] * 4, ("person",))
        likely.judge(frame(image, number), found)
    return likely


def after(watched: Likely, *boxes: list[float], name: str = "person") -> np.ndarray:
    found = Detections.of(list(boxes), [0.5] * len(boxes), [0] * len(boxes), (name,))
    image, _ = street(81)
    return dataclasses.replace(watched).judge(frame(image, 81), found).scores


def test_a_cone_is_doubted_and_a_walker_is_not(watched):
    _, walker = street(81)
    scores = after(watched, walker, CONE)
    assert scores[0] == pytest.approx(0.5)
    assert scores[1] < 0.2


def test_a_giant_and_a_dwarf_are_doubted(watched):
    feet, tall = 200.0, 90.0
    boxes = [[100, feet - tall * by, 130, feet] for by in (0.2, 1.0, 2.2)]
    ratios = watched.heights.odds(np.array(boxes, np.float64), np.zeros(3, bool), SIZE)
    assert ratios[1] > 1 > ratios[0]
    assert ratios[2] < 1


def test_a_parked_car_is_not_doubted(watched):
    assert after(watched, CONE, name="car").tolist() == [0.5]


def test_whoever_looks_like_a_person_without_doubt_stays_one(watched):
    found = Detections.of([CONE], [0.97], [0], ("person",))
    assert dataclasses.replace(watched).judge(frame(street(82)[0], 82), found).scores[0] > 0.7


def test_at_first_nothing_is_doubted():
    found = Detections.of([CONE], [0.5], [0], ("person",))
    assert Likely().judge(frame(street(0)[0], 0), found).scores.tolist() == [0.5]


def test_heights_are_learnt_as_they_are():
    heights, chance = Heights(), np.random.default_rng(5)
    for _ in range(200):
        feet, left = chance.uniform(60, 230), chance.uniform(10, 280)
        tall = 0.4 * feet * chance.normal(1, 0.05)
        heights.learn(np.array([[left, feet - tall, left + tall / 2.5, feet]]), SIZE)
    asked = np.array([[100.0, 0, 120, 100], [100, 0, 120, 200]])
    assert heights.expected(asked, SIZE) == pytest.approx([40, 80], rel=0.06)


def test_a_lamp_that_goes_on_is_not_motion():
    motion = Motion()
    for number in range(30):
        motion.look(np.full((*SIZE[::-1], 3), 60 if number < 29 else 190, np.uint8), number / 10)
    assert motion.quiet
    boxes = np.array([[0.0, 0, 50, 50]])
    assert motion.odds(boxes, np.zeros(1, bool), SIZE)[0].tolist() == [1.0]


def test_a_picture_of_another_size_begins_anew():
    likely = Likely()
    for number in range(20):
        likely.judge(frame(street(number)[0], number), Detections.none(("person",)))
    small = frame(np.zeros((120, 160, 3), np.uint8), 83)
    found = Detections.of([CONE], [0.5], [0], ("person",))
    assert len(likely.judge(small, found)) == 1


def posed(*boxes: list[float], score: float = 0.4) -> Detections:
    made = Detections.of(list(boxes), [score] * len(boxes), [0] * len(boxes), ("person",))
    return dataclasses.replace(made, keypoints=np.ones((len(boxes), 17, 3)))


def test_somebody_lying_comes_from_the_pose_alone():
    found = Detections.of([[0, 0, 10, 30]], [0.8], [0], ("person", "car"))
    both = together(found, posed([100.0, 80, 160, 100]))
    assert both.names == ("person", "person")
    assert both.scores[1] > 0.5
    assert np.isnan(both.keypoints[0]).all()


def test_one_person_stays_one_and_gets_points():
    found = Detections.of([[0, 0, 10, 30]], [0.3], [0], ("person",))
    both = together(found, posed([0.0, 2, 10, 28]))
    assert len(both) == 1
    assert both.scores[0] > 0.6
    assert (both.keypoints == 1).all()


def test_poses_count_where_the_detector_knows_no_people():
    both = together(Detections.none(("insulator",)), posed([0.0, 0, 10, 30]))
    assert both.names == ("person",)
