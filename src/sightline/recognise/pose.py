"""MoveNet MultiPose: up to six people with 17 points each, standing or lying, and how far the torso leans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sightline.recognise.boxes import letterbox
from sightline.values import Detections

if TYPE_CHECKING:
    from sightline.recognise.session import Session
    from sightline.values import Floats, Picture

POINTS = (
    "nose", "left eye", "right eye", "left ear", "right ear", "left shoulder", "right shoulder",
    "left elbow", "right elbow", "left wrist", "right wrist", "left hip", "right hip",
    "left knee", "right knee", "left ankle", "right ankle",
)  # fmt: skip
"""The points in the model's order, which is that of COCO."""

HEAD, SHOULDERS, HIPS = slice(0, 5), [5, 6], [11, 12]
SURE = 0.2
"""The score below which a point is not used: the one in the example of MoveNet's authors is 0.11 to 0.3."""
SIDE = 384
"""The longer side of the picture the model is given, in pixels; its author trained it for 256 and up."""
HEAD_BY_TORSO = 0.6
"""How wide and high a head is taken to be, by the length of the torso: 0.26 m with hair and margin by 0.45 m."""


@dataclass(frozen=True, slots=True)
class MoveNet:
    """The pose model in its own session; not for two threads at once."""

    session: Session
    side: int = SIDE

    def see(self, image: Picture, least: float) -> Detections:
        """Give the people with a score of at least that, with points in pixels of the picture."""
        width, height = fitting(image.shape[1], image.shape[0], self.side)
        fitted, fit = letterbox(image, width, height)
        (name,) = self.session.inputs
        rows = next(iter(self.session.ask({name: asked(fitted)}).values()))[0].astype(np.float64)
        rows = rows[rows[:, 55] >= least]
        size = (image.shape[1], image.shape[0])
        boxes = fit.back(rows[:, [52, 51, 54, 53]] * [width, height, width, height], size)
        points = rows[:, :51].reshape(-1, 17, 3)[:, :, [1, 0, 2]] * [width, height, 1]
        points[:, :, :2] = (points[:, :, :2] - [fit.right, fit.down]) / fit.scale
        made = Detections.of(boxes, np.clip(rows[:, 55], 0, 1), np.zeros(len(rows)), ("person",))
        return Detections(made.boxes, made.scores, made.labels, made.classes, points)


def asked(image: Picture) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
    """Give [1, height, width, 3] in red, green, blue."""
    return np.ascontiguousarray(image[None, :, :, ::-1]).astype(np.int32)


def fitting(width: int, height: int, side: int) -> tuple[int, int]:
    """Give the sides of the model's input: the longer is ``side``, and 32 divides both.

    >>> fitting(768, 576, 384)
    (384, 288)
    """
    scale = side / max(width, height)
    return max(32, round(width * scale / 32) * 32), max(32, round(height * scale / 32) * 32)


def middle(points: Floats, which: list[int]) -> Floats:
    """Give the middle [n, 2] of a pair of points in pixels, NaN where either is not sure."""
    pair = points[:, which]
    sure = np.all(pair[:, :, 2] >= SURE, axis=1, keepdims=True)
    return np.where(sure, pair[:, :, :2].mean(axis=1), np.nan)


def leans(points: Floats | None, count: int = 0) -> Floats:
    """Give how far the torso of each leans from the vertical, 0 to 180 degrees; NaN where shoulders or hips are unsure.

    0 is upright, 90 lying. The picture's own vertical is meant: the camera should stand level.

    >>> upright = np.zeros((1, 17, 3)); upright[0, [5, 6], :2] = 10, 0; upright[0, [11, 12], :2] = 10, 40
    >>> upright[0, :, 2] = 0.9
    >>> leans(upright).tolist(), leans(upright[:, :, [1, 0, 2]]).tolist(), leans(None, 2).tolist()
    ([0.0], [90.0], [nan, nan])
    """
    if points is None:
        return np.full(count, np.nan)
    up = middle(points, SHOULDERS) - middle(points, HIPS)
    return np.asarray(np.degrees(np.arctan2(np.abs(up[:, 0]), -up[:, 1])), np.float64)


def heads(points: Floats) -> Floats:
    """Give a box [n, 4] around each head in pixels, NaN where neither face nor torso shows where it is.

    >>> heads(np.zeros((1, 17, 3))).tolist()
    [[nan, nan, nan, nan]]
    """
    torso = np.linalg.norm(middle(points, SHOULDERS) - middle(points, HIPS), axis=1)
    face = points[:, HEAD]
    weights = np.where(face[:, :, 2] >= SURE, face[:, :, 2], 0)
    total = weights.sum(axis=1)
    seen = (face[:, :, :2] * weights[:, :, None]).sum(axis=1) / np.maximum(total, 1e-9)[:, None]
    centre = np.where(total[:, None] > 0, seen, np.nan)
    half = (torso * HEAD_BY_TORSO / 2)[:, None]
    return np.asarray(np.hstack([centre - half, centre + half]), np.float64)
