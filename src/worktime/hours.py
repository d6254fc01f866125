"""Working hours: open seconds of a window between two moments, and the moment after so many."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date
from typing import TYPE_CHECKING

from worktime.calendars import in_reach, in_years
from worktime.moments import DAY

if TYPE_CHECKING:
    from worktime.calendars import Calendar
    from worktime.windows import Window


def open_between(first: int, last: int, calendar: Calendar, window: Window) -> int:
    """Count the open seconds between two moments given in seconds, as `worktime.moments.second` counts.

    >>> from worktime.calendars import Calendar
    >>> from worktime.windows import Window
    >>> monday = date(2026, 11, 23).toordinal() * DAY
    >>> open_between(monday, monday + 10 * 3600, Calendar("cn"), Window("hall"))
    3600
    """
    (early, before), (late, after) = (_since(x, calendar, window) for x in (first, last))
    whole = sum(calendar.table(window, year)[-1] for year in range(early, late))
    return whole + after - before


def open_after(start: int, seconds: int, calendar: Calendar, window: Window) -> int:
    """Give the moment by which so many open seconds have passed; negative counts back.

    >>> from worktime.calendars import Calendar
    >>> from worktime.windows import Window
    >>> friday = date(2026, 11, 20).toordinal() * DAY + 17 * 3600
    >>> end = open_after(friday, 7200, Calendar("cn"), Window("hall"))
    >>> date.fromordinal(end // DAY).isoformat(), end % DAY / 3600
    ('2026-11-23', 10.5)
    """
    if not seconds:
        return start
    year, passed = _since(start, calendar, window)
    wanted = passed + seconds
    while wanted < 0 or (wanted == 0 and seconds > 0):
        year -= 1
        wanted += _table(year, calendar, window)[-1]
    while wanted > (total := _table(year, calendar, window)[-1]) or (
        wanted == total and seconds < 0
    ):
        year += 1
        wanted -= total
    table = _table(year, calendar, window)
    place = (bisect_left(table, wanted) if seconds > 0 else bisect_right(table, wanted)) - 1
    ordinal = date(year, 1, 1).toordinal() + place
    rest = wanted - table[place]
    for opens, closes in window.opened(date.fromordinal(ordinal), calendar):
        if rest < closes - opens or (rest == closes - opens and seconds > 0):
            return ordinal * DAY + opens + rest
        rest -= closes - opens
    raise AssertionError("a day has fewer open seconds than its table says")


def _table(year: int, calendar: Calendar, window: Window) -> tuple[int, ...]:
    return calendar.table(window, in_years(year))


def _since(at: int, calendar: Calendar, window: Window) -> tuple[int, int]:
    """Give the year of a moment and the open seconds in that year before it."""
    ordinal, passed = divmod(at, DAY)
    day = in_reach(ordinal)
    today = sum(
        max(0, min(passed, closes) - opens) for opens, closes in window.opened(day, calendar)
    )
    return day.year, calendar.table(window, day.year)[day.timetuple().tm_yday - 1] + today
