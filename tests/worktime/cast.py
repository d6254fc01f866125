"""The calendar of the corpus and short ways to write days, moments and clocks."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache

from tests.house.tree import ROOT
from worktime import SHANGHAI, Calendar, ClockRule, ClockState, Span, start

CORPUS = ROOT / "corpus"


@cache
def cn() -> Calendar:
    """Give the calendar of the corpus."""
    return Calendar.load(CORPUS / "calendars" / "cn")


def day(written: str) -> date:
    """Read a day."""
    return date.fromisoformat(written)


def at(written: str) -> datetime:
    """Read a moment in Shanghai, such as 2025-09-08 10:00; ten o'clock where only the day is written."""
    text = written if " " in written else f"{written} 10:00"
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def clock(span: str, begun: str, **more: object) -> ClockState:
    """Start a clock of a span."""
    return start(ClockRule("test", "试验", "test", Span.parse(span), **more), at(begun))
