"""Deadlines: the last day of a span, the moment that is too late, and the rule that moved it."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from worktime.calendars import in_reach, in_years
from worktime.errors import Text
from worktime.hours import open_after
from worktime.moments import DAY, day_of, midnight, moment, second
from worktime.spans import Span, Unit

if TYPE_CHECKING:
    from worktime.calendars import Calendar

MONTHS = 12
ONE_DAY = timedelta(days=1)


class Roll(StrEnum):
    """What happens to a last day that is not worked.

    >>> Roll("next_workday") is Roll.NEXT_WORKDAY
    True
    """

    NONE = "none"
    NEXT_WORKDAY = "next_workday"


@dataclass(frozen=True, slots=True)
class Counting:
    """How a span is counted, besides its amount.

    ``closes`` ends the last day when its window closes and not at midnight (民法典第203条第二款).

    >>> Counting(roll=Roll.NEXT_WORKDAY).window
    'hall'
    """

    include_start_day: bool = False
    roll: Roll = Roll.NONE
    window: str = "hall"
    closes: bool = False


PLAIN = Counting()
"""The start day left out, no roll, to midnight."""


@dataclass(frozen=True, slots=True)
class Move:
    """The rule that moved a last day, and the day that it was before.

    >>> str(Move("next_workday", date(2025, 10, 8)).told)
    '末日 2025-10-08 不是工作日，顺延到下一工作日（民法典第203条） / the last day, 2025-10-08, ...'
    """

    rule: str
    since: date

    @property
    def told(self) -> Text:
        """Say it in Chinese and English."""
        zh, en = MOVES[self.rule]
        return Text(zh.format(self.since), en.format(self.since))


MOVES = {
    "next_workday": (
        "末日 {} 不是工作日，顺延到下一工作日（民法典第203条）",
        "the last day, {}, is not worked, so it moves on to the next working day (Civil Code, article 203)",
    ),
    "previous_workday": (
        "最迟日 {} 不是工作日，提前到上一工作日（为保护对方期限，系统设计）",
        "the latest day, {}, is not worked, so it moves back to the working day before (by design, "
        "so that the other side keeps its time)",
    ),
    "paused_on_last_day": (
        "在末日 {} 中止计时，恢复之日届满（中止期间不届满，系统设计）",
        "paused on its last day, {}, so it ends on the day of the resume (no clock runs out while paused, by design)",
    ),
}


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due.

    ``day`` is the last day in Shanghai, ``at`` the first moment that is too late (24:00 is the next day's
    midnight), ``counted`` the first and last day that were counted, ``unsure`` the years among them whose
    days off nobody has published.
    """

    day: date
    at: datetime
    counted: tuple[date, date]
    moved_by: Move | None = None
    unsure: tuple[int, ...] = ()

    @property
    def provisional(self) -> bool:
        """Tell whether it may move when a calendar is published."""
        return bool(self.unsure)


def deadline(
    start: date | datetime, span: Span, calendar: Calendar, counting: Counting = PLAIN
) -> Due:
    """Count a span from a day or an aware moment.

    Raises DeadlineError for a moment without a zone or a day out of reach, WindowError where working
    hours are asked of a calendar without that window.

    >>> from worktime.calendars import Calendar
    >>> due = deadline(date(2030, 1, 4), Span.parse("10WD"), Calendar("cn"))
    >>> due.day.isoformat(), due.at.isoformat(), due.unsure
    ('2030-01-18', '2030-01-18T16:00:00+00:00', (2030,))
    >>> deadline(date(2030, 1, 31), Span.parse("1M"), Calendar("cn")).day.isoformat()
    '2030-02-28'
    """
    if span.unit.by_window:
        return _by_window(start, span, calendar, counting)
    begun = day_of(start) if isinstance(start, datetime) else start
    last = last_day(begun, span, calendar, include_start_day=counting.include_start_day)
    return ended(begun, last, span, calendar, counting)


def last_day(start: date, span: Span, calendar: Calendar, *, include_start_day: bool) -> date:
    """Give the last day of a span of days, months or years, before any roll.

    >>> from worktime.calendars import Calendar
    >>> last_day(date(2030, 1, 1), Span.parse("1M"), Calendar("cn"), include_start_day=True).isoformat()
    '2030-01-31'
    """
    if span.unit in {Unit.MONTH, Unit.YEAR}:
        return _by_month(start, span, include_start_day=include_start_day)
    if include_start_day and span.amount:
        start = in_reach(start.toordinal() - (1 if span.amount > 0 else -1))
    if span.unit is Unit.WORKING_DAY:
        return calendar.working_after(start, span.amount)
    return in_reach(start.toordinal() + span.amount)


def _by_month(start: date, span: Span, *, include_start_day: bool) -> date:
    """Give the day of the same number, or the month's last where there is none (民法典第202条)."""
    months = span.amount * (MONTHS if span.unit is Unit.YEAR else 1)
    year, month = divmod(start.year * MONTHS + start.month - 1 + months, MONTHS)
    longest = monthrange(in_years(year), month + 1)[1]
    same = date(year, month + 1, min(start.day, longest))
    if not include_start_day or start.day > longest or not months:
        return same
    return in_reach(same.toordinal() - (1 if months > 0 else -1))


def ended(start: date, last: date, span: Span, calendar: Calendar, counting: Counting) -> Due:
    """Give the deadline that a last day makes: rolled where asked, ending at midnight or at closing time.

    >>> from worktime.calendars import Calendar
    >>> saturday, counting = date(2030, 1, 5), Counting(roll=Roll.NEXT_WORKDAY)
    >>> ended(date(2030, 1, 4), saturday, Span.parse("1CD"), Calendar("cn"), counting).day.isoformat()
    '2030-01-07'
    """
    day, moved = last, None
    if counting.roll is Roll.NEXT_WORKDAY and not calendar.is_working(last):
        back = span.amount < 0
        day = calendar.last_working(last) if back else calendar.next_working(last)
        moved = Move("previous_workday" if back else "next_workday", last)
    unsure: tuple[int, ...] = ()
    if span.unit is Unit.WORKING_DAY:
        unsure = calendar.unpublished(*sorted((_first(start, span, counting), day)))
    elif counting.roll is Roll.NEXT_WORKDAY:
        unsure = calendar.unpublished(*sorted((last, day)))
    first, final = sorted((_first(start, span, counting), last))
    return Due(day, _end(day, calendar, counting), (first, final), moved, unsure)


def _first(start: date, span: Span, counting: Counting) -> date:
    """Give the day at which the counting starts: nothing between it and the last day is left out."""
    if counting.include_start_day or not span.amount:
        return start
    return start + ONE_DAY if span.amount > 0 else start - ONE_DAY


def _end(day: date, calendar: Calendar, counting: Counting) -> datetime:
    if counting.closes:
        hours = calendar.window(counting.window).sessions(day, calendar)
        if hours:
            return hours[-1][1]
    return midnight(in_reach(day.toordinal() + 1))


def _by_window(start: date | datetime, span: Span, calendar: Calendar, counting: Counting) -> Due:
    begun = start if isinstance(start, datetime) else midnight(start)
    window = calendar.window(counting.window)
    end = open_after(second(begun), span.seconds, calendar, window)
    return due_at(second(begun), end, calendar)


def due_at(start: int, end: int, calendar: Calendar) -> Due:
    """Give the deadline at a moment to the second; both are seconds as `worktime.moments` counts them.

    >>> from worktime.calendars import Calendar
    >>> monday = date(2030, 1, 7).toordinal() * DAY
    >>> due_at(monday + 36_000, monday + 43_200, Calendar("cn")).at.isoformat()
    '2030-01-07T04:00:00+00:00'
    """
    first, final = sorted((start, end))
    begun, ends = in_reach(first // DAY), in_reach((final - 1 if final > first else final) // DAY)
    day = ends if end >= start else begun
    return Due(day, moment(end), (begun, ends), None, calendar.unpublished(begun, ends))
