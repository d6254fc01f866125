"""Units: what may be compared with what, and how numbers are written.

Inside, a number is in the base unit of its dimension: money in fen, dollars in cents, shares as plain ratios, time in
whole years, months or days (three dimensions: the law does not convert between them), and counts of persons, rights and
so on.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache


@dataclass(frozen=True, slots=True)
class Unit:
    """Powers of base dimensions, sorted; a plain ratio has none.

    >>> (MONEY / PERSON).text
    '元/人'
    >>> (MONEY / MONEY) == RATIO
    True
    """

    powers: tuple[tuple[str, int], ...] = ()

    def _combine(self, other: Unit, sign: int) -> Unit:
        powers = dict(self.powers)
        for name, power in other.powers:
            powers[name] = powers.get(name, 0) + sign * power
        return Unit(tuple(sorted((n, p) for n, p in powers.items() if p)))

    def __mul__(self, other: Unit) -> Unit:
        """Give the unit of a product."""
        return self._combine(other, 1)

    def __truediv__(self, other: Unit) -> Unit:
        """Give the unit of a quotient."""
        return self._combine(other, -1)

    @property
    def text(self) -> str:
        """Name the unit; a plain ratio is 比值."""
        return _name(self.powers)


@cache
def _name(powers: tuple[tuple[str, int], ...]) -> str:
    up = [name for name, power in powers for _ in range(power)]
    down = [name for name, power in powers for _ in range(-power)]
    return ("·".join(up) + ("/" + "·".join(down) if down else "")) or "比值"


def _dimension(name: str) -> Unit:
    return Unit(((name, 1),))


MONEY, DOLLAR, PERSON, YEAR, POINT = map(_dimension, ("元", "美元", "人", "年", "分"))
RATIO = Unit()

SUFFIXES: Mapping[str, tuple[Unit, Fraction]] = {
    "元": (MONEY, Fraction(100)),
    "万元": (MONEY, Fraction(10**6)),
    "亿元": (MONEY, Fraction(10**10)),
    "美元": (DOLLAR, Fraction(100)),
    "万美元": (DOLLAR, Fraction(10**6)),
    "亿美元": (DOLLAR, Fraction(10**10)),
    "%": (RATIO, Fraction(1, 100)),
    "": (RATIO, Fraction(1)),
} | {
    name: (_dimension(name), Fraction(1))
    for name in [
        "人",
        "件",
        "项",
        "个",
        "家",
        "笔",
        "级",
        "名",
        "年",
        "月",
        "天",
        "分",
        "吨",
        "平方米",
    ]
}
"""What may follow a number: its unit, and how many base units it holds."""

CALENDAR = 1000
"""A number of years from here on is a year of the calendar."""
COUNTABLE = frozenset(
    ["元", "美元", "人", "件", "项", "个", "家", "笔", "级", "名", "年", "月", "天"]
)


def integral(unit: Unit) -> bool:
    """Tell whether values of the unit are whole numbers of base units (fen, persons, days).

    >>> integral(MONEY), integral(RATIO), integral(POINT)
    (True, False, False)
    """
    return len(unit.powers) == 1 and unit.powers[0][1] == 1 and unit.powers[0][0] in COUNTABLE


def base(number: str | int | float | Decimal | Fraction, suffix: str) -> Fraction:
    """Turn a written number and its unit into base units, exactly.

    >>> base("0.46", "万元"), base(3, "%")
    (Fraction(460000, 1), Fraction(3, 100))
    """
    value = Fraction(str(number)) if isinstance(number, float | Decimal) else Fraction(number)
    return value * SUFFIXES[suffix][1] if suffix else value


def written(value: float, suffix: str) -> float:
    """Turn base units back into a number as tables write it.

    >>> written(460000.0, "万元")
    0.46
    """
    return float(value / SUFFIXES[suffix][1].numerator * SUFFIXES[suffix][1].denominator)


def _trim(value: float, places: int) -> str:
    if value % 1 == 0:
        return f"{value:,.0f}"
    text = f"{value:,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


_ENGLISH = {
    "人": " persons", "分": " points", "年": " years", "月": " months", "天": " days",
    "件": "", "项": "", "个": "",
}  # fmt: skip
_ENGLISH_EACH = {"人": "person", "年": "year"}
_Printer = Callable[[float], str]


@cache
def _printers(powers: tuple[tuple[str, int], ...]) -> tuple[_Printer, _Printer]:
    """Give what prints values of a unit, in Chinese and in English."""
    name = _name(powers)
    if powers == RATIO.powers:
        return _percent, _percent
    if powers == YEAR.powers:
        return _year, _english_year
    if _in_money(powers):
        currency, _, per = name.partition("/")
        before = "CNY " if currency == MONEY.text else "USD "
        after = f" per {_ENGLISH_EACH.get(per, per)}" if per else ""
        return (
            lambda value: _money(value / 100) + name,
            lambda value: f"{before}{_english_money(value / 100)}{after}",
        )
    ending = _ENGLISH.get(name, " " + name)
    return lambda value: _trim(value, 2) + name, lambda value: _trim(value, 2) + ending


def _percent(value: float) -> str:
    return f"{_trim(value * 100, 3)}%"


def _year(value: float) -> str:
    return f"{value:.0f}年" if value >= CALENDAR else f"{_trim(value, 2)}年"


def _english_year(value: float) -> str:
    return f"{value:.0f}" if value >= CALENDAR else f"{_trim(value, 2)}{_ENGLISH['年']}"


def _in_money(powers: tuple[tuple[str, int], ...]) -> bool:
    """Tell whether values are amounts, or amounts per person and the like."""
    money = MONEY.powers[0], DOLLAR.powers[0]
    return any(power in money for power in powers) and all(
        power in money or power[1] < 0 for power in powers
    )


def _money(value: float) -> str:
    size = abs(value)
    if size >= 10**8:
        return f"{_trim(value / 10**8, 4)}亿"
    return f"{_trim(value / 10**4, 4)}万" if size >= 10**3 else _trim(value, 2)


def _english_money(size: float) -> str:
    return f"{_trim(size / 10**6, 4)} million" if abs(size) >= 10**5 else _trim(size, 2)


def show_english(low: float, high: float, unit: Unit) -> str:
    """Print a range in English.

    >>> from rulebook.values import INFINITY
    >>> show_english(5_000_000_00.0, 5_000_000_00.0, MONEY), show_english(0.03, INFINITY, RATIO)
    ('CNY 5 million', 'at least 3%')
    """
    _, one = _printers(unit.powers)
    if low == high:
        return one(low)
    if math.isinf(low) and math.isinf(high):
        return "unknown"
    if math.isinf(low):
        return f"at most {one(high)}"
    if math.isinf(high):
        return f"at least {one(low)}"
    return f"{one(low)} to {one(high)}"


def show(low: float, high: float, unit: Unit) -> str:
    """Print a range in Chinese units.

    >>> from rulebook.values import INFINITY
    >>> show(5000_000000.0, 5000_000000.0, MONEY)
    '5,000万元'
    >>> show(5000_000000.0, 5000_000000.0, MONEY / PERSON)
    '5,000万元/人'
    >>> show(-INFINITY, 0.05, RATIO), show(-INFINITY, INFINITY, RATIO)
    ('不超过 5%', '未知')
    """
    one, _ = _printers(unit.powers)
    if low == high:
        return one(low)
    if math.isinf(low) and math.isinf(high):
        return "未知"
    if math.isinf(low):
        return f"不超过 {one(high)}"
    if math.isinf(high):
        return f"不低于 {one(low)}"
    return f"{one(low)}–{one(high)}"
