"""Dates as precise as the source was: a day, a month or a year."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_FORMS = re.compile(r"([0-9]{4})(?:[-/.年]([0-9]{1,2})(?:[-/.月]([0-9]{1,2})日?|月)?|年)?")


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last day that a written date can mean."""

    first: date
    last: date


@lru_cache(maxsize=8192)
def read_date(text: str) -> Span | None:
    """Read a date of any precision; None where it is not one.

    >>> read_date("2014-11").last
    datetime.date(2014, 11, 30)
    >>> read_date("2014年").first
    datetime.date(2014, 1, 1)
    """
    match = _FORMS.fullmatch(text.strip().partition("T")[0].partition(" ")[0])
    if match is None:
        return None
    year, month, day = int(match[1]), match[2], match[3]
    try:
        if day:
            exact = date(year, int(month), int(day))
            return Span(exact, exact)
        if month:
            last = calendar.monthrange(year, int(month))[1]
            return Span(date(year, int(month), 1), date(year, int(month), last))
        return Span(date(year, 1, 1), date(year, 12, 31))
    except ValueError:
        return None


def years_before(day: date, years: int) -> date:
    """Give the same day some years earlier; 29 February becomes 28.

    >>> years_before(date(2024, 2, 29), 1)
    datetime.date(2023, 2, 28)
    """
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def months_before(day: date, months: int) -> date:
    """Give the same day some months earlier, or the month's last day.

    >>> months_before(date(2024, 3, 31), 1)
    datetime.date(2024, 2, 29)
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def whole_years(since: date, until: date) -> int:
    """Count whole years passed; negative where `since` lies ahead.

    >>> whole_years(date(2020, 6, 1), date(2023, 5, 31))
    2
    """
    return until.year - since.year - ((until.month, until.day) < (since.month, since.day))


def day_of_judgement(year: int, on: date) -> date:
    """Give the day on which a row of `year` is looked at: `on` within the next year, else that year's first day.

    Certificates and ages count on this day, so that an old row is judged as it would have been then.

    >>> day_of_judgement(2018, date(2026, 11, 22))
    datetime.date(2019, 1, 1)
    """
    return on if on.year <= year + 1 else date(year + 1, 1, 1)
