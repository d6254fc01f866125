"""What a rule sees in one picture: subjects, each one whole number, so that hundreds are compared without a loop."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import isfinite, nan
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sightline.judge.events import Interval
    from sightline.judge.intervals import Grades
    from sightline.values import Flags, Floats, Whole

CERTAIN, POSSIBLE = 2, 1
_BITS, _MOST = 28, (1 << 28) - 1
NOBODY = _MOST
"""Stands for the track where a subject is a place or the camera."""


def subject(place: int, who: Whole | int, other: Whole | int = -1) -> Whole:
    """Make whole numbers of where (an index below 64), whose track, and with which other track."""
    return np.asarray(
        (np.int64(place) << 2 * _BITS)
        | (np.asarray(who, np.int64) << _BITS)
        | (np.asarray(other) + 1),
        np.int64,
    )


def members(key: int) -> tuple[int, int, int]:
    """Give where, who and with whom of a subject; -1 for nobody.

    >>> members(int(subject(2, 41, 7)))
    (2, 41, 7)
    """
    return key >> 2 * _BITS, (key >> _BITS) & _MOST, (key & _MOST) - 1


class Sight(NamedTuple):
    """What one subject shows in one picture: the fields of its claim."""

    grade: int
    stays: int
    low: float
    value: float
    high: float
    x: float
    y: float

    @property
    def ends(self) -> Interval | None:
        """Give the interval, None where nothing is measured."""
        ends = (round(self.low, 3), round(self.value, 3), round(self.high, 3))
        return ends if all(map(isfinite, ends)) else None

    @property
    def place(self) -> tuple[float, float] | None:
        """Give the place, None where it is unknown."""
        return (self.x, self.y) if isfinite(self.x) and isfinite(self.y) else None


UNSEEN = Sight(0, 0, nan, nan, nan, nan, nan)


@dataclass(frozen=True, slots=True)
class Claims:
    """Subjects [m], how near they are to the limit and to the limit of leaving, by how much, and where.

    ``low``, ``value`` and ``high`` [m] are in SI; ``places`` [m, 2] are metres.
    """

    keys: Whole
    grades: Grades
    stays: Grades
    low: Floats
    value: Floats
    high: Floats
    places: Floats

    def sights(self, rows: Flags) -> dict[int, Sight]:
        """Give some of the rows one by one, by subject."""
        columns = (self.grades, self.stays, self.low, self.value, self.high)
        told = [column[rows].tolist() for column in (*columns, *self.places.T)]
        return dict(zip(self.keys[rows].tolist(), map(Sight, *told), strict=True))


@dataclass(frozen=True, slots=True)
class Tick:
    """One picture's time: when, seconds watched so far and since the last, its number, the camera.

    ``ages`` tells for how many seconds each track that is seen has been known.
    """

    at: datetime
    clock: float
    passed: float
    number: int
    camera: str
    ages: Mapping[int, float] = field(default_factory=dict)
