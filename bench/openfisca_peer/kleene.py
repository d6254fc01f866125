"""Three-valued reading for OpenFisca formulas: numpy on int8 verdicts and float64 with NaN unknown.

Verdicts are ordered unmet 0 < unknown 1 < review 2 < met 3, so that *all of* is minimum and *any of*
maximum. OpenFisca keeps float32 and int32 by default, which flips verdicts at exact borders; the
types are widened here, and verdicts are narrowed to one byte because that is fastest for numpy.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

import numpy as np
from openfisca_core.entities import Entity
from openfisca_core.periods import DateUnit
from openfisca_core.variables import Variable, config

Column = np.ndarray[Any, Any]
Formula = Callable[[Any, Any], Column]

UNMET, UNKNOWN, REVIEW, MET = np.int8(0), np.int8(1), np.int8(2), np.int8(3)

config.VALUE_TYPES[float]["dtype"] = np.float64
config.VALUE_TYPES[int]["dtype"] = np.int8

Firm = Entity("firm", "firms", "An enterprise", "One enterprise in one year")


def known(x: Column) -> Column:
    """Tell where a number is known."""
    return x == x  # noqa: PLR0124  NaN differs from itself; quicker than isnan


def at_least(x: Column, bound: Column | float) -> Column:
    """Compare; unknown where either side is."""
    return _compared(x >= bound, x, bound)


def above(x: Column, bound: Column | float) -> Column:
    """Compare strictly; unknown where either side is."""
    return _compared(x > bound, x, bound)


def at_most(x: Column, bound: Column | float) -> Column:
    """Compare; unknown where either side is."""
    return _compared(x <= bound, x, bound)


def below(x: Column, bound: Column | float) -> Column:
    """Compare strictly; unknown where either side is."""
    return _compared(x < bound, x, bound)


def _compared(answer: Column, x: Column, bound: Column | float) -> Column:
    missing = x != x  # noqa: PLR0124
    if isinstance(bound, np.ndarray):
        missing |= bound != bound  # noqa: PLR0124
    return answer.view(np.int8) * MET + missing.view(np.int8)


def reaches(name: str, bound: float) -> Formula:
    """Make a test of a range: met when its low end reaches the bound, unmet when its high does not."""

    def formula(firm: Any, period: Any) -> Column:
        low, high = firm(f"{name}_low", period), firm(f"{name}_high", period)
        return (low >= bound).view(np.int8) * np.int8(2) + (high >= bound).view(np.int8)

    return formula


def above_zero(name: str) -> Formula:
    """Make a test that a range lies above zero."""

    def formula(firm: Any, period: Any) -> Column:
        low, high = firm(f"{name}_low", period), firm(f"{name}_high", period)
        return (low > 0).view(np.int8) * np.int8(2) + (high > 0).view(np.int8)

    return formula


def all_of(*verdicts: Column) -> Column:
    """Take the worst."""
    return reduce(np.minimum, verdicts)


def any_of(*verdicts: Column) -> Column:
    """Take the best."""
    return reduce(np.maximum, verdicts)


def negated(verdict: Column) -> Column:
    """Swap met and unmet."""
    return np.where((verdict == MET) | (verdict == UNMET), MET - verdict, verdict)


def review(verdict: Column) -> Column:
    """Turn unknown into a matter for a person."""
    return verdict + (verdict == UNKNOWN).view(np.int8)


def share(top: Column, bottom: Column) -> Column:
    """Divide; unknown where the denominator is zero."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(bottom == 0, np.nan, top / bottom)


def first(a: Column, b: Column | float) -> Column:
    """Take the second where the first is unknown."""
    return np.where(a != a, b, a)  # noqa: PLR0124


Ends = tuple[Formula, Formula]
"""The formulas of a low and a high end."""


def stepped(
    target: str, name: str, edges: Sequence[float], points: Sequence[float | tuple[float, float]]
) -> Ends:
    """Make the points of the band that holds a value; edges belong above. A pair is a band's room."""
    lows = [p[0] if isinstance(p, tuple) else p for p in points]
    highs = [p[1] if isinstance(p, tuple) else p for p in points]

    def low(firm: Any, period: Any) -> Column:
        return _climb(firm(name, period), edges, lows)

    def high(firm: Any, period: Any) -> Column:
        x = firm(name, period)
        total = firm(f"{target}_low", period) if highs == lows else _climb(x, edges, highs)
        return np.where(x != x, float(highs[-1]), total)  # noqa: PLR0124

    return low, high


def _climb(x: Column, edges: Sequence[float], points: Sequence[float]) -> Column:
    total = np.full(len(x), points[0], dtype=np.float64)
    for edge, below, above in zip(edges, points, points[1:], strict=False):
        total += (x >= edge) * float(above - below)
    return total


def higher(one: str, two: str) -> Ends:
    """Take the better of two points, end by end."""
    return (
        lambda firm, period: np.maximum(firm(f"{one}_low", period), firm(f"{two}_low", period)),
        lambda firm, period: np.maximum(firm(f"{one}_high", period), firm(f"{two}_high", period)),
    )


def bounded(name: str, most: float) -> Ends:
    """Make the range of points that a person gives: anything up to the most until they are given."""
    return (
        lambda firm, period: first(firm(name, period), 0.0),
        lambda firm, period: first(firm(name, period), most),
    )


def ends(name: str) -> Ends:
    """Take both ends of other points."""
    return (
        lambda firm, period: firm(f"{name}_low", period),
        lambda firm, period: firm(f"{name}_high", period),
    )


def or_else(name: str, computed: Ends) -> Ends:
    """Make the range of points that a person gives, computed where nobody gave any."""
    return (
        lambda firm, period: first(firm(name, period), computed[0](firm, period)),
        lambda firm, period: first(firm(name, period), computed[1](firm, period)),
    )


def plus(*names: str) -> Ends:
    """Add points, end by end, left to right."""
    return (
        lambda firm, period: reduce(np.add, (firm(f"{name}_low", period) for name in names)),
        lambda firm, period: reduce(np.add, (firm(f"{name}_high", period) for name in names)),
    )


def made(name: str, kind: type, formula: Formula | None = None, *, label: str = "") -> type:
    """Make a variable class; one without a formula is an input."""
    body: dict[str, Any] = {
        "value_type": kind,
        "entity": Firm,
        "definition_period": DateUnit.YEAR,
        "label": label or name,
        "default_value": float("nan") if kind is float else int(UNKNOWN),
    }
    if formula is not None:
        body["formula"] = formula
    return type(name, (Variable,), body)
