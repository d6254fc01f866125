"""What is asked of the windows, and how long people wait, drawn."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from jianghai.approvals.queries import loads
from jianghai.base import clock
from jianghai.web.show import show
from jianghai.web.views.desk.allow import overseer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

#: How far back one can look.
SPANS = {"7": _("近 7 天"), "30": _("近 30 天"), "90": _("近 90 天")}


@require_GET
@login_required
def load(request: HttpRequest) -> HttpResponse:
    """Show load and waiting of the windows that the reader may look at."""
    reader = overseer(request)
    span = request.GET.get("days", "")
    span = span if span in SPANS else "30"
    last = clock.today()
    first = last - timedelta(days=int(span) - 1)
    rows = loads.loads(reader, first, last)
    by_hour = loads.hours(reader, first, last)
    return show(
        request,
        "windows/load.html",
        spans=SPANS,
        span=span,
        first=first,
        last=last,
        rows=rows,
        hours=by_hour,
        most=max((one.taken for one in by_hour), default=0),
        longest=max((waits.ninth or 0 for waits in _all_waits(rows, by_hour)), default=0),
        overtime=loads.overtime(reader, first, last),
        sums=_sums(rows),
    )


def _all_waits(rows: list[loads.Load], by_hour: list[loads.Hour]) -> list[loads.Waits]:
    return [one.waits for one in rows] + [one.waits for one in by_hour]


def _sums(rows: list[loads.Load]) -> dict[str, float | None]:
    """Sum up all windows."""
    waits = loads.Waits(tuple(minute for row in rows for minute in row.waits.minutes))
    over, missed = sum(row.over for row in rows), sum(row.missed for row in rows)
    return {
        "places": sum(row.places for row in rows),
        "taken": sum(row.taken for row in rows),
        "served": sum(row.states.get("served", 0) for row in rows),
        "missed": missed,
        "missed_share": missed / over if over else None,
        "middle": waits.middle,
        "ninth": waits.ninth,
    }
