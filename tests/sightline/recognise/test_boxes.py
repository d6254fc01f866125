"""Of several boxes on one thing the best stays, and what is laid into a model's input comes back where it was."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.errors import SiteFileError
from sightline.geometry import overlap
from sightline.recognise.boxes import best_of_each, joined, letterbox, voted
from sightline.recognise.tiles import AUTO, Tiling, look, spans
from sightline.values import Detections


@st.composite
def several(draw):
    count = draw(st.integers(0, 12))
    numbers = st.lists(st.floats(0, 200), min_size=4, max_size=4)
    boxes = np.array([draw(numbers) for _ in range(count)], np.float64).reshape(-1, 4)
    boxes[:, 2:] += boxes[:, :2] + 1
    scores = np.array([draw(st.floats(0.01, 1)) for _ in range(count)])
    labels = np.array([draw(st.integers(0, 2)) for _ in range(count)], np.int64)
    return boxes, scores, labels


@given(several(), st.floats(0.2, 0.9))
def test_no_two_that_stay_are_one_thing(things, most):
    boxes, scores, labels = things
    kept = best_of_each(boxes, scores, labels, most)
    shared = overlap(boxes[kept], boxes[kept]) * (labels[kept][:, None] == labels[kept])
    np.fill_diagonal(shared, 0)
    assert (shared <= most + 1e-3).all()


@given(several(), st.floats(0.2, 0.9))
def test_what_goes_has_a_better_one_of_its_class(things, most):
    boxes, scores, labels = things
    kept = best_of_each(boxes, scores, labels, most)
    for one in set(range(len(boxes))) - set(kept.tolist()):
        rivals = kept[(labels[kept] == labels[one]) & (scores[kept] >= scores[one])]
        assert overlap(boxes[[one]], boxes[rivals]).max() > most - 1e-3


@given(several())
def test_a_voted_box_lies_among_those_it_stands_for(things):
    boxes, scores, labels = things
    kept = best_of_each(boxes, scores, labels, 0.6)
    moved = voted(kept, boxes, scores, labels, 0.6)
    assert (np.diagonal(overlap(moved, boxes[kept])) > 0.4).all()


@given(st.integers(8, 300), st.integers(8, 300), st.integers(32, 200), st.integers(32, 200))
def test_a_box_comes_back_from_the_letterbox(wide, tall, across, along):
    image = np.zeros((tall, wide, 3), np.uint8)
    fitted, fit = letterbox(image, across, along)
    assert fitted.shape == (along, across, 3)
    corner = np.array([fit.right, fit.down])
    inner = np.array([[*corner, *(corner + np.array([wide, tall]) * fit.scale)]])
    assert fit.back(inner, (wide, tall))[0] == pytest.approx([0, 0, wide, tall], abs=1e-6)


@given(st.integers(50, 3000), st.integers(1, 8))
def test_tiles_leave_no_gap(length, count):
    tiles = spans(length, count)
    assert (tiles[0][0], tiles[-1][1]) == (0, length)
    assert all(later[0] <= earlier[1] for earlier, later in pairwise(tiles))


def dots(image, least):
    """See every white block as one thing, as far as this picture shows it."""
    import cv2

    found = cv2.connectedComponentsWithStats(np.asarray(image[:, :, 0] > 0, np.uint8))[2][1:]
    boxes = np.hstack([found[:, :2], found[:, :2] + found[:, 2:4]])
    scores = np.full(len(boxes), 0.9) - 0.1 * (found[:, 4] < 100)
    return Detections.of(boxes, scores, np.zeros(len(boxes)), ("block",))


@given(st.integers(0, 190), st.integers(0, 90), st.sampled_from(["2x1", "2x2", "3x2+1", "2x2+1"]))
def test_a_thing_across_tiles_is_seen_once_and_whole(left, top, tiling):
    image = np.zeros((100, 200, 3), np.uint8)
    image[top : top + 10, left : left + 10] = 255
    found = look(dots, image, 0.1, Tiling.read(tiling))
    whole = [left, top, left + 10, top + 10]
    assert found.boxes.tolist()[0] == pytest.approx(np.clip(whole, 0, [200, 100] * 2), abs=0)
    assert len(found) == 1


def test_without_tiles_the_picture_is_seen_as_it_is():
    image = np.zeros((100, 200, 3), np.uint8)
    image[10:30, 10:30] = 255
    assert look(dots, image, 0.1, AUTO).boxes.tolist() == [[10, 10, 30, 30]]


@pytest.mark.parametrize("text", ["0x1", "9x1", "8x8", "two", "2x", "-1x2", ""])
def test_tiles_that_are_none_are_refused(text):
    with pytest.raises(SiteFileError, match="2x1"):
        Tiling.read(text, "detect.tiles")


def test_joining_keeps_points_and_fills_the_rest():
    posed = Detections.of([[0, 0, 1, 1]], [0.5], [0], ("person",))
    posed = Detections(posed.boxes, posed.scores, posed.labels, posed.classes, np.ones((1, 17, 3)))
    both = joined([posed, Detections.of([[2, 2, 3, 3]], [0.4], [0], ("fire",))])
    assert both.names == ("person", "fire")
    assert np.isnan(both.keypoints[1]).all()
