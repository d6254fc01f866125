"""Compare an interval with a limit: surely below, perhaps below, surely not, or nobody knows."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from sightline.values import Floats

Grades = NDArray[np.int8]

K95 = 1.959964
"""So many standard deviations to each side hold 95 % of a normal distribution."""


class Nearness(IntEnum):
    """How an interval lies to a limit; unknown is an answer of its own and never means clear."""

    UNKNOWN = -1
    NO = 0
    POSSIBLE = 1
    CERTAIN = 2


def interval(value: ArrayLike, sigma: ArrayLike, k: float = K95) -> tuple[Floats, Floats]:
    """Give low and high ends, value ± k·sigma in the value's unit; a distance never goes below zero.

    >>> [end.tolist() for end in interval([1.0, 0.1], [0.25, 0.25], 2)]
    [[0.5, 0.0], [1.5, 0.6]]
    """
    middle, spread = np.asarray(value, np.float64), k * np.asarray(sigma, np.float64)
    return np.asarray(np.maximum(middle - spread, 0.0)), np.asarray(middle + spread)


def nearness(low: ArrayLike, high: ArrayLike, limit: ArrayLike) -> Grades:
    """Tell whether what lies between low and high is below the limit, all in one unit; NaN anywhere is unknown.

    >>> nearness([1, 4, 6, float("nan")], [2, 6, 8, 3], 5).tolist()
    [2, 1, 0, -1]
    """
    least, most, bound = (np.asarray(one, np.float64) for one in (low, high, limit))
    unknown = np.isnan(least) | np.isnan(most) | np.isnan(bound)
    found = (least < bound).astype(np.int8) + (most < bound).astype(np.int8)
    return np.where(unknown, np.int8(Nearness.UNKNOWN), found).astype(np.int8)


def beyond(low: ArrayLike, high: ArrayLike, limit: ArrayLike) -> Grades:
    """Tell whether what lies between low and high is above the limit, all in one unit; NaN anywhere is unknown.

    >>> beyond([6, 4, 1], [8, 6, 2], 5).tolist()
    [2, 1, 0]
    """
    ends = (np.asarray(one, np.float64) for one in (high, low, limit))
    return nearness(*(-end for end in ends))
