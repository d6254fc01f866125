"""A licence clock in a year without days off, for the examples in the documentation of this package."""

from __future__ import annotations

from datetime import datetime

from worktime.calendars import Calendar
from worktime.clocks.rules import ClockRule, ClockState
from worktime.moments import SHANGHAI
from worktime.spans import Span
from worktime.windows import Window

CALENDAR = Calendar("example").with_window(Window("hall"))


def morning(year: int, month: int, day: int) -> datetime:
    """Give ten in the morning of a day.

    >>> morning(2030, 1, 7).hour
    10
    """
    return datetime(year, month, day, 10, tzinfo=SHANGHAI)


def licence() -> ClockState:
    """Give a clock of twenty working days that began on Monday 2030-01-07.

    >>> str(licence().budget)
    '20WD'
    """
    rule = ClockRule("example", "许可决定", "licence decision", Span.parse("20WD"))
    return ClockState(rule, morning(2030, 1, 7))
