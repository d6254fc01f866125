"""Boxes: how much they overlap, which of several is kept, and how a picture is laid into a model's input.

Boxes are [n, 4] of x1, y1, x2, y2 in pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from sightline.geometry import overlap
from sightline.values import Detections

if TYPE_CHECKING:
    from sightline.values import Floats, Picture, Whole

GREY = (114, 114, 114)
"""What fills the rest of a letterbox: the grey that detectors of this family were trained with."""


def areas(boxes: Floats) -> Floats:
    """Give the area of each box in square pixels.

    >>> areas(np.array([[0.0, 0.0, 4.0, 5.0]])).tolist()
    [20.0]
    """
    sides = np.maximum(boxes[:, 2:4] - boxes[:, :2], 0)
    return np.asarray(sides[:, 0] * sides[:, 1], np.float64)


def shared(one: Floats, other: Floats) -> Floats:
    """Give the area [n, m] in square pixels that each of the first shares with each of the second."""
    # Side by side: an axis of two at the end would make every step of numpy a short one.
    wide, tall = (
        np.minimum(one[:, None, side + 2], other[None, :, side + 2])
        - np.maximum(one[:, None, side], other[None, :, side])
        for side in (0, 1)
    )
    return np.asarray(np.maximum(wide, 0) * np.maximum(tall, 0), np.float64)


def inside(one: Floats, other: Floats) -> Floats:
    """Give the shared area [n, m] as a share of the smaller of the two: 1 where one lies within the other.

    >>> inside(np.array([[0.0, 0, 9, 9]]), np.array([[1.0, 1, 3, 3]])).tolist()
    [[1.0]]
    """
    smaller = np.minimum(areas(one)[:, None], areas(other)[None, :])
    return np.asarray(shared(one, other) / np.maximum(smaller, 1e-9), np.float64)


def best_of_each(boxes: Floats, scores: Floats, labels: Whole, most: float) -> Whole:
    """Give the places of the boxes kept, best first: of those of one class that overlap more than ``most``, the best.

    >>> boxes = np.array([[0.0, 0, 9, 9], [0, 0, 9, 8], [0, 0, 9, 9]])
    >>> best_of_each(boxes, np.array([0.5, 0.9, 0.4]), np.array([0, 0, 1]), 0.6).tolist()
    [1, 2]
    """
    if not len(boxes):
        return np.zeros(0, np.int64)
    apart = (boxes.max() - boxes.min() + 1) * labels[:, None]  # classes do not suppress each other
    corners = (boxes + apart).astype(np.float64)
    sized = np.column_stack([corners[:, :2], corners[:, 2:4] - corners[:, :2]])
    kept = cv2.dnn.NMSBoxes(sized.tolist(), scores.tolist(), 0.0, most)
    return np.asarray(kept, np.int64).reshape(-1)


def voted(kept: Whole, boxes: Floats, scores: Floats, labels: Whole, most: float) -> Floats:
    """Give where the boxes kept lie on the average of all that they stand for, weighted by score.

    Gidaris and Komodakis (2015) call this box voting: the weaker boxes know something of the edges too.

    >>> boxes = np.array([[0.0, 0, 9, 9], [0, 0, 9, 8]])
    >>> voted(np.array([1]), boxes, np.array([0.25, 0.75]), np.array([0, 0]), 0.6).tolist()
    [[0.0, 0.0, 9.0, 8.25]]
    """
    same = labels[kept][:, None] == labels[None, :]
    weights = np.where(same & (overlap(boxes[kept], boxes) >= most), scores[None, :], 0.0)
    total = np.maximum(weights.sum(axis=1, keepdims=True), 1e-9)
    return np.asarray(weights @ boxes / total, np.float64)


@dataclass(frozen=True, slots=True)
class Fit:
    """How a picture was laid into a model's input: scaled by one factor, and moved so far to the right and down."""

    scale: float
    right: float
    down: float

    def back(self, boxes: Floats, size: tuple[int, int]) -> Floats:
        """Bring boxes of the input back to pixels of the picture of that width and height, cut at its edge.

        >>> Fit(0.5, 10, 0).back(np.array([[15.0, 5, 30, 20]]), (30, 30)).tolist()
        [[10.0, 10.0, 30.0, 30.0]]
        """
        moved = (boxes - np.array([self.right, self.down] * 2)) / self.scale
        return np.asarray(np.clip(moved, 0, np.array([*size] * 2)), np.float64)


def letterbox(image: Picture, width: int, height: int) -> tuple[Picture, Fit]:
    """Lay a picture into width × height pixels without bending it; grey fills the rest.

    >>> letterbox(np.zeros((50, 100, 3), np.uint8), 40, 40)[1]
    Fit(scale=0.4, right=0, down=10)
    """
    tall, wide = image.shape[:2]
    scale = min(width / wide, height / tall)
    across, along = max(1, round(wide * scale)), max(1, round(tall * scale))
    way = cv2.INTER_AREA if scale < 0.5 else cv2.INTER_LINEAR  # noqa: PLR2004 - as shrinking goes
    resized = cv2.resize(image, (across, along), interpolation=way)
    right, down = (width - across) // 2, (height - along) // 2
    sides = (down, height - along - down, right, width - across - right)
    fitted = cv2.copyMakeBorder(resized, *sides, cv2.BORDER_CONSTANT, value=GREY)
    return np.asarray(fitted, np.uint8), Fit(scale, right, down)


def joined(found: Sequence[Detections]) -> Detections:
    """Put detections of one picture together, by the names of their classes; points are kept where there are any.

    >>> one, two = (Detections.of([[0, 0, 1, 1]], [0.5], [0], (name,)) for name in ("person", "smoke"))
    >>> joined([one, two]).names
    ('person', 'smoke')
    """
    classes = tuple(dict.fromkeys(name for one in found for name in one.classes))
    labels = [classes.index(name) for one in found for name in one.names]
    made = Detections.of(
        np.concatenate([one.boxes for one in found]),
        np.concatenate([one.scores for one in found]),
        labels,
        classes,
    )
    posed = [one.keypoints for one in found if one.keypoints is not None]
    if not posed:
        return made
    shape = posed[0].shape[1:]
    points = [
        np.full((len(one), *shape), np.nan) if one.keypoints is None else one.keypoints
        for one in found
    ]
    return Detections(made.boxes, made.scores, made.labels, classes, np.concatenate(points))
