"""What kind of day it is for a window, by the working calendar."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from jianghai.casework.engine.ledgers import calendar

if TYPE_CHECKING:
    from worktime.calendars import Calendar
    from worktime.years import Festival

__all__ = ["Kind", "calendar", "festival_of", "kind_of"]

SATURDAY = 6


class Kind(Enum):
    """A working day, a day made up for a holiday, a weekend or a holiday."""

    WORK = "work"
    MADE_UP = "made_up"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"

    @property
    def works(self) -> bool:
        """Tell whether people work on it."""
        return self in {Kind.WORK, Kind.MADE_UP}


#: By whether the day is worked, and whether it is a Saturday or Sunday.
KINDS = {
    (True, False): Kind.WORK,
    (True, True): Kind.MADE_UP,
    (False, True): Kind.WEEKEND,
    (False, False): Kind.HOLIDAY,
}


def kind_of(day: date, known: Calendar) -> tuple[Kind, bool]:
    """Give the kind of a day, and whether that is provisional, as its year's calendar is not published.

    >>> from worktime.calendars import Calendar
    >>> kind_of(date(2031, 1, 2), Calendar("cn")), kind_of(date(2031, 1, 4), Calendar("cn"))
    ((<Kind.WORK: 'work'>, True), (<Kind.WEEKEND: 'weekend'>, True))
    """
    kind = KINDS[known.is_working(day), day.isoweekday() >= SATURDAY]
    if kind is Kind.WEEKEND and festival_of(day, known) is not None:
        kind = Kind.HOLIDAY
    return kind, not known.published(day.year)


def festival_of(day: date, known: Calendar) -> Festival | None:
    """Give the festival for which a day is off."""
    year = known.years.get(day.year)
    return year.festival(day) if year else None
