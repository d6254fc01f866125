"""Distances and places in metres, written for the oracle alone: the judge has its own."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sightline.values import Flags, Floats


def inside(points: Floats, polygon: Floats) -> Flags:
    """Tell which points [n, 2] a polygon [k, 2] goes around, by the angle it turns by about them.

    >>> inside(np.array([[0.5, 0.5], [2, 0.5]]), np.array([[0.0, 0], [1, 0], [1, 1], [0, 1]])).tolist()
    [True, False]
    """
    corners = polygon[None, :, :] - points[:, None, :]
    after = np.roll(corners, -1, axis=1)
    cross = corners[..., 0] * after[..., 1] - corners[..., 1] * after[..., 0]
    dot = (corners * after).sum(axis=-1)
    return np.asarray(np.abs(np.arctan2(cross, dot).sum(axis=1)) > np.pi, np.bool_)


def size(polygon: Floats) -> float:
    """Give square metres of a polygon [k, 2].

    >>> size(np.array([[0.0, 0], [2, 0], [2, 1], [0, 1]]))
    2.0
    """
    after = np.roll(polygon, -1, axis=0)
    return float(abs((polygon[:, 0] * after[:, 1] - polygon[:, 1] * after[:, 0]).sum()) / 2)


def to_line(points: Floats, line: Floats) -> Floats:
    """Give metres from points [n, d] to the nearest point of a line through corners [k, d].

    >>> to_line(np.array([[0.0, 0, 0], [5, 0, 4]]), np.array([[0.0, 0, 3], [2, 0, 3]])).round(3).tolist()
    [3.0, 3.162]
    """
    if len(line) == 1:
        return np.asarray(np.linalg.norm(points - line[0], axis=1), np.float64)
    nearest = [_to_segment(points, *ends) for ends in itertools.pairwise(line)]
    return np.asarray(np.min(nearest, axis=0), np.float64)


def _to_segment(points: Floats, start: Floats, end: Floats) -> Floats:
    along = end - start
    share = np.clip((points - start) @ along / (along @ along), 0, 1)
    return np.asarray(np.linalg.norm(points - start - share[:, None] * along, axis=1), np.float64)
