"""How the camera moved between two pictures: corners followed by optical flow, the affine most of them agree on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from sightline.values import Flags, Floats, Picture

CORNERS = 1000
QUALITY = 0.01
APART = 1
BLOCK = 3
"""Corners as BoT-SORT looks for them."""

SMALLER = 2
"""Pictures are looked at with half the sides, as BoT-SORT does."""

LEAST = 10
"""Corners that must be followed, and must agree, before a motion is believed."""


class CameraMotion:
    """Remembers the picture before; keeps nothing else.

    >>> still = np.random.default_rng(1).integers(0, 255, (96, 128, 3), np.uint8)
    >>> still = cv2.GaussianBlur(still, (0, 0), 2)
    >>> camera = CameraMotion()
    >>> camera.between(still) is None
    True
    >>> camera.between(np.roll(still, (2, 4), (0, 1)))[:, 2].round(0).tolist()
    [4.0, 2.0]
    """

    def __init__(self) -> None:
        """Begin before the first picture."""
        self._before: Picture | None = None

    def between(self, image: Picture, boxes: Floats | None = None) -> Floats | None:
        """Give the affine [2, 3] in px from the picture before to this one, or None where it cannot be told.

        `boxes` [n, 4] are things that move by themselves: no corner is looked for in them.
        """
        small = _small(image)
        before, self._before = self._before, small
        if before is None or before.shape != small.shape:
            return None
        mask = _mask(small, boxes)
        corners = cv2.goodFeaturesToTrack(
            before, CORNERS, QUALITY, APART, mask=mask, blockSize=BLOCK
        )
        if corners is None or len(corners) < LEAST:
            return None
        return _agreed(before, small, corners)


def _agreed(before: Picture, small: Picture, corners: Floats) -> Floats | None:
    """Follow corners and give the motion that most of them agree on."""
    moved, found, _ = cv2.calcOpticalFlowPyrLK(before, small, corners, None)
    good: Flags = np.asarray(found).reshape(-1) == 1
    if good.sum() < LEAST:
        return None
    affine, agree = cv2.estimateAffinePartial2D(corners[good], moved[good], method=cv2.RANSAC)
    if affine is None or np.asarray(agree).sum() < LEAST:
        return None
    motion = np.asarray(affine, np.float64)
    motion[:, 2] *= SMALLER
    return motion


def _small(image: Picture) -> Picture:
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    size = (max(1, grey.shape[1] // SMALLER), max(1, grey.shape[0] // SMALLER))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)


def _mask(small: Picture, boxes: Floats | None) -> Picture:
    mask = np.full(small.shape, 255, np.uint8)
    for x1, y1, x2, y2 in np.zeros((0, 4)) if boxes is None else np.clip(boxes / SMALLER, 0, None):
        mask[int(y1) : int(y2) + 1, int(x1) : int(x2) + 1] = 0
    return mask
