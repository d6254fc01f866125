"""How things look: the colours of a box, of its upper and its lower half, to tell people apart who meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from sightline.values import Flags, Floats, Picture

HUES, SATURATIONS, VALUES = 8, 4, 4
HALVES = 2
SIZE = HALVES * HUES * SATURATIONS * VALUES

NEAR = 0.5
"""Colours are asked only where boxes overlap so far: BoT-SORT's proximity."""

ALIKE = 0.25
"""Half of one less the cosine up to which two looks are one's: BoT-SORT's appearance threshold."""

STAY = 0.9
"""Share of what was remembered that stays when a thing is seen again: DeepSORT's and BoT-SORT's momentum."""


def colours(image: Picture, boxes: Floats) -> Floats:
    """Give unit vectors [n, 256]: roots of the shares of colours; a dot product is the Bhattacharyya coefficient.

    >>> image = np.zeros((40, 40, 3), np.uint8)
    >>> image[:, 20:] = (0, 0, 255)
    >>> looks = colours(image, np.array([[0.0, 0, 20, 40], [20, 0, 40, 40], [24, 4, 36, 36]]))
    >>> (looks @ looks.T).round(2).tolist()[1]
    [0.0, 1.0, 1.0]
    """
    looks = np.zeros((len(boxes), SIZE))
    height, width = image.shape[:2]
    for row, (x1, y1, x2, y2) in enumerate(boxes):
        left, right = int(np.clip(x1, 0, width - 1)), int(np.clip(x2, 1, width))
        top, bottom = int(np.clip(y1, 0, height - 1)), int(np.clip(y2, 1, height))
        looks[row] = _look(image[top : max(bottom, top + 1), left : max(right, left + 1)])
    return looks


def _look(crop: Picture) -> Floats:
    shades = cv2.cvtColor(crop, cv2.COLOR_BGR2HSV)
    middle = max(1, len(shades) // HALVES)
    shares = [_shares(half) for half in (shades[:middle], shades[middle:]) if half.size]
    shares *= HALVES if len(shares) < HALVES else 1
    return np.sqrt(np.concatenate(shares) / HALVES)


def _shares(shades: Picture) -> Floats:
    bins, reach = [HUES, SATURATIONS, VALUES], [0, 180, 0, 256, 0, 256]
    count = cv2.calcHist([shades], [0, 1, 2], None, bins, reach).reshape(-1)
    return np.asarray(count / max(float(count.sum()), 1.0), np.float64)


def alike(worth: Floats, overlaps: Floats, remembered: Floats, looks: Floats) -> Floats:
    """Raise the worth of pairs that overlap and look alike, as BoT-SORT does; what was never looked at stays."""
    unlike = (1 - remembered @ looks.T) / 2
    known: Flags = np.asarray(remembered.any(1))
    trusted = (unlike <= ALIKE) & (overlaps >= NEAR) & known[:, None]
    return np.where(trusted, np.maximum(worth, 1 - unlike), worth)


def blend(remembered: Floats, looks: Floats) -> Floats:
    """Bring what is remembered nearer to what was seen; what was never looked at begins with it.

    >>> blend(np.array([[1.0, 0.0]]), np.array([[0.0, 1.0]])).round(2).tolist()
    [[0.99, 0.11]]
    """
    mixed = STAY * remembered + (1 - STAY) * looks
    length = np.sqrt((mixed**2).sum(1, keepdims=True))
    return np.asarray(mixed / np.maximum(length, 1e-9), np.float64)
