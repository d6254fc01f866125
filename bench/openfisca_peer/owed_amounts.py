"""Amounts as OpenFisca formulas: a pair of formulas, for the low and the high end, and tiers.

A sum that is one column is a `Point`: NaN while unknown, and then between nothing and `top`. Everything else has two
formulas. All are written for numpy: few passes, and thresholds as plain numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from kleene import MET, UNMET, Column

Formula = Callable[[Any, Any], Column]
Data = Mapping[str, Any]
UNITS = {"万元": 10**6, "元": 100, "%": Fraction(1, 100)}
INF = np.inf


@dataclass(frozen=True)
class Point:
    """One column, NaN where unknown; `top` is the most that it may be then."""

    of: Formula
    top: float = INF


@dataclass(frozen=True)
class Pair:
    """The formulas of both ends."""

    low: Formula
    high: Formula


Amount = Point | Pair
"""What a clause gives if it applies; a number that is the same for all is a formula that gives that number."""


def same(value: float) -> Formula:
    """Give a number that is the same for all; numpy spreads it."""
    return lambda _firm, _period: value


def literal(written: Any) -> Fraction:
    """Read a number with its unit, money in fen."""
    text = str(written)
    digits = text.rstrip("".join(c for c in text if not c.isdigit() and c != "."))
    return Fraction(digits) * UNITS.get(text[len(digits) :], 1)


def money(written: Any) -> float:
    """Read money as a float of fen."""
    return float(literal(written))


def pair(amount: Amount) -> Pair:
    """Give both ends of an amount."""
    if isinstance(amount, Pair):
        return amount
    of, top = amount.of, amount.top

    def low(firm: Any, period: Any) -> Column:
        return np.fmax(of(firm, period), 0.0)

    def high(firm: Any, period: Any) -> Column:
        x = of(firm, period)
        return np.where(x != x, top, np.maximum(x, 0.0))  # noqa: PLR0124

    return Pair(low, high)


def parted(x: Column, share: Fraction) -> Column:
    """Take a share and round half up to the fen."""
    if share == 1:
        return x
    part = x * float(share.numerator)
    part /= float(share.denominator)
    part += 0.5
    return np.floor(part, out=part)


class Amounts:
    """Makes the amounts; `number` names the input of an expression, `verdict` the variable of a condition."""

    def __init__(self, number: Callable[[str], str], verdict: Callable[[str], str]) -> None:
        """Keep how names are found."""
        self.number, self.verdict = number, verdict

    def column(self, written: str) -> Formula:
        """Give an input as it is."""
        name = self.number(written)
        return lambda firm, period: firm(name, period)

    def tiers(self, data: Data) -> Amount:
        """Make `is`, or the first row that holds; rows give less and less."""
        if "rows" not in data:
            fixed = money(data["is"])
            return Pair(same(fixed), same(fixed))
        rows = data["rows"]
        amounts = [money(row["is"]) for row in rows]
        name, _, bound = rows[0]["when"].partition(" >= ")
        if bound and all(row["when"].startswith(f"{name} >= ") for row in rows):
            bounds = [money(row["when"].rpartition(" ")[2]) for row in rows]
            return _climbing(self.column(name), bounds, amounts)
        return _first_that_holds([self.verdict(row["when"]) for row in rows], amounts)


def _climbing(of: Formula, bounds: Sequence[float], amounts: Sequence[float]) -> Amount:
    def tier(firm: Any, period: Any) -> Column:
        x = of(firm, period)
        total = x * 0.0
        for bound, amount, below in zip(bounds, amounts, (*amounts[1:], 0.0), strict=True):
            total += (x >= bound) * (amount - below)
        return total

    return Point(tier, amounts[0])


def _first_that_holds(names: Sequence[str], amounts: Sequence[float]) -> Amount:
    def low(firm: Any, period: Any) -> Column:
        total = np.zeros(firm.count)
        for name, amount in zip(names[::-1], amounts[::-1], strict=True):
            np.copyto(total, amount, where=firm(name, period) == MET)
        return total

    def high(firm: Any, period: Any) -> Column:
        total = np.zeros(firm.count)
        for name, amount in zip(names[::-1], amounts[::-1], strict=True):
            np.copyto(total, amount, where=firm(name, period) != UNMET)
        return total

    return Pair(low, high)
