"""Match a pair only around boxes: rules ask for the depth of those who are followed, and of nothing else."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import cv2
import numpy as np

from sightline.measure.stereo.matching import Disparity, match
from sightline.measure.stereo.standing import stand

if TYPE_CHECKING:
    from sightline.measure.ground import Placed
    from sightline.measure.stereo.rig import Rig
    from sightline.values import Floats, Picture

NEAREST = 1.0
"""Metres; what is nearer than this is not matched."""
MARGIN = 16
"""Pixels that are matched on every side of a box: at borders matching is poor."""
TALL = 120
"""Boxes are matched at most so many pixels high, for speed; higher ones are shrunk by a whole number."""
LEAST = 8
"""Boxes of fewer pixels across or down have no depth."""


def placed(rig: Rig, left: Picture, right: Picture, boxes: Floats) -> Placed:
    """Place boxes [n, 4] of the left picture of a rectified pair: metres right and ahead of the left camera.

    Who is nearer than a metre, hidden or without texture is not placed.

    >>> from sightline.measure.stereo.rig import Rig
    >>> grey = np.full((100, 200, 3), 90, np.uint8)
    >>> placed(Rig(200.0, (100.0, 50.0), 0.2), grey, grey, np.array([[90.0, 20.0, 120.0, 90.0]])).reasons
    (<Reason.DEPTHLESS: 'depthless'>,)
    """
    reach = max(1, ceil(rig.focal * rig.baseline / NEAREST - rig.offset))
    return stand(rig, around(left, right, boxes, reach), boxes)


def around(left: Picture, right: Picture, boxes: Floats, reach: int) -> Disparity:
    """Match a rectified pair within boxes [n, 4] of its left picture; nothing is known elsewhere."""
    high, wide = left.shape[:2]
    found = Disparity(*(np.zeros((high, wide), kind) for kind in (float, bool, bool, float)))
    corners = np.clip(np.rint(boxes), 0, (wide, high, wide, high)).astype(np.int64)
    for x1, y1, x2, y2 in corners.tolist():
        if min(x2 - x1, y2 - y1) < LEAST:
            continue
        shrink = ceil((y2 - y1) / TALL)
        margin = MARGIN * shrink
        top, edge = max(0, y1 - margin), max(0, x1 - margin - reach)
        cut = np.s_[top : min(high, y2 + margin), edge : min(wide, x2 + margin)]
        first, second = (_shrunk(image[cut], shrink) for image in (left, right))
        part = match(first, second, ceil(reach / shrink))
        _paste(part, found, (x1, y1, x2, y2), (edge, top, shrink))
    return found


def _shrunk(image: Picture, by: int) -> Picture:
    """Shrink by a whole number; what does not fill the last pixel is left out."""
    high, wide = image.shape[0] // by, image.shape[1] // by
    whole = np.ascontiguousarray(image[: high * by, : wide * by])
    return np.asarray(cv2.resize(whole, (wide, high), interpolation=cv2.INTER_AREA), np.uint8)


def _paste(
    part: Disparity, into: Disparity, box: tuple[int, ...], cut: tuple[int, int, int]
) -> None:
    """Put what was matched in a cut into the whole, inside the box."""
    edge, top, shrink = cut
    high, wide = part.values.shape
    rows = np.arange(box[1], min(box[3], top + high * shrink))
    columns = np.arange(box[0], min(box[2], edge + wide * shrink))
    to = np.ix_(rows, columns)
    of = np.ix_((rows - top) // shrink, (columns - edge) // shrink)
    into.values[to] = part.values[of] * shrink
    into.sigmas[to] = part.sigmas[of] * shrink
    into.known[to] = part.known[of]
    into.reliable[to] = part.reliable[of]
