"""NanoDet: from a picture to the model's input, and from its six outputs to boxes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import cv2
import numpy as np

from sightline.recognise.boxes import best_of_each, letterbox, voted
from sightline.values import Detections, Floats, Picture

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sightline.recognise.session import Session

MEAN = np.array([103.53, 116.28, 123.675], np.float32)
SPREAD = np.array([57.375, 57.12, 58.395], np.float32)
"""Mean and spread of blue, green and red in the training pictures, as NanoDet's authors publish them."""

TABLE = ((np.arange(256, dtype=np.float32)[:, None] - MEAN) / SPREAD)[None]
"""What each of the 256 values of blue, green and red becomes."""

STRIDES = (8, 16, 32)
MOST_OVERLAP = 0.6
"""The overlap above which the weaker of two boxes goes: the one of NanoDet's own configuration."""


def prepared(image: Picture) -> NDArray[np.float32]:
    """Give [1, 3, height, width] of a picture that already has the model's size."""
    scaled = np.asarray(cv2.LUT(image, TABLE), np.float32)
    return np.ascontiguousarray(scaled.transpose(2, 0, 1)[None])


@lru_cache(maxsize=32)
def centres(side: tuple[int, int], stride: int) -> Floats:
    """Give the middle [n, 2] of every cell in pixels of the input, row by row.

    >>> centres((2, 1), 8).tolist()
    [[4.0, 4.0], [12.0, 4.0]]
    """
    across, down = np.meshgrid(np.arange(side[0]), np.arange(side[1]))
    cells = np.column_stack([across.reshape(-1), down.reshape(-1)])
    middles = np.asarray((cells + 0.5) * stride, np.float64)
    middles.flags.writeable = False  # it is given to everybody
    return middles


def distances(regression: Floats, stride: int) -> Floats:
    """Give how far left, up, right and down [n, 4] the box reaches, in pixels: the mean of each distribution.

    >>> distances(np.zeros((1, 44)), 8).tolist()
    [[40.0, 40.0, 40.0, 40.0]]
    """
    bins = regression.reshape(len(regression), 4, regression.shape[1] // 4)
    weights = np.exp(bins - bins.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    return np.asarray(weights @ np.arange(bins.shape[-1]) * stride, np.float64)


@dataclass(frozen=True, slots=True)
class NanoDet:
    """The detector in its own session; not for two threads at once.

    With ``voting`` the boxes that are suppressed still have a say in where the one that stays lies.
    """

    session: Session
    classes: tuple[str, ...]
    voting: bool = False

    @property
    def size(self) -> tuple[int, int]:
        """Give width and height of the input in pixels."""
        _, _, height, width = next(iter(self.session.inputs.values()))
        return width, height

    def see(self, image: Picture, least: float) -> Detections:
        """Give what it recognises with a score of at least that, in pixels of the picture."""
        fitted, fit = letterbox(image, *self.size)
        (name,) = self.session.inputs
        outputs = self.session.ask({name: prepared(fitted)})
        boxes, scores, labels = decoded(list(outputs.values()), self.size, least)
        kept = best_of_each(boxes, scores, labels, MOST_OVERLAP)
        places = boxes[kept]
        if self.voting:
            places = voted(kept, boxes, scores, labels, MOST_OVERLAP)
        found = fit.back(places, (image.shape[1], image.shape[0]))
        return Detections.of(found, scores[kept], labels[kept], self.classes)


def decoded(
    outputs: list[Floats], size: tuple[int, int], least: float
) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """Give boxes in pixels of the input, scores and labels, from scores and distributions of each stride."""
    found = []
    for stride in STRIDES:
        side = (size[0] // stride, size[1] // stride)
        cells = side[0] * side[1]
        scored, spread = sorted(
            (one[0] for one in outputs if one.shape[1] == cells), key=lambda one: -one.shape[1]
        )
        labels = scored.argmax(axis=1)
        scores = scored[np.arange(cells), labels]
        sure = scores >= least
        reach = distances(spread[sure].astype(np.float64), stride)
        middle = centres(side, stride)[sure]
        boxes = np.hstack([middle - reach[:, :2], middle + reach[:, 2:]])
        found.append((boxes, scores[sure], labels[sure]))
    boxes, scores, labels = (np.concatenate(column) for column in zip(*found, strict=True))
    return boxes, scores.astype(np.float64), labels.astype(np.int64)
