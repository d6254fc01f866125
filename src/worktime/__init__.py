"""Working-day calendars and legal clocks: when something is due, and how much of a term is left.

Pure: no Django, no database, no clock, no settings, no locale. Everything that others use is named here.
"""

from __future__ import annotations

from worktime.calendars import Calendar
from worktime.clocks import (
    EXCLUSIONS,
    LADDERS,
    PROMISE,
    REASONS,
    ClockRule,
    ClockState,
    Extension,
    Grant,
    Kind,
    Law,
    Left,
    Light,
    Pause,
    Rung,
    Shown,
    due,
    extend,
    late,
    left,
    light,
    next_moment,
    pause,
    resume,
    rungs,
    shown,
    start,
    stop,
    used,
)
from worktime.deadlines import Counting, Due, Move, Roll, deadline
from worktime.errors import WorktimeError
from worktime.moments import SHANGHAI, day_of, midnight
from worktime.spans import Span, Unit
from worktime.windows import Window
from worktime.years import Year

__all__ = [
    "EXCLUSIONS", "LADDERS", "PROMISE", "REASONS", "SHANGHAI", "Calendar", "ClockRule", "ClockState", "Counting", "Due",
    "Extension", "Grant", "Kind", "Law", "Left", "Light", "Move", "Pause", "Roll", "Rung", "Shown", "Span", "Unit",
    "Window", "WorktimeError", "Year", "day_of", "deadline", "due", "extend", "late", "left", "light", "midnight",
    "next_moment", "pause", "resume", "rungs", "shown", "start", "stop", "used",
]  # fmt: skip
