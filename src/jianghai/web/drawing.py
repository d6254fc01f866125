"""Geometry of the bars: everything in percent of the width, so that it is drawn without script and prints."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jianghai.web.words import number
from rulebook.graph import Op

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rulebook.rules.editions import Measure


@dataclass(frozen=True, slots=True)
class Track:
    """A score range on its track, in percent: certain up to `low`, still open up to `high`, lost beyond."""

    low: float
    high: float
    passing: float | None
    middle: float | None
    text: str
    most: str
    pass_text: str
    middle_text: str

    @property
    def open(self) -> float:
        """Give the width of what is not decided yet."""
        return round(self.high - self.low, 2)


def percent(part: float, whole: float) -> float:
    """Give a part of a whole in percent between 0 and 100.

    >>> percent(1, 3), percent(5, 0)
    (33.33, 0.0)
    """
    if not whole or math.isnan(part):
        return 0.0
    return round(min(max(part / whole, 0.0), 1.0) * 100, 2)


def range_text(low: float, high: float) -> str:
    """Print a range of points.

    >>> range_text(41.0, 90.0), range_text(70.0, 70.0)
    ('41–90', '70')
    """
    return number(low) if low == high else f"{number(low)}–{number(high)}"


def track(score: Any, most: Any, passing: Any = None, middle: Any = None) -> Track | None:
    """Place a score (a range with `low` and `high`) on a track that ends at `most`."""
    if score is None or not most:
        return None
    whole = float(most)
    low, high = max(score.low, 0.0), min(score.high, whole)
    return Track(
        percent(low, whole),
        percent(high, whole),
        None if passing is None else percent(float(passing), whole),
        None if middle is None else percent(float(middle), whole),
        range_text(low, high),
        number(whole),
        "" if passing is None else number(float(passing)),
        "" if middle is None else number(float(middle)),
    )


@dataclass(frozen=True, slots=True)
class Scale:
    """A measured range and a threshold on one scale, in percent of the width.

    The threshold is a range itself, from `least` to `bound`, while it is not settled.
    """

    low: float
    high: float
    bound: float
    least: float


#: Where the threshold stands on its scale, so that what is above it has room.
BOUND_AT = 60.0


def threshold(measure: Measure) -> float | None:
    """Give the fixed number that a comparison asks for, or None where it is computed.

    The lowered comparison may stand below a `not` or a `review`.
    """
    node = measure.verdict
    while node.op in (Op.NOT, Op.REVIEW):
        node = node.args[0]
    fixed = [one.data for one in node.args if one.op is Op.CONST and node.op in (Op.GE, Op.GT)]
    return float(fixed[0]) if len(fixed) == 1 else None


def against(value: Any, measures: Sequence[Measure], asked: Any = None) -> Scale | None:
    """Place a measured value beside the threshold of its condition; nothing where either is no plain number.

    `asked` is the threshold of this firm where it is computed.
    """
    fixed = threshold(measures[0]) if len(measures) == 1 else None
    least, bound = (fixed, fixed) if asked is None else asked.range
    if value is None or least is None or bound is None or not 0 < bound < math.inf:
        return None
    if value.range.whole or value.range.high < 0:
        return None
    ends = (
        min(max(end / bound * BOUND_AT, 0.0), 100.0)
        for end in (value.range.low, value.range.high, least)
    )
    low, high, first = (round(end, 2) for end in ends)
    return Scale(low, high, BOUND_AT, first)
