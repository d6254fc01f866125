"""Between a clock's row and the clock that worktime counts: the ledger goes in and out, the rest is computed."""

from __future__ import annotations

from datetime import datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings

import worktime
from jianghai.base import rows
from jianghai.casework.models import CalendarYear, Clock, ClockKind, Light
from jianghai.casework.models import ClockState as Doing
from worktime import Calendar, ClockState, Grant, Pause, Span, Year

if TYPE_CHECKING:
    from worktime import ClockRule

LAST_YEAR = "SELECT id, digest FROM casework_calendaryear ORDER BY id DESC LIMIT 1"
CHINA = ZoneInfo("Asia/Shanghai")
#: Noted among the rungs of a notice when its last day has begun and the process went on.
OPENED = "last day"
LIGHTS = {"green": Light.GREEN, "yellow": Light.YELLOW, "orange": Light.ORANGE, "red": Light.RED}


def calendar() -> Calendar:
    """Give the working calendar: the corpus, with what was added or corrected here on top."""
    last = rows.one(LAST_YEAR, [])
    return _calendar(*(last or (0, "")))


@lru_cache(maxsize=4)
def _calendar(last: int, _digest: str) -> Calendar:
    found = Calendar.load(settings.CORPUS / "calendars" / "cn")
    for row in CalendarYear.objects.filter(id__lte=last, region="cn").order_by("id"):
        found = found.with_year(Year.of(row.content))
    return found


def state_of(row: Clock, rule: ClockRule) -> ClockState:
    """Read a clock from its row."""
    told = row.ledger
    return ClockState(
        rule,
        datetime.fromisoformat(told["started"]),
        pauses=tuple(
            Pause(
                one["reason"],
                datetime.fromisoformat(one["at"]),
                one["notice"],
                _moment(one.get("until")),
                _moment(one.get("resumed")),
            )
            for one in told["pauses"]
        ),
        grants=tuple(
            Grant(
                Span.parse(one["span"]),
                datetime.fromisoformat(one["at"]),
                one["approver"],
                one["reason"],
            )
            for one in told["grants"]
        ),
        stopped_at=_moment(told.get("stopped")),
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def write(
    row: Clock, state: ClockState, days: Calendar, at: datetime, *, opens: bool = False
) -> None:
    """Put a clock into its row, with all that follows from it; `opens`: its last day is a moment of its own."""
    row.ledger = {**_told(state), "fired": row.ledger.get("fired", []) if row.ledger else []}
    shown = worktime.shown(state, at, days, frozenset(row.ledger["fired"]))
    due, following = shown.due, shown.following
    row.due_on = due.day if due else None
    row.due_at = due.at if due else None
    row.provisional = bool(due and due.provisional)
    row.moved_by = due.moved_by.rule if due and due.moved_by else ""
    row.state = _doing(state)
    row.next_at = None
    if row.state == Doing.RUNNING:
        row.next_at = following[1] if following else None
        if opens and due and OPENED not in row.ledger["fired"]:
            row.next_at = min(last_day(row) or due.at, row.next_at or due.at)
    row.light = LIGHTS[str(shown.light)]


def last_day(row: Clock) -> datetime | None:
    """Give the moment at which the last day of a clock begins."""
    return datetime.combine(row.due_on, time(), CHINA) if row.due_on else None


def _told(state: ClockState) -> dict[str, Any]:
    return {
        "started": state.started_at.isoformat(),
        "pauses": [
            {
                "reason": one.reason,
                "at": one.at.isoformat(),
                "notice": one.notice,
                "until": one.until.isoformat() if one.until else None,
                "resumed": one.resumed_at.isoformat() if one.resumed_at else None,
            }
            for one in state.pauses
        ],
        "grants": [
            {
                "span": str(one.span),
                "at": one.at.isoformat(),
                "approver": one.approver,
                "reason": one.reason,
            }
            for one in state.grants
        ],
        "stopped": state.stopped_at.isoformat() if state.stopped_at else None,
    }


def _doing(state: ClockState) -> Doing:
    if state.stopped_at is not None:
        return Doing.STOPPED
    paused = any(one.resumed_at is None for one in state.pauses)
    return Doing.PAUSED if paused else Doing.RUNNING


def binds_us(row: Clock) -> bool:
    """Tell whether a clock binds the government for the whole case, so that lists show its day."""
    return row.task is None and row.kind in {ClockKind.STATUTORY, ClockKind.PROMISED}
