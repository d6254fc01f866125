"""Choosing a service, a window, a day and a slot: one page that knows how far one has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from jianghai.approvals.queries import access, planning
from jianghai.approvals.zone import services
from jianghai.base import clock

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jianghai.approvals.models import Appointment, Window
    from jianghai.approvals.slots import Day, Slot
    from rulebook.errors import Text

#: Days outside have neighbours that cannot be written.
YEARS = range(2000, 2100)


@dataclass(frozen=True, slots=True)
class Card:
    """A window that takes the service, with its next free slot."""

    window: Window
    next: Slot | None


@dataclass(frozen=True, slots=True)
class Choice:
    """How far somebody has come: each part is empty until the one before is chosen."""

    services: Sequence[tuple[str, Text]]
    service: str
    cards: Sequence[Card]
    window: Window | None
    days: Sequence[Day]
    day: Day | None

    @property
    def none_left(self) -> bool:
        """Tell whether nothing at all is free at this window."""
        return self.window is not None and not any(day.left for day in self.days)


def choose(query: Mapping[str, str], *, without: Appointment | None = None) -> Choice:
    """Read from a page's query what was chosen; what cannot be is not chosen."""
    windows = list(access.bookable())
    offered = [
        (code, name) for code, name in services().items() if any(one.takes(code) for one in windows)
    ]
    service = query.get("service", "")
    if service not in dict(offered):
        return Choice(offered, "", (), None, (), None)
    takers = [one for one in windows if one.takes(service)]
    window = next((one for one in takers if str(one.pk) == query.get("window")), None)
    if len(takers) == 1:
        window = takers[0]
    cards = [Card(one, next(iter(planning.next_slots(one, 1)), None)) for one in takers]
    days, day = _days(window, query.get("day", ""), without) if window else ((), None)
    return Choice(offered, service, cards, window, days, day)


def _days(
    window: Window, asked: str, without: Appointment | None
) -> tuple[Sequence[Day], Day | None]:
    """Give the days that can be booked, and the one that was asked for, else the first with a free place."""
    days = planning.days(window, clock.today(), planning.horizon(window), without)
    wanted = day_asked(asked)
    chosen = next((one for one in days if one.day == wanted and one.slots), None)
    return days, chosen or next((one for one in days if one.left), None)


def day_asked(text: str) -> date | None:
    """Read a day of this century; None where it is none."""
    try:
        found = parse_date(text)
    except ValueError:
        return None
    return found if found and found.year in YEARS else None


def moment_asked(text: str) -> datetime | None:
    """Read a moment, with or without its zone; None where it is none."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    if found is None or found.year not in YEARS:
        return None
    if timezone.is_aware(found):
        return found
    return timezone.make_aware(found)
