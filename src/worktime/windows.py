"""Opening hours of a window: ordinary working days, days that differ, and extra sessions (延时)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from worktime.errors import WindowError
from worktime.moments import DAY, midnight, second

if TYPE_CHECKING:
    from worktime.calendars import Calendar

ORDINARY = "09:00-12:00 13:30-17:30"
_SESSION = re.compile(r"([01][0-9]|2[0-4]):([0-5][0-9])-([01][0-9]|2[0-4]):([0-5][0-9])")
Sessions = tuple[tuple[int, int], ...]


@lru_cache(maxsize=1024)
def sessions(written: str) -> Sessions:
    """Read sessions as seconds of the day, in order, those that touch joined; "" is closed.

    >>> sessions("13:30-17:30, 09:00-12:00")
    ((32400, 43200), (48600, 63000))
    >>> sessions("12:00-09:00")
    Traceback (most recent call last):
    worktime.errors.WindowError: “12:00-09:00”不是开放时段... / '12:00-09:00' is no session; ...
    """
    found = []
    for word in written.replace(",", " ").replace("，", " ").split():
        match = _SESSION.fullmatch(word)
        parts = [int(part) for part in match.groups()] if match else [0] * 4
        opens, closes = parts[0] * 3600 + parts[1] * 60, parts[2] * 3600 + parts[3] * 60
        if not opens < closes <= DAY:
            raise WindowError(
                f"“{word}”不是开放时段，应写作 09:00-12:00，先开后关，不跨零点",
                f"{word!r} is no session; write 09:00-12:00, opening first, within one day",
            )
        found.append((opens, closes))
    return joined(found)


def joined(found: list[tuple[int, int]]) -> Sessions:
    """Put sessions in order and join those that touch or overlap.

    >>> joined([(5, 9), (1, 3), (8, 12)])
    ((1, 3), (5, 12))
    """
    ordered: list[tuple[int, int]] = []
    for opens, closes in sorted(found):
        if ordered and opens <= ordered[-1][1]:
            ordered[-1] = (ordered[-1][0], max(ordered[-1][1], closes))
        else:
            ordered.append((opens, closes))
    return tuple(ordered)


@dataclass(frozen=True)
class Window:
    """When a window is open; ``special`` replaces the hours of a day, ``extra`` adds to them.

    >>> hall = Window("hall", special={date(2026, 9, 30): "09:00-12:00"}, extra={date(2026, 9, 26): "09:00-11:00"})
    >>> hall.digest == Window("hall").digest
    False
    """

    key: str
    hours: str = ORDINARY
    special: Mapping[date, str] = field(default_factory=dict)
    extra: Mapping[date, str] = field(default_factory=dict)
    digest: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Read the hours; WindowError where they are not sessions."""
        if not sessions(self.hours):
            raise WindowError(
                f"窗口 {self.key} 没有开放时段，请写作 {ORDINARY}",
                f"window {self.key} never opens; write {ORDINARY}",
            )
        told = repr((self.key, sessions(self.hours), *map(_rows, (self.special, self.extra))))
        object.__setattr__(self, "digest", hashlib.sha256(told.encode()).hexdigest())

    def __hash__(self) -> int:
        """Hash by what it says, so that years of it are tabled once."""
        return hash(self.digest)

    def opened(self, day: date, calendar: Calendar) -> Sessions:
        """Give the sessions of a day as seconds since its midnight.

        >>> from worktime.calendars import Calendar
        >>> Window("hall").opened(date(2026, 11, 22), Calendar("cn"))
        ()
        """
        if day in self.special:
            ordinary = sessions(self.special[day])
        else:
            ordinary = sessions(self.hours) if calendar.is_working(day) else ()
        return joined([*ordinary, *sessions(self.extra.get(day, ""))])

    def sessions(self, day: date, calendar: Calendar) -> list[tuple[datetime, datetime]]:
        """Give the sessions of a day as moments.

        >>> from worktime.calendars import Calendar
        >>> [f"{opens:%H:%M}" for opens, _ in Window("hall").sessions(date(2026, 11, 23), Calendar("cn"))]
        ['01:00', '05:30']
        """
        start = midnight(day)
        return [
            (start + timedelta(seconds=opens), start + timedelta(seconds=closes))
            for opens, closes in self.opened(day, calendar)
        ]

    def is_open(self, at: datetime, calendar: Calendar) -> bool:
        """Tell whether it is open at a moment; at closing time it is closed.

        >>> from worktime.calendars import Calendar
        >>> from worktime.moments import SHANGHAI
        >>> Window("hall").is_open(datetime(2026, 11, 23, 12, 0, tzinfo=SHANGHAI), Calendar("cn"))
        False
        """
        ordinal, passed = divmod(second(at), DAY)
        hours = self.opened(date.fromordinal(ordinal), calendar)
        return any(opens <= passed < closes for opens, closes in hours)


def _rows(days: Mapping[date, str]) -> list[tuple[str, Sessions]]:
    return [(str(day), sessions(days[day])) for day in sorted(days)]
