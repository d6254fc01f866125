"""The same questions answered by walking day by day and second by second: slow, obvious, and held against ours."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

from worktime import SHANGHAI, Calendar, ClockState, Span, Unit, day_of, midnight

ONE = timedelta(days=1)
MONTHS = {"M": 1, "Y": 12}


def worked(day: date, calendar: Calendar) -> bool:
    """Look a day up in the notice of its year, or at its weekday."""
    year = calendar.years.get(day.year)
    if year and day in year.makeup:
        return True
    return day.weekday() < 5 and not (year and day in year.off)


def walk(start: date, count: int, counts) -> date:
    """Step through days until so many were counted."""
    step = ONE if count > 0 else -ONE
    left, day = abs(count), start
    while left:
        day += step
        left -= counts(day)
    return day


def month_later(start: date, months: int) -> date:
    """Give the corresponding day, or the month's last."""
    year, month = start.year, start.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        if month in {0, 13}:
            year, month = (year + 1, 1) if month else (year - 1, 12)
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def rolled(day: date, calendar: Calendar, *, rolls: bool, back: bool = False) -> date:
    while rolls and not worked(day, calendar):
        day += -ONE if back else ONE
    return day


def last_day(start: date, span: Span, calendar: Calendar, *, include: bool) -> date:
    """Give the last day of a span without a roll."""
    if span.unit in {Unit.MONTH, Unit.YEAR}:
        months = span.amount * MONTHS[span.unit]
        found = month_later(start, months)
        whole = found.day == start.day
        return found - ONE * (1 if months > 0 else -1) if include and whole and months else found
    if include and span.amount:
        start -= ONE if span.amount > 0 else -ONE
    if span.unit is Unit.WORKING_DAY:
        return walk(start, span.amount, lambda day: worked(day, calendar))
    return walk(start, span.amount, lambda _: True)


def held(day: date, state: ClockState) -> bool:
    """Tell whether a day is left out: after the day of a pause, up to and including that of its resume."""
    return any(
        day_of(one.at) < day and (one.resumed_at is None or day <= day_of(one.resumed_at))
        for one in state.pauses
    )


def holding(day: date, state: ClockState) -> bool:
    """Tell whether a clock stands still at the end of a day."""
    end = midnight(day + ONE)
    return any(
        one.at < end and (one.resumed_at is None or one.resumed_at >= end) for one in state.pauses
    )


def due(state: ClockState, calendar: Calendar) -> date | None:
    """Walk from the start, counting days that are worked and not held, until the budget is gone and the clock runs."""
    span, counting = state.budget, state.rule.counting
    begun = day_of(state.started_at)
    working = span.unit is Unit.WORKING_DAY
    end = last_day(begun, span, calendar, include=counting.include_start_day)
    day = begun - ONE if counting.include_start_day and span.amount else begun
    left = span.amount if span.unit in {Unit.WORKING_DAY, Unit.CALENDAR_DAY} else (end - day).days
    waited = False
    for _ in range(4000):
        if left <= 0:
            roll = rolled(
                day, calendar, rolls=counting.roll == "next_workday" or (waited and working)
            )
            if not any(day_of(one.at) <= roll and _still(one, roll) for one in state.pauses):
                return roll
            waited = True
        day += ONE
        left -= left > 0 and not held(day, state) and (not working or worked(day, calendar))
    return None


def _still(pause, day: date) -> bool:
    """Tell whether a pause that began by a day lasts beyond it."""
    return pause.resumed_at is None or day_of(pause.resumed_at) > day


def open_at(second: datetime, hours, calendar: Calendar) -> bool:
    """Tell whether a window is open in a second of a day."""
    local = second.astimezone(SHANGHAI)
    passed = local.hour * 3600 + local.minute * 60 + local.second
    return any(first <= passed < last for first, last in hours.opened(local.date(), calendar))


def minutes_after(
    start: datetime, minutes: int, state: ClockState | None, hours, calendar
) -> datetime:
    """Step through minutes until so many were open and not paused."""
    now, left = start.astimezone(UTC), minutes
    step = timedelta(minutes=1)
    while left:
        paused = state is not None and any(
            one.at <= now and (one.resumed_at is None or now < one.resumed_at)
            for one in state.pauses
        )
        left -= open_at(now, hours, calendar) and not paused
        now += step
    return now
