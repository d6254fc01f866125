"""Where recognised things stand before a pair of cameras, also one that moves: right and ahead of the left camera."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sightline.measure.feet import SHARE
from sightline.measure.ground import Placed, Reason
from sightline.measure.plane import FREE

if TYPE_CHECKING:
    from sightline.measure.stereo.matching import Disparity
    from sightline.measure.stereo.rig import Rig
    from sightline.values import Floats

CORE = 0.25
"""The share of a box that is left away on each side: there is background."""
ENOUGH = 0.2
"""The share of the rest that must have a reliable depth."""
NORMAL = 1.4826
"""Standard deviations in a median absolute deviation."""


def stand(rig: Rig, found: Disparity, boxes: Floats) -> Placed:
    """Place boxes [n, 4] of the left picture: metres to the right and ahead, level as the camera is held.

    >>> from sightline.measure.stereo import Disparity, Rig
    >>> flat = np.full((100, 100), 20.0)
    >>> sure = np.ones((100, 100), np.bool_)
    >>> rig = Rig(500.0, (50.0, 50.0), 0.2)
    >>> placed = stand(rig, Disparity(flat, sure, sure, flat / 100), np.array([[60.0, 20.0, 80.0, 90.0]]))
    >>> placed.xy.round(2).tolist(), placed.heights.round(2).tolist()
    ([[0.2, 5.0]], [0.7])
    """
    cores = [_core(found, box, found.values) for box in boxes]
    moved = np.array([np.median(core) if len(core) else np.nan for core in cores])
    spread = np.array([_spread(core) for core in cores])
    noise = [
        np.median(_core(found, box, found.sigmas)) if len(core) else np.nan
        for box, core in zip(boxes, cores, strict=True)
    ]
    deviations = np.hypot(spread, np.array(noise))
    high = boxes[:, 3] - boxes[:, 1]
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    spots = rig.measured(middle, moved, deviations, np.isfinite(moved))
    reasons = tuple(Reason.OK if sure else Reason.DEPTHLESS for sure in spots.reliable.tolist())
    covariance = spots.covariance[:, ::2, ::2].copy()
    covariance[:, 0, 0] += (SHARE * high * spots.xyz[:, 2] / rig.focal) ** 2
    heights = high * spots.xyz[:, 2] / rig.focal
    unsure = deviations * spots.xyz[:, 2] / (rig.focal * rig.baseline)
    return Placed(
        spots.xyz[:, ::2],
        covariance,
        reasons,
        np.zeros((len(boxes), 2, FREE)),
        heights,
        heights * np.hypot(SHARE * np.sqrt(2), unsure),
    )


def _core(found: Disparity, box: Floats, of: Floats) -> Floats:
    """Give what ``of`` [h, w] says of the reliable middle of a box; nothing where that is too little."""
    margin = (box[2:] - box[:2]) * CORE
    left, top = np.maximum(np.rint(box[:2] + margin), 0).astype(np.int64)
    right, bottom = np.maximum(np.rint(box[2:] - margin), 0).astype(np.int64)
    sure = found.reliable[top:bottom, left:right]
    if not sure.size or sure.mean() < ENOUGH:
        return np.zeros(0)
    return of[top:bottom, left:right][sure]


def _spread(core: Floats) -> float:
    """Give how far the disparities of one thing are apart, whatever few strangers are among them."""
    if not len(core):
        return float("nan")
    return NORMAL * float(np.median(np.abs(core - np.median(core))))
