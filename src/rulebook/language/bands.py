"""Bands as documents print them, ``[25%, 30%) 16``, read and checked: no gap, no overlap, none out of reach."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from rulebook import syntax as s
from rulebook.errors import ExpressionError, Text
from rulebook.graph import Bands
from rulebook.language.scope import refuse
from rulebook.units import SUFFIXES, Unit
from rulebook.values import INFINITY, Exact

_ROW = re.compile(
    r"^(?P<open>[\[(])\s*(?P<low>[^,]+?)\s*,\s*(?P<high>[^,]+?)\s*(?P<close>[\])])\s+"
    r"(?P<least>-?\d+(?:\.\d+)?)(?:\s*\.\.\s*(?P<most>-?\d+(?:\.\d+)?))?\s*分?$"
)


@dataclass(frozen=True, slots=True, order=True)
class Band:
    """One step: from `low` to `high`, each end with or without the border itself."""

    low: Exact
    opens_after: bool
    high: Exact
    closes_before: bool
    least: Fraction
    most: Fraction
    text: str


def read_band(text: str, unit: Unit) -> Band:
    """Read one band; ends carry units like any number.

    >>> from rulebook.units import RATIO
    >>> read_band("[25%, 30%) 16", RATIO).high
    Fraction(3, 10)
    """
    match = _ROW.match(text.strip())
    if match is None:
        raise refuse(
            0,
            (f"看不懂分档“{text}”", f"cannot read the band {text!r}"),
            ("如 [25%, 30%) 16", "Such as [25%, 30%) 16"),
        )
    least = Fraction(match["least"])
    band = Band(
        low=_end(match["low"], unit),
        opens_after=match["open"] == "(",
        high=_end(match["high"], unit),
        closes_before=match["close"] == ")",
        least=least,
        most=Fraction(match["most"] or match["least"]),
        text=text,
    )
    if band.low > band.high or (band.low == band.high and (band.opens_after or band.closes_before)):
        raise refuse(
            0,
            (f"分档“{text}”是空的", f"the band {text!r} is empty"),
            ("检查两端", "Check its ends"),
        )
    return band


def _end(text: str, unit: Unit) -> Exact:
    if text in ("∞", "+∞", "-∞", "−∞"):
        return -INFINITY if text[0] in "-−" else INFINITY
    tree = s.read(text.replace("−", "-"))
    sign = 1
    if isinstance(tree, s.Unary) and tree.op == "-":
        tree, sign = tree.operand, -1
    if not isinstance(tree, s.Number):
        raise refuse(
            0,
            (f"“{text}”不是数", f"{text!r} is not a number"),
            ("写数字和单位", "Write a number with its unit"),
        )
    if SUFFIXES[tree.suffix][0] != unit and tree.value != 0:
        raise refuse(
            0,
            (
                f"分档单位 {tree.suffix or '比值'} 与 {unit.text} 不同",
                f"the band is in {tree.suffix or 'ratio'}, the value in {unit.text}",
            ),
            (f"用 {unit.text}", f"Use {unit.text}"),
        )
    return sign * tree.value


def steps(rows: Sequence[str], unit: Unit, domain: tuple[Exact, Exact]) -> Bands:
    """Read all bands of a value; refuse gaps, overlaps and bands out of reach of `domain`.

    >>> from rulebook.units import RATIO
    >>> steps(["[10%, ∞) 4", "(-∞, 10%) 0"], RATIO, (-INFINITY, INFINITY)).edges
    ((Fraction(1, 10), True),)
    """
    bands = [read_band(row, unit) for row in rows]
    for band in bands:
        if band.high < domain[0] or band.low > domain[1]:
            raise _wrong(
                band,
                "永远到不了",
                "can never be reached",
                "删去或改端点",
                "Remove it or move its ends",
            )
    ordered = sorted(bands, key=lambda band: (band.low, band.opens_after, band.high))
    _check_ends(ordered)
    edges = []
    for lower, upper in itertools.pairwise(ordered):
        _check_joint(lower, upper)
        edges.append((Fraction(upper.low), not upper.opens_after))
    return Bands(tuple(edges), tuple((band.least, band.most) for band in ordered))


def _wrong(band: Band, zh: str, en: str, remedy_zh: str, remedy_en: str) -> ExpressionError:
    return ExpressionError(
        Text(f"分档“{band.text}”{zh}", f"the band {band.text!r} {en}"), Text(remedy_zh, remedy_en)
    )


def _check_ends(ordered: Sequence[Band]) -> None:
    if ordered[0].low != -INFINITY:
        raise _wrong(
            ordered[0],
            "以下没有分档",
            "has nothing below it",
            "补 (-∞, …) 一档",
            "Add a band from -∞",
        )
    if max(band.high for band in ordered) != INFINITY:
        raise _wrong(
            ordered[-1],
            "以上没有分档",
            "has nothing above it",
            "补 […, ∞) 一档",
            "Add a band up to ∞",
        )


def _check_joint(lower: Band, upper: Band) -> None:
    if upper.low > lower.high or (
        upper.low == lower.high and upper.opens_after and lower.closes_before
    ):
        raise _wrong(
            upper,
            f"与“{lower.text}”之间有空档",
            f"leaves a gap after {lower.text!r}",
            "让端点相接",
            "Let the ends meet",
        )
    if upper.low < lower.high or not (upper.opens_after or lower.closes_before):
        covered = upper.high < lower.high or (upper.high == lower.high)
        if covered and upper.low != lower.high:
            raise _wrong(
                upper,
                f"永远到不了：“{lower.text}”已包含它",
                f"can never be reached: {lower.text!r} covers it",
                "删去",
                "Remove it",
            )
        raise _wrong(
            upper,
            f"与“{lower.text}”重叠",
            f"overlaps {lower.text!r}",
            "让端点只归一档",
            "Give the border to one of them",
        )
