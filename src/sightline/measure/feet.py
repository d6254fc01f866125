"""Where boxes stand: their feet with the noise of a detector, feet that are hidden, and people's known heights.

A foot is unsure by a twentieth of the box's height, the share of Yi et al. (UCMCTrack, AAAI 2024, σ = 0.05), both
ways: whoever walks swings the box by a stride. A grown person's height, where the camera's pose is known, says a second
time where they stand, under their head; it checks the feet, and stands in for feet that are hidden.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sightline.measure.ground import Placed, Reason

if TYPE_CHECKING:
    from sightline.measure.ground import Ground
    from sightline.measure.pose import Pose
    from sightline.values import Detections, Flags, Floats, Tracks

SHARE = 0.05
"""Standard deviation of a foot as a share of the box's height."""
TALL, TALL_SIGMA = 1.67, 0.09
"""Metres: people of 18 to 44 in China (1.697 men, 1.580 women, national report of 2020) with 3 cm of shoes."""
EDGE = 2.0
"""Pixels from the picture's border within which a box is cut."""
SHIN = 0.15
"""The lowest share of a box, in which its feet are."""
COVERED = 0.5
"""The share of that which another box must cover to hide the feet."""
APART = 6.63
"""Chi-square of one degree that is passed once in a hundred times: head and feet tell of two places."""


@dataclass(frozen=True, slots=True)
class Feet:
    """Feet [n, 2] and heads [n, 2] of boxes in pixels, their noise [n, 2], and which feet are hidden [n].

    >>> feet = feet_of(np.array([[10.0, 10, 50, 110], [200, 500, 240, 576]]), (768, 576))
    >>> feet.points.tolist(), feet.sigmas.tolist(), feet.hidden.tolist()
    ([[30.0, 110.0], [220.0, 576.0]], [[5.0, 5.0], [3.8..., 3.8...]], [False, True])
    """

    points: Floats
    heads: Floats
    sigmas: Floats
    hidden: Flags


def feet_of(boxes: Floats, size: tuple[int, int]) -> Feet:
    """Find the feet of boxes [n, 4]; at the picture's lower edge or behind a nearer box they are hidden."""
    sides = boxes[:, 2:] - boxes[:, :2]
    middle = (boxes[:, 0] + boxes[:, 2]) / 2
    cut = boxes[:, 3] >= size[1] - EDGE
    return Feet(
        np.column_stack([middle, boxes[:, 3]]),
        np.column_stack([middle, boxes[:, 1]]),
        np.repeat(np.maximum(sides[:, 1:] * SHARE, 0.5), 2, axis=1),
        cut | _behind(boxes),
    )


def as_seen(tracks: Tracks, found: Detections) -> Floats:
    """Give the boxes [n, 4] of those followed as they were recognised in this very picture, and as guessed otherwise.

    A tracker's own boxes lag behind whoever turns; what is measured should not.

    >>> from sightline.values import Detections, Tracks
    >>> found = Detections.of([[0, 0, 9, 9]], [0.9], [0], ("person",))
    >>> guessed = Detections.of([[1, 1, 8, 8], [50, 50, 60, 60]], [0.9, 0.5], [0, 0], ("person",))
    >>> as_seen(Tracks(np.array([1, 2]), guessed, np.array([0, -1])), found).tolist()
    [[0.0, 0.0, 9.0, 9.0], [50.0, 50.0, 60.0, 60.0]]
    """
    boxes = tracks.seen.boxes.copy()
    seen = tracks.sources >= 0
    boxes[seen] = found.boxes[tracks.sources[seen]]
    return boxes


def stand(feet: Feet, people: Flags, ground: Ground, pose: Pose | None) -> Placed:
    """Place boxes by their feet, and ``people`` [n] by their heads as well where the pose is known.

    Hidden feet are where the head says; feet and head that contradict each other are taken to be either.
    """
    if pose is None:
        return _forget(ground.place(feet.points, feet.sigmas), feet.hidden)
    rows, sigmas = _rows_under(feet, ground, pose)
    told = people & np.isfinite(rows)
    points, noise = feet.points.copy(), feet.sigmas.copy()
    both = _either(feet, rows, sigmas)
    points[:, 1] = np.where(told, both[0], points[:, 1])
    noise[:, 1] = np.where(told, both[1], noise[:, 1])
    placed = _forget(ground.place(points, noise), feet.hidden & ~told)
    heights, height_sigmas = _heights(feet, ground, pose)
    heights[feet.hidden] = height_sigmas[feet.hidden] = np.nan
    return replace(placed, heights=heights, height_sigmas=height_sigmas)


def _either(feet: Feet, rows: Floats, sigmas: Floats) -> tuple[Floats, Floats]:
    """Give the row of the feet: as seen, under the head where they are hidden, and between where both contradict."""
    own, own_sigma = feet.points[:, 1], feet.sigmas[:, 1]
    gap = rows - own
    torn = gap**2 > APART * (sigmas**2 + own_sigma**2)
    spread = np.sqrt((own_sigma**2 + sigmas**2) / 2 + (gap / 2) ** 2)
    row = np.where(torn, (own + rows) / 2, own)
    sigma = np.where(torn, spread, own_sigma)
    return np.where(feet.hidden, rows, row), np.where(feet.hidden, sigmas, sigma)


def _rows_under(feet: Feet, ground: Ground, pose: Pose) -> tuple[Floats, Floats]:
    """Tell in which row [n] the feet are of a grown person with that head, and how surely."""
    step = np.array([0.0, 1.0])
    row = _row(feet.heads, TALL, ground, pose)
    by_head = (_row(feet.heads + step, TALL, ground, pose) - row) * feet.sigmas[:, 1]
    by_height = _row(feet.heads, TALL + TALL_SIGMA, ground, pose) - row
    by_focal = _row(feet.heads, TALL * (1 + pose.vague), ground, pose) - row
    return row, np.sqrt(by_head**2 + by_height**2 + by_focal**2)


def _row(heads: Floats, height: float, ground: Ground, pose: Pose) -> Floats:
    places = pose.under(ground.straight(heads), np.full(len(heads), height))
    return ground.pixels_of(places)[:, 1]


def _heights(feet: Feet, ground: Ground, pose: Pose) -> tuple[Floats, Floats]:
    """Measure how high the boxes are [n], and how surely, by moving their feet and heads a little."""
    step = np.array([0.0, 1.0])
    base, top = ground.straight(feet.points), ground.straight(feet.heads)
    places = ground.plane.metres_of(base)
    lower = ground.plane.metres_of(ground.straight(feet.points + step))
    heights = pose.heights(places, top)
    by_foot = pose.heights(lower, top) - heights
    by_head = pose.heights(places, ground.straight(feet.heads + step)) - heights
    edges = np.hypot(by_foot, by_head) * feet.sigmas[:, 1]
    return heights, np.hypot(edges, heights * pose.vague)


def _behind(boxes: Floats) -> Flags:
    """Tell whose feet are covered by a box that stands nearer, that is, lower in the picture."""
    lowest = boxes[:, 3] - SHIN * (boxes[:, 3] - boxes[:, 1])
    left = np.maximum(boxes[:, None, 0], boxes[None, :, 0])
    right = np.minimum(boxes[:, None, 2], boxes[None, :, 2])
    top = np.maximum(lowest[:, None], boxes[None, :, 1])
    bottom = np.minimum(boxes[:, None, 3], boxes[None, :, 3])
    shared = np.maximum(right - left, 0) * np.maximum(bottom - top, 0)
    shin = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - lowest)
    nearer = boxes[None, :, 3] > boxes[:, None, 3]
    covered = np.where(nearer, shared, 0.0).max(axis=1, initial=0.0)
    return np.asarray(covered > COVERED * shin, np.bool_)


def _forget(placed: Placed, hidden: Flags) -> Placed:
    """Say of hidden feet that they are hidden, and forget their places."""
    if not hidden.any():
        return placed
    reasons = tuple(
        Reason.HIDDEN if lost and reason is Reason.OK else reason
        for lost, reason in zip(hidden.tolist(), placed.reasons, strict=True)
    )
    known = np.array([reason is Reason.OK for reason in reasons])
    return replace(
        placed,
        xy=np.where(known[:, None], placed.xy, np.nan),
        covariance=np.where(known[:, None, None], placed.covariance, np.nan),
        shared=np.where(known[:, None, None], placed.shared, np.nan),
        reasons=reasons,
    )
