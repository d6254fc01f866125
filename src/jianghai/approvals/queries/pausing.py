"""Who may not book for a while, as several appointments were not kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from jianghai.approvals.models import Appointment, AppointmentState
from jianghai.base import clock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from jianghai.people.models import Person


def missed(person: Person) -> list[datetime]:
    """List when a person was expected and did not come, oldest first, as far as it still counts."""
    since = clock.now() - timedelta(days=settings.NO_SHOW_DAYS + settings.NO_SHOW_PAUSE_DAYS)
    found = Appointment.objects.filter(
        person=person, state=AppointmentState.NO_SHOW, excused="", starts_at__gte=since
    )
    return list(found.order_by("starts_at").values_list("starts_at", flat=True))


def paused_until(person: Person) -> date | None:
    """Give the last day on which a person cannot book; None where booking is free."""
    last = last_day(missed(person))
    return last if last is not None and last >= clock.today() else None


def last_day(moments: Sequence[datetime]) -> date | None:
    """Give the last day of the pause that follows from these no-shows, told oldest first."""
    limit, span = settings.NO_SHOW_LIMIT, timedelta(days=settings.NO_SHOW_DAYS)
    if not limit:
        return None
    ends = [
        moments[place]
        for place in range(limit - 1, len(moments))
        if moments[place] - moments[place - limit + 1] <= span
    ]
    if not ends:
        return None
    return timezone.localdate(ends[-1] + timedelta(days=settings.NO_SHOW_PAUSE_DAYS))
