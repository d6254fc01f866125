"""Amounts of time as law writes them: calendar days, working days, working hours, months, years."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from worktime.errors import SpanError

_WRITTEN = re.compile(r"([+-]?)([0-9]{1,5}) ?(CD|WD|WH|WMIN|M|Y)")
MOST = {"CD": 36_500, "WD": 25_000, "WH": 20_000, "WMIN": 99_999, "M": 1_200, "Y": 100}


class Unit(StrEnum):
    """What an amount counts.

    >>> Unit("WD").zh, Unit.WORKING_DAY.en
    ('个工作日', 'working days')
    """

    CALENDAR_DAY = "CD"
    WORKING_DAY = "WD"
    WORKING_HOUR = "WH"
    WORKING_MINUTE = "WMIN"
    MONTH = "M"
    YEAR = "Y"

    @property
    def zh(self) -> str:
        """Give the Chinese measure word."""
        return _WORDS[self][0]

    @property
    def en(self) -> str:
        """Give the English plural."""
        return _WORDS[self][1]

    @property
    def by_window(self) -> bool:
        """Tell whether only the open hours of a window count."""
        return self in {Unit.WORKING_HOUR, Unit.WORKING_MINUTE}


_WORDS = {
    Unit.CALENDAR_DAY: ("日", "calendar days"),
    Unit.WORKING_DAY: ("个工作日", "working days"),
    Unit.WORKING_HOUR: ("个工作小时", "working hours"),
    Unit.WORKING_MINUTE: ("个工作分钟", "working minutes"),
    Unit.MONTH: ("个月", "months"),
    Unit.YEAR: ("年", "years"),
}
_SECONDS = {Unit.WORKING_HOUR: 3600, Unit.WORKING_MINUTE: 60}


@dataclass(frozen=True, slots=True)
class Span:
    """A whole amount of one unit; negative counts backwards, as in “7 working days before”.

    >>> Span.parse("10WD")
    Span(amount=10, unit=<Unit.WORKING_DAY: 'WD'>)
    >>> str(-Span.parse("7WD")), Span.parse("3M").zh, Span.parse("1WH").en
    ('-7WD', '3个月', '1 working hour')
    >>> Span.parse("ten days")
    Traceback (most recent call last):
    worktime.errors.SpanError: “ten days”不是时限，应写作 10WD... / 'ten days' is no span of time; ...
    """

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        """Refuse what no calendar can hold."""
        most = MOST[self.unit]
        if abs(self.amount) > most:
            raise SpanError(
                f"{self.amount}{self.unit} 太长，{self.unit} 最多 {most}",
                f"{self.amount}{self.unit} is too long; the most of {self.unit} is {most}",
            )

    @classmethod
    def parse(cls, written: str) -> Span:
        """Read an amount and its unit; SpanError where it is not one."""
        found = _WRITTEN.fullmatch(written.strip().upper())
        if not found:
            raise SpanError(
                f"“{written}”不是时限，应写作 10WD（工作日）、30CD（日）、2WH（工作小时）、"
                "10WMIN（工作分钟）、3M（月）或 5Y（年）",
                f"{written!r} is no span of time; write 10WD (working days), 30CD (calendar days), "
                "2WH (working hours), 10WMIN (working minutes), 3M (months) or 5Y (years)",
            )
        sign, digits, unit = found.groups()
        return cls(int(sign + digits), Unit(unit))

    @property
    def seconds(self) -> int:
        """Give the working seconds of a span of hours or minutes.

        >>> Span.parse("2WH").seconds
        7200
        """
        return self.amount * _SECONDS[self.unit]

    @property
    def zh(self) -> str:
        """Say it in Chinese."""
        return f"{self.amount}{self.unit.zh}"

    @property
    def en(self) -> str:
        """Say it in English."""
        word = self.unit.en if abs(self.amount) != 1 else self.unit.en.removesuffix("s")
        return f"{self.amount} {word}"

    def __neg__(self) -> Span:
        """Give the same amount backwards."""
        return Span(-self.amount, self.unit)

    def __add__(self, other: Span) -> Span:
        """Add an amount of the same unit.

        >>> str(Span.parse("20WD") + Span.parse("10WD"))
        '30WD'
        """
        if other.unit is not self.unit:
            raise SpanError(
                f"{self} 与 {other} 的单位不同，不能相加；请用同一单位",
                f"{self} and {other} have different units; use one unit",
            )
        return Span(self.amount + other.amount, self.unit)

    def __str__(self) -> str:
        """Write it as it is read."""
        return f"{self.amount}{self.unit}"
