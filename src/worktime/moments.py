"""Moments and days: moments are aware and come out in UTC, days are those of Shanghai."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

from worktime.errors import DeadlineError

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""Days begin at this midnight; there is no summer time."""
_EPOCH = datetime(1, 1, 1, tzinfo=SHANGHAI)
DAY = 86_400


def aware(at: datetime) -> datetime:
    """Give a moment in UTC; DeadlineError where it names no zone.

    >>> aware(datetime(2025, 9, 8, 9, tzinfo=SHANGHAI)).isoformat()
    '2025-09-08T01:00:00+00:00'
    >>> aware(datetime(2025, 9, 8, 9))  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    worktime.errors.DeadlineError: …
    """
    if at.tzinfo is None:
        raise DeadlineError(
            f"{at} 没有时区，请给出带时区的时刻", f"{at} has no zone; give an aware moment"
        )
    return at.astimezone(UTC)


def day_of(at: datetime) -> date:
    """Give the day in Shanghai of a moment.

    >>> day_of(datetime(2025, 9, 8, 16, 0, tzinfo=UTC)).isoformat()
    '2025-09-09'
    """
    return aware(at).astimezone(SHANGHAI).date()


def midnight(day: date) -> datetime:
    """Give the moment at which a day begins.

    >>> midnight(date(2025, 9, 9)).isoformat()
    '2025-09-08T16:00:00+00:00'
    """
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI).astimezone(UTC)


def second(at: datetime) -> int:
    """Give the whole seconds of a moment; divided by a day's they give the day's ordinal.

    >>> second(midnight(date(2025, 9, 9))) == date(2025, 9, 9).toordinal() * DAY
    True
    """
    past = aware(at) - _EPOCH
    return (past.days + 1) * DAY + past.seconds


def moment(seconds: int) -> datetime:
    """Give the moment of whole seconds, as `second` counts them.

    >>> moment(second(midnight(date(2025, 9, 9)))).isoformat()
    '2025-09-08T16:00:00+00:00'
    """
    return (_EPOCH + timedelta(seconds=seconds - DAY)).astimezone(UTC)
