"""Distances between points, polygons and lines, many at once; everything in metres."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sightline.geometry import inside

if TYPE_CHECKING:
    from sightline.values import Floats

_TINY = 1e-12


def area(polygon: Floats) -> float:
    """Give the area of a polygon [n, 2] in square metres.

    >>> area(np.array([[0.0, 0], [4, 0], [4, 3], [0, 3]]))
    12.0
    """
    x, y = polygon[:, 0], polygon[:, 1]
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2)


def edges(points: Floats, starts: Floats, ends: Floats) -> tuple[Floats, Floats]:
    """Give for points [m, 2] the distance to the nearest of the segments, and the unit direction away from it [m, 2].

    >>> far, away = edges(np.array([[2.0, 3]]), np.array([[0.0, 0]]), np.array([[4.0, 0]]))
    >>> far.tolist(), away.tolist()
    ([3.0], [[0.0, 1.0]])
    """
    along = ends - starts
    lengths = np.maximum((along**2).sum(axis=1), _TINY)
    share = ((points[:, None] - starts) * along).sum(axis=2) / lengths
    gaps = points[:, None] - (starts + np.clip(share, 0, 1)[..., None] * along)
    squares = (gaps**2).sum(axis=2)
    nearest = np.argmin(squares, axis=1)
    rows = np.arange(len(points))
    far = np.sqrt(squares[rows, nearest])
    away = gaps[rows, nearest] / np.maximum(far, _TINY)[:, None]
    return far, away


def depth(points: Floats, polygon: Floats) -> tuple[Floats, Floats]:
    """Give for points [m, 2] the signed distance to a polygon's edge, negative inside, and the direction across it.

    >>> depth(np.array([[1.0, 1.5], [6, 1]]), np.array([[0.0, 0], [4, 0], [4, 3], [0, 3]]))[0].tolist()
    [-1.0, 2.0]
    """
    far, away = edges(points, polygon, np.roll(polygon, -1, axis=0))
    return np.where(inside(points, polygon), -far, far), away


def spread(covariances: Floats, directions: Floats) -> Floats:
    """Give the standard deviation [m] along directions [m, 2] of covariances [m, 2, 2].

    >>> spread(np.array([[[0.04, 0], [0, 0.09]]]), np.array([[0.0, 1.0]])).round(3).tolist()
    [0.3]
    """
    squares = np.einsum("mi,mij,mj->m", directions, covariances, directions)
    return np.asarray(np.sqrt(np.maximum(squares, 0.0)))


def columns_to_segments(feet: Floats, heights: Floats, starts: Floats, ends: Floats) -> Floats:
    """Give the distances [m, s] of upright columns (feet [m, 2], heights [m]) to segments in space [s, 3].

    >>> column, wire = np.array([[0.0, 0.0]]), np.array([[-5.0, 0, 8]])
    >>> columns_to_segments(column, np.array([2.0]), wire, np.array([[5.0, 0, 8]])).tolist()
    [[6.0]]
    """
    along = ends - starts
    flat = along[:, :2]
    offset = feet[:, None] - starts[:, :2]
    # The squared distance is convex in the share of the segment: its least is where the slope changes sign.
    # Piecewise: below the ground, beside the column, above its top; each piece is quadratic with a known best share.
    best = np.full((len(feet), len(starts)), np.inf)
    tops = heights[:, None]
    plane, whole = (flat**2).sum(axis=1), (along**2).sum(axis=1)
    across = (offset * flat).sum(axis=2)
    candidates = [
        np.zeros_like(across),
        np.ones_like(across),
        across / np.maximum(plane, _TINY),
        (across + (tops - starts[:, 2]) * along[:, 2]) / np.maximum(whole, _TINY),
        (across - starts[:, 2] * along[:, 2]) / np.maximum(whole, _TINY),
        (tops - starts[:, 2]) / _signed(along[:, 2]),
        np.broadcast_to(-starts[:, 2] / _signed(along[:, 2]), across.shape),
    ]
    for share in candidates:
        held = np.clip(share, 0, 1)
        sideways = ((offset - held[..., None] * flat) ** 2).sum(axis=2)
        height = starts[:, 2] + held * along[:, 2]
        upward = np.maximum(height - tops, 0) + np.maximum(-height, 0)
        best = np.minimum(best, sideways + upward**2)
    return np.asarray(np.sqrt(np.where(np.isnan(across) | np.isnan(tops), np.nan, best)))


def _signed(values: Floats) -> Floats:
    """Keep a divisor away from zero, with its sign."""
    return np.asarray(np.where(np.abs(values) < _TINY, _TINY, values))
