"""Clocks: a term as budget, a ledger of pauses and extensions, and what follows from both.

A clock stores no target date: when it is due follows from its ledger and a calendar. `start`, `pause`, `resume`,
`extend` and `stop` write the ledger; `due`, `used`, `left`, `late`, `rungs`, `next_moment` and `light` read it.
"""

from __future__ import annotations

from worktime.clocks.ladders import LADDERS, Light, Rung
from worktime.clocks.questions import (
    Left,
    Shown,
    due,
    late,
    left,
    light,
    next_moment,
    rungs,
    shown,
    used,
)
from worktime.clocks.reasons import EXCLUSIONS, PROMISE, REASONS
from worktime.clocks.rules import ClockRule, ClockState, Extension, Grant, Kind, Law, Pause
from worktime.clocks.verbs import extend, pause, resume, start, stop

__all__ = [
    "EXCLUSIONS", "LADDERS", "PROMISE", "REASONS", "ClockRule", "ClockState", "Extension", "Grant", "Kind", "Law",
    "Left", "Light", "Pause", "Rung", "Shown", "due", "extend", "late", "left", "light", "next_moment", "pause",
    "resume", "rungs", "shown", "start", "stop", "used",
]  # fmt: skip
