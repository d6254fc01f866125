"""How a value of the rulebook is laid down in columns: numbers exactly, as whole parts of their base unit."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from rulebook.units import RATIO
from rulebook.values import INFINITY, Exact, Interval

if TYPE_CHECKING:
    from rulebook.facts import Fact

#: Parts of one base unit: amounts and counts are whole, ratios keep twelve decimals, the rest six.
RATIO_PARTS = 10**12
OTHER_PARTS = 10**6


@dataclass(frozen=True, slots=True)
class Packed:
    """The value columns of a `FactValue`."""

    low: int | None = None
    high: int | None = None
    text: str = ""
    yes: bool | None = None


def parts(fact: Fact) -> int:
    """Give how many stored units make one base unit of a fact."""
    if fact.integral:
        return 1
    return RATIO_PARTS if fact.unit == RATIO else OTHER_PARTS


def pack(fact: Fact, value: Any) -> Packed:
    """Lay a value down. A range is widened to whole parts, so that it never claims more than it knows."""
    match value:
        case bool(yes):
            return Packed(yes=yes)
        case str(text):
            return Packed(text=text[:300])
        case Interval(low=low, high=high):
            scale = parts(fact)
            return Packed(low=_floor(low, scale), high=_ceiling(high, scale))
    raise TypeError(fact.id)


def _floor(end: Exact, scale: int) -> int | None:
    return None if isinstance(end, float) else end.numerator * scale // end.denominator


def _ceiling(end: Exact, scale: int) -> int | None:
    return None if isinstance(end, float) else -(-end.numerator * scale // end.denominator)


def unpack(fact: Fact, packed: Packed) -> Interval | bool | str:
    """Take a value up again as the rulebook knows it."""
    if packed.yes is not None:
        return packed.yes
    if fact.kind != "number":
        return packed.text
    scale = parts(fact)
    return Interval(
        -INFINITY if packed.low is None else Fraction(packed.low, scale),
        INFINITY if packed.high is None else Fraction(packed.high, scale),
    )
