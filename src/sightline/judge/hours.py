"""When a rule is active: days of the week and hours of the day in the site's own time, also over midnight."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Hours:
    """Days (0 is Monday) and hours; where the end is not after the beginning, they run over midnight.

    A night belongs to the day on which it began.

    >>> from datetime import UTC
    >>> night = Hours(frozenset({4}), time(22), time(6), "Asia/Shanghai")
    >>> night.hold(datetime(2026, 4, 3, 15, 0, tzinfo=UTC))  # Friday 23:00 in Shanghai
    True
    >>> night.hold(datetime(2026, 4, 3, 21, 0, tzinfo=UTC))  # Saturday 05:00, still Friday's night
    True
    """

    days: frozenset[int]
    begin: time
    end: time
    timezone: str

    def hold(self, at: datetime) -> bool:
        """Tell whether the rule is active at an aware moment."""
        local = at.astimezone(ZoneInfo(self.timezone))
        clock = local.time()
        if self.begin < self.end:
            return local.weekday() in self.days and self.begin <= clock < self.end
        if clock >= self.begin:
            return local.weekday() in self.days
        return clock < self.end and (local - timedelta(days=1)).weekday() in self.days
