"""The batched filters against the matrices of the text book."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sightline.track.kalman import PLACE_NOISE, SPEED_NOISE, Filters, corners, middles

BEGIN = np.array([[100.0, 50, 140, 150]])


class TextBook:
    """One box, eight numbers, full matrices."""

    def __init__(self, box):
        place = middles(box).reshape(4)
        self.state = np.concatenate([place, np.zeros(4)])
        sides = np.tile(place[2:], 2)
        self.spread = np.diag(
            np.concatenate([2 * PLACE_NOISE * sides, 10 * SPEED_NOISE * sides]) ** 2
        )

    @property
    def sides(self):
        return np.tile(self.state[2:4], 2)

    def predict(self):
        on = np.eye(8) + np.eye(8, k=4)
        noise = np.diag(np.concatenate([PLACE_NOISE * self.sides, SPEED_NOISE * self.sides]) ** 2)
        self.state, self.spread = on @ self.state, on @ self.spread @ on.T + noise

    def update(self, box):
        look = np.eye(4, 8)
        gain = (
            self.spread
            @ look.T
            @ np.linalg.inv(look @ self.spread @ look.T + np.diag((PLACE_NOISE * self.sides) ** 2))
        )
        self.state = self.state + gain @ (middles(box).reshape(4) - look @ self.state)
        self.spread = (np.eye(8) - gain @ look) @ self.spread


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.floats(-9, 9), st.floats(-9, 9), st.booleans()), min_size=1, max_size=12)
)
def test_the_batch_filters_as_the_text_book_does(steps):
    ours, theirs, box = Filters(), TextBook(BEGIN), BEGIN.copy()
    ours.add(BEGIN)
    for right, down, shown in steps:
        ours.predict(1.0)
        theirs.predict()
        box += [right, down, right, down]
        ours.update(np.array([shown]), box)
        if shown:
            theirs.update(box)
    assert np.allclose(middles(ours.boxes).reshape(4), theirs.state[:4])
    assert np.allclose(ours.speeds[0], theirs.state[4:6])


def test_who_is_not_seen_is_not_touched():
    filters = Filters()
    filters.add(np.concatenate([BEGIN, BEGIN + 300]))
    filters.update(np.array([True, False]), np.concatenate([BEGIN + 5, BEGIN]))
    assert filters.boxes[1].tolist() == (BEGIN[0] + 300).tolist()


def test_a_warp_and_its_inverse_change_nothing():
    filters = Filters()
    filters.add(BEGIN)
    filters.predict(1)
    filters.update(np.array([True]), BEGIN + 4)
    before = filters.boxes
    filters.warp(np.array([[1.1, 0, 20], [0, 1.1, -5]]))
    filters.warp(np.array([[1 / 1.1, 0, -20 / 1.1], [0, 1 / 1.1, 5 / 1.1]]))
    assert np.allclose(filters.boxes, before)


def test_a_shrinking_box_never_turns_inside_out():
    filters = Filters()
    filters.add(BEGIN)
    for side in (90, 60, 20, 1):
        filters.predict(1)
        filters.update(np.array([True]), np.array([[100.0, 50, 100 + side, 50 + side]]))
    filters.predict(50)
    assert (filters.boxes[:, 2:] > filters.boxes[:, :2]).all()


@given(st.lists(st.floats(-1e4, 1e4), min_size=4, max_size=4))
def test_middles_and_corners_are_inverse(four):
    box = np.array([four])
    assert corners(middles(box))[0].tolist() == pytest.approx(four, abs=1e-6)
