"""Verdicts, ranges, rank tables and frames: the values that pass between all parts of the rulebook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from fractions import Fraction
from typing import Any

import numpy as np

Exact = Fraction | float
"""A bound: a Fraction, or plus or minus infinity as a float."""

INFINITY = float("inf")


class Verdict(IntEnum):
    """Four answers, ordered so that *all of* is min and *any of* is max.

    >>> min(Verdict.MET, Verdict.UNKNOWN).word
    'unknown'
    """

    UNMET = 0
    UNKNOWN = 1
    REVIEW = 2
    MET = 3

    @property
    def word(self) -> str:
        """Give the word used in JSON: met, unmet, unknown or manual_review."""
        return _WORDS[self]

    @classmethod
    def of(cls, answer: bool | None, /) -> Verdict:  # noqa: FBT001 - three answers, no switch
        """Turn yes, no or not known into a verdict."""
        return _ANSWERS[answer]


_WORDS = ("unmet", "unknown", "manual_review", "met")
_ANSWERS = {None: Verdict.UNKNOWN, True: Verdict.MET, False: Verdict.UNMET}


@dataclass(frozen=True, slots=True)
class Interval:
    """An exact range ``[low, high]`` in base units (fen, persons, days, plain ratios).

    >>> Interval(Fraction(1), Fraction(1)).closed
    True
    >>> WHOLE.closed
    False
    """

    low: Exact
    high: Exact

    @property
    def closed(self) -> bool:
        """Tell whether the two ends meet."""
        return self.low is self.high or self.low == self.high

    @property
    def whole(self) -> bool:
        """Tell whether nothing is known."""
        return self.low == -INFINITY and self.high == INFINITY


WHOLE = Interval(-INFINITY, INFINITY)


@dataclass(frozen=True, slots=True, eq=False)
class RankTable:
    """Where values stand inside one cohort: sorted distinct values and their mid-rank percentiles.

    `values` ascending float64; `at[i]` the percentile of a value equal to ``values[i]``; `above[i]` of one between
    ``values[i]`` and the next. Below the first value the percentile is 0.
    """

    values: np.ndarray[Any, np.dtype[np.float64]]
    at: np.ndarray[Any, np.dtype[np.float64]]
    above: np.ndarray[Any, np.dtype[np.float64]]
    size: int

    def rank(self, value: float) -> float:
        """Give the mid-rank percentile of a value, 0 to 1.

        >>> table = RankTable(np.array([1.0, 2.0]), np.array([0.25, 0.75]), np.array([0.5, 1.0]), 2)
        >>> table.rank(1.0), table.rank(1.5), table.rank(0.0)
        (0.25, 0.5, 0.0)
        """
        place = int(np.searchsorted(self.values, value, side="right")) - 1
        if place < 0:
            return 0.0
        return float(self.at[place] if self.values[place] == value else self.above[place])


RankTables = Mapping[str, Mapping[int, RankTable]]
"""Rank tables by indicator name and cohort code."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """Columns for many firms, by input name.

    `numbers[name]` is ``(low, high)``: float64 arrays in base units with NaN for not known; the same array twice where
    no value is a range. A range has both ends given, infinite where open. `flags[name]` is uint8 with verdict codes.
    A name that is absent is unknown for every row.
    """

    rows: int
    numbers: Mapping[str, tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]] = field(
        default_factory=dict
    )
    flags: Mapping[str, np.ndarray[Any, np.dtype[np.uint8]]] = field(default_factory=dict)
