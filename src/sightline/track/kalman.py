"""Constant-velocity Kalman filters of many boxes at once.

Middle x, middle y, width and height of a box are filtered apart: the published noise of each is independent of the
others, so each needs a covariance of two by two only, and its update has a closed form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sightline.values import Flags, Floats

PLACE_NOISE = 1 / 20
SPEED_NOISE = 1 / 160
"""Noise by width or height of the box and frame: the weights of DeepSORT, as BoT-SORT uses them."""

PLACE, SPEED, VARIANCE, COVARIANCE, HURRY = range(5)
MIDDLE, SIDES = range(2)
LEAST_SIDE = 1e-3


class Filters:
    """Filters of n boxes, of which place and speed are told in px and px per frame.

    >>> filters = Filters()
    >>> filters.add(np.array([[0.0, 0.0, 10.0, 20.0]]))
    >>> filters.predict(1.0)
    >>> filters.update(np.array([True]), np.array([[2.0, 0.0, 12.0, 20.0]]))
    >>> filters.boxes.round(2).tolist()
    [[1.74, 0.0, 11.74, 20.0]]
    """

    def __init__(self) -> None:
        """Begin with none."""
        # [place, speed, variance of the place, covariance, variance of the speed] of [middle, sides], n, [x, y]
        self._all: Floats = np.zeros((5, 2, 0, 2))

    def __len__(self) -> int:
        """Tell how many."""
        return len(self._all[PLACE, MIDDLE])

    @property
    def boxes(self) -> Floats:
        """Give where each is thought to be [n, 4], as x1, y1, x2, y2."""
        return corners(self._all[PLACE])

    @property
    def speeds(self) -> Floats:
        """Give how far the middle of each is thought to move from frame to frame [n, 2], in px."""
        speeds: Floats = self._all[SPEED, MIDDLE]
        return speeds

    def add(self, boxes: Floats) -> None:
        """Begin filters at boxes [m, 4]."""
        begun = np.zeros((5, 2, len(boxes), 2))
        begun[PLACE] = middles(boxes)
        areas = begun[PLACE, SIDES] ** 2
        begun[VARIANCE] = (2 * PLACE_NOISE) ** 2 * areas
        begun[HURRY] = (10 * SPEED_NOISE) ** 2 * areas
        self._all = np.concatenate([self._all, begun], axis=2)

    def keep(self, which: Flags) -> None:
        """Forget all others."""
        self._all = self._all.compress(which, axis=2)

    def predict(self, step: float) -> None:
        """Move on by frames, or parts of one; what is not seen becomes less sure."""
        areas = self._all[PLACE, SIDES] ** 2
        on = np.eye(5)
        on[PLACE, SPEED] = on[COVARIANCE, HURRY] = step
        on[VARIANCE, COVARIANCE:] = 2 * step, step**2
        self._all = on.dot(self._all.reshape(5, -1)).reshape(self._all.shape)
        self._all[VARIANCE] += step * PLACE_NOISE**2 * areas
        self._all[HURRY] += step * SPEED_NOISE**2 * areas
        self._stay_boxes()

    def update(self, seen: Flags, boxes: Floats) -> None:
        """Take in the boxes [n, 4] of those that were seen [n]; what is in the rows of the others does not matter."""
        place, speed, variance, covariance, hurry = self._all
        total = PLACE_NOISE**2 * place[SIDES] ** 2 + variance
        gains = self._all[VARIANCE : COVARIANCE + 1] / total
        gains *= seen[:, None]
        gain, push = gains
        gap = middles(boxes) - place
        place += gain * gap
        speed += push * gap
        hurry -= push * covariance
        self._all[VARIANCE : COVARIANCE + 1] *= 1 - gain
        self._stay_boxes()

    def _stay_boxes(self) -> None:
        """Keep sides above nothing."""
        sides = self._all[PLACE, SIDES]
        np.maximum(sides, LEAST_SIDE, out=sides)

    def warp(self, motion: Floats) -> None:
        """Move all as the camera moved: an affine of 2 by 3 from the frame before to this one.

        Turning mixes x with y; what they then have in common is left out, which is little while the turn is small.
        """
        turn = motion[:, :2]
        self._all[:VARIANCE] = self._all[:VARIANCE] @ turn.T
        self._all[VARIANCE:] = self._all[VARIANCE:] @ (turn**2).T
        self._all[PLACE, MIDDLE] += motion[:, 2]
        self._stay_boxes()


def middles(boxes: Floats) -> Floats:
    """Turn boxes [n, 4] x1, y1, x2, y2 into middles and sides [2, n, 2].

    >>> middles(np.array([[0.0, 0.0, 10.0, 20.0]])).tolist()
    [[[5.0, 10.0]], [[10.0, 20.0]]]
    """
    told = np.empty((2, len(boxes), 2))
    low, high = boxes[:, :2], boxes[:, 2:]
    np.add(low, high, out=told[MIDDLE])
    told[MIDDLE] *= 0.5
    np.subtract(high, low, out=told[SIDES])
    return told


def corners(places: Floats) -> Floats:
    """Turn middles and sides [2, n, 2] into boxes [n, 4] x1, y1, x2, y2.

    >>> corners(np.array([[[5.0, 10.0]], [[10.0, 20.0]]])).tolist()
    [[0.0, 0.0, 10.0, 20.0]]
    """
    boxes = np.empty((places.shape[1], 4))
    half = places[SIDES] * 0.5
    np.subtract(places[MIDDLE], half, out=boxes[:, :2])
    np.add(places[MIDDLE], half, out=boxes[:, 2:])
    return boxes
