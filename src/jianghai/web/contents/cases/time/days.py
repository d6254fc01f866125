"""Days left, counted by the zone's calendar, which is asked for once a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from jianghai.base import clock
from jianghai.casework.engine import ledgers
from jianghai.web.contents.cases.time import lights

if TYPE_CHECKING:
    from datetime import date

    from worktime import Calendar


def day_of(moment: datetime) -> date:
    """Give the day it is in China at a moment."""
    return timezone.localtime(moment).date()


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline as a page says it: the last day in time, and how long is left."""

    at: datetime
    day: date
    left: str

    @property
    def line(self) -> str:
        """Say both in one line."""
        return _("%(day)s 前（%(left)s）") % {"day": self.day.isoformat(), "left": self.left}


@dataclass(frozen=True, slots=True)
class Days:
    """A moment and the calendar that days are counted by."""

    now: datetime
    calendar: Calendar

    def due(self, due_at: datetime | None) -> Due | None:
        """Say a deadline; `due_at` is the first moment that is too late."""
        if due_at is None:
            return None
        left = lights.due_words(due_at, self.now, self.calendar.working_between)
        return Due(due_at, lights.last_day(due_at), left)

    def end_of(self, day: date) -> datetime:
        """Give the first moment after a day."""
        midnight = datetime.combine(day + timedelta(days=1), time())
        return timezone.make_aware(midnight)


def today() -> Days:
    """Give this moment with the calendar in force."""
    return Days(clock.now(), ledgers.calendar())
