"""Calendars: which days are worked, counted by bisection and not day by day."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from typing import TYPE_CHECKING

from worktime.errors import CalendarError, DeadlineError, WindowError
from worktime.windows import Window
from worktime.years import SATURDAY, Year

if TYPE_CHECKING:
    from pathlib import Path

WEEK, WORKED = 7, 5
LAST = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class _Exceptions:
    """The days that are not what their weekday says, as ordinals, and what they add up to."""

    days: tuple[int, ...]
    shift: tuple[int, ...]
    """Working days gained (make-up) less lost (off) before each of them, and after the last."""
    worked: tuple[int, ...]
    """Working days up to and including each of them."""


def _weekdays(ordinal: int) -> int:
    """Count Mondays to Fridays up to and including an ordinal; ordinal 1 is a Monday."""
    weeks, rest = divmod(ordinal, WEEK)
    return weeks * WORKED + min(rest, WORKED)


def _exceptions(years: Mapping[int, Year]) -> _Exceptions:
    gains = {
        day.toordinal(): -1
        for year in years.values()
        for day in year.off
        if day.weekday() < SATURDAY
    }
    gains |= {day.toordinal(): 1 for year in years.values() for day in year.makeup}
    days = tuple(sorted(gains))
    shift = tuple(accumulate((gains[day] for day in days), initial=0))
    worked = tuple(_weekdays(day) + shift[place + 1] for place, day in enumerate(days))
    return _Exceptions(days, shift, worked)


@dataclass(frozen=True, eq=False)
class Calendar:
    """Published years on top of plain weekends, and the windows that working hours are counted by.

    A year that is not published counts Mondays to Fridays; what is counted with it is provisional. The window
    ``hall`` has the ordinary hours until `with_window` says others.

    >>> calendar = Calendar("cn")
    >>> calendar.is_working(date(2030, 1, 4)), calendar.published(2030)
    (True, False)
    >>> calendar.working_after(date(2030, 1, 4), 1).isoformat()
    '2030-01-07'
    """

    key: str
    years: Mapping[int, Year] = field(default_factory=dict)
    windows: Mapping[str, Window] = field(default_factory=lambda: {"hall": Window("hall")})
    digest: str = field(init=False)
    _exceptions: _Exceptions = field(init=False, repr=False)
    _tables: dict[tuple[str, int], tuple[int, ...]] = field(
        init=False, repr=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        """Sum up what the years say."""
        told = [self.key, *(self.years[year].digest for year in sorted(self.years))]
        object.__setattr__(self, "digest", hashlib.sha256("\n".join(told).encode()).hexdigest())
        object.__setattr__(self, "_exceptions", _exceptions(self.years))

    @classmethod
    def load(cls, folder: Path) -> Calendar:
        """Read a folder of years, such as ``corpus/calendars/cn``; its name is the calendar's key."""
        files = sorted(folder.glob("*.yaml"))
        if not files:
            raise CalendarError(
                "没有这个日历，应有每年一个文件，如 2026.yaml",
                "no such calendar; it has one file a year, such as 2026.yaml",
                str(folder),
            )
        years: dict[int, Year] = {}
        for path in files:
            year = Year.read(path)
            if path.stem != str(year.year):
                raise CalendarError(
                    f"文件名应为 {year.year}.yaml",
                    f"its name should be {year.year}.yaml",
                    str(path),
                )
            years[year.year] = year
        return cls(folder.name, years)

    def with_year(self, year: Year) -> Calendar:
        """Give this calendar with a year added or corrected."""
        return Calendar(self.key, {**self.years, year.year: year}, self.windows)

    def with_window(self, window: Window) -> Calendar:
        """Give this calendar with a window added or changed; two windows have two keys."""
        return Calendar(self.key, self.years, {**self.windows, window.key: window})

    def window(self, key: str) -> Window:
        """Give a window; WindowError where the calendar has none of that key."""
        if key not in self.windows:
            known = "、".join(sorted(self.windows))
            raise WindowError(
                f"日历 {self.key} 没有窗口 {key}，可用：{known or '（无）'}；工作小时须指明窗口",
                f"calendar {self.key} has no window {key} (it has: {known or 'none'}); "
                "working hours need one",
            )
        return self.windows[key]

    def published(self, year: int) -> bool:
        """Tell whether the days off of a year are known."""
        return year in self.years

    def unpublished(self, first: date, last: date) -> tuple[int, ...]:
        """Name the years between two days that are not published.

        >>> Calendar("cn").unpublished(date(2026, 12, 31), date(2027, 1, 1))
        (2026, 2027)
        """
        return tuple(year for year in range(first.year, last.year + 1) if year not in self.years)

    def is_working(self, day: date) -> bool:
        """Tell whether a day is worked: a weekday that is not off, or a make-up day."""
        year = self.years.get(day.year)
        if year is not None and day in year.makeup:
            return True
        return day.weekday() < SATURDAY and (year is None or year.festival(day) is None)

    def worked_until(self, ordinal: int) -> int:
        """Count working days from the year 1 up to and including an ordinal."""
        found = self._exceptions
        return _weekdays(ordinal) + found.shift[bisect_right(found.days, ordinal)]

    def nth_worked(self, number: int) -> int:
        """Give the ordinal of the n-th working day since the year 1; the inverse of `worked_until`."""
        found = self._exceptions
        place = bisect_left(found.worked, number)
        weeks, rest = divmod(number - found.shift[place] - 1, WORKED)
        ordinal = weeks * WEEK + rest + 1
        return min(ordinal, found.days[place]) if place < len(found.days) else ordinal

    def working_between(self, first: date, last: date) -> int:
        """Count the working days from one day to another, both included; none where they are swapped.

        >>> Calendar("cn").working_between(date(2030, 1, 1), date(2030, 1, 7))
        5
        """
        if last < first:
            return 0
        return self.worked_until(last.toordinal()) - self.worked_until(first.toordinal() - 1)

    def working_after(self, day: date, count: int) -> date:
        """Give the n-th working day after a day, or before it where n is negative; day itself for 0.

        >>> Calendar("cn").working_after(date(2030, 1, 7), -2).isoformat()
        '2030-01-03'
        """
        if not count:
            return day
        ordinal = day.toordinal()
        before = self.worked_until(ordinal) if count > 0 else self.worked_until(ordinal - 1) + 1
        return in_reach(self.nth_worked(before + count))

    def next_working(self, day: date) -> date:
        """Give the day itself where it is worked, else the next that is.

        >>> Calendar("cn").next_working(date(2030, 1, 5)).isoformat()
        '2030-01-07'
        """
        return in_reach(self.nth_worked(self.worked_until(day.toordinal() - 1) + 1))

    def last_working(self, day: date) -> date:
        """Give the day itself where it is worked, else the one before that is.

        >>> Calendar("cn").last_working(date(2030, 1, 6)).isoformat()
        '2030-01-04'
        """
        return in_reach(self.nth_worked(self.worked_until(day.toordinal())))

    def table(self, window: Window, year: int) -> tuple[int, ...]:
        """Give the open seconds of a window before each day of a year, and of all of it; kept."""
        if (window.digest, year) not in self._tables:
            first, after = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1
            opened = (window.opened(date.fromordinal(day), self) for day in range(first, after))
            seconds = (sum(closes - opens for opens, closes in hours) for hours in opened)
            self._tables[window.digest, year] = tuple(accumulate(seconds, initial=0))
        return self._tables[window.digest, year]


def in_years(year: int) -> int:
    """Give a year back; DeadlineError outside 1 to 9999.

    >>> in_years(2026)
    2026
    """
    if not date.min.year <= year < date.max.year:
        raise DeadlineError(
            "期限超出公历 1 至 9999 年，请核对起算日和时限",
            "the deadline lies outside the years 1 to 9999; check the start and the span",
        )
    return year


def in_reach(ordinal: int) -> date:
    """Give the day of an ordinal; DeadlineError outside the years 1 to 9999.

    >>> in_reach(738_000).isoformat()
    '2021-07-29'
    """
    if not 1 <= ordinal < LAST:
        in_years(0)
    return date.fromordinal(ordinal)
