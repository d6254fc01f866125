"""`jianghai due`: when a term ends, counted by a calendar and without a database."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from jianghai.cli.corpus import folder
from jianghai.cli.errors import CommandError
from worktime.calendars import Calendar
from worktime.deadlines import Counting, Due, Roll, deadline
from worktime.errors import WorktimeError
from worktime.moments import SHANGHAI
from worktime.spans import Span
from worktime.windows import Window

if TYPE_CHECKING:
    import argparse

HALL = "hall"


def command(asked: argparse.Namespace) -> int:
    """Print the last day of a term; what moved it and what is not sure go to stderr."""
    try:
        begun, span = _start(asked.start), Span.parse(asked.amount)
        calendar = Calendar.load(folder() / "calendars" / asked.calendar)
        calendar = calendar.with_window(Window(HALL, asked.window))
        roll = Roll.NEXT_WORKDAY if asked.roll else Roll.NONE
        counting = Counting(include_start_day=asked.include_start, roll=roll)
        due = deadline(begun, span, calendar, counting)
    except WorktimeError as wrong:
        where = f"{wrong.where}: " if wrong.where else ""
        raise CommandError(where + wrong.what.zh, wrong.what.en) from wrong
    if asked.format == "json":
        print(json.dumps(_told(due, asked), ensure_ascii=False, indent=2))
        return 0
    print(_plain(due, span))
    for told in _remarks(due):
        print(told, file=sys.stderr)
    return 0


def _start(written: str) -> date | datetime:
    """Read a day, or a moment in Shanghai where it names no other zone."""
    try:
        if len(written) <= len("2025-09-08"):
            return date.fromisoformat(written)
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise CommandError(
            f"“{written}”不是日期或时刻，应写作 2025-09-08 或 2025-09-08T09:30",
            f"{written!r} is no day or moment; write 2025-09-08 or 2025-09-08T09:30",
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


def _plain(due: Due, span: Span) -> str:
    """Give the day, and for working hours the time of day."""
    if not span.unit.by_window:
        return due.day.isoformat()
    return f"{due.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}".removesuffix(":00")


def _remarks(due: Due) -> list[str]:
    remarks = [str(due.moved_by.told)] if due.moved_by else []
    if due.provisional:
        years = "–".join(dict.fromkeys(map(str, (due.unsure[0], due.unsure[-1]))))
        remarks.append(
            f"暂定：{years} 年放假安排尚未公布，按周末推算 / "
            f"provisional: the days off of {years} are not published, weekends were counted"
        )
    return remarks


def _told(due: Due, asked: argparse.Namespace) -> dict[str, Any]:
    moved = due.moved_by
    return {
        "start": asked.start,
        "amount": asked.amount,
        "calendar": asked.calendar,
        "day": due.day.isoformat(),
        "at": due.at.astimezone(SHANGHAI).isoformat(),
        "counted": [day.isoformat() for day in due.counted],
        "moved_by": moved
        and {"rule": moved.rule, "since": moved.since.isoformat(), "told": moved.told.as_dict()},
        "provisional": due.provisional,
        "unpublished": list(due.unsure),
    }
