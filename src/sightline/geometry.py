"""How boxes and polygons lie to each other: what seeing, following, measuring and judging all ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sightline.values import Flags, Floats

LEAST_AREA = 1e-9


def overlap(one: Floats, other: Floats) -> Floats:
    """Give intersection over union of boxes [n, 4] with boxes [m, 4] as [n, m].

    >>> overlap(np.array([[0.0, 0, 10, 10]]), np.array([[5.0, 0, 15, 10], [20, 0, 30, 10]])).round(3).tolist()
    [[0.333, 0.0]]
    """
    mine, theirs = one.T.copy(), other.T.copy()  # rows of x1, y1, x2, y2: numpy is quick along rows
    common = np.minimum(mine[2:, :, None], theirs[2:, None])
    common -= np.maximum(mine[:2, :, None], theirs[:2, None])
    np.maximum(common, 0, out=common)
    both: Floats = common[0] * common[1]
    either = _areas(mine)[:, None] + _areas(theirs)
    either -= both
    np.maximum(either, LEAST_AREA, out=either)
    both /= either
    return both


def _areas(corners: Floats) -> Floats:
    sides = corners[2:] - corners[:2]
    areas: Floats = sides[0] * sides[1]
    return areas


def inside(points: Floats, polygon: Floats) -> Flags:
    """Tell which points [m, 2] lie in a polygon [n, 2]; an unknown point (NaN) lies in none.

    >>> inside(np.array([[1.0, 1], [9, 1]]), np.array([[0.0, 0], [4, 0], [4, 3], [0, 3]])).tolist()
    [True, False]
    """
    begin, end = polygon, np.roll(polygon, -1, axis=0)
    x, y = points[:, :1], points[:, 1:]
    run, rise = (end - begin).T
    spans = (begin[:, 1] > y) != (end[:, 1] > y)
    left = run * (y - begin[:, 1]) - (x - begin[:, 0]) * rise
    return np.asarray((spans & (left * np.sign(rise) > 0)).sum(axis=1) % 2 == 1)
