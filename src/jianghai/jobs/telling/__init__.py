"""What is told to whom when policies, payouts, applications and appointments move; apps do not know of notices."""

from __future__ import annotations

from typing import Any

from jianghai.approvals.signals import stepped as came
from jianghai.jobs.telling.appointments import tell_appointments, tell_tomorrow
from jianghai.jobs.telling.cases import tell_cases
from jianghai.jobs.telling.changes import tell_change, tell_changes
from jianghai.jobs.telling.steps import tell_steps
from jianghai.jobs.telling.windows import tell_windows
from jianghai.policies import signals

__all__ = ["connect", "tell_cases", "tell_changes", "tell_tomorrow", "tell_windows"]


def connect() -> None:
    """Listen to the policies and the windows."""
    signals.changed.connect(_changed, dispatch_uid="firms are told of changes")
    signals.stepped.connect(_stepped, dispatch_uid="firms are told of steps")
    came.connect(_came, dispatch_uid="people are told of their appointments")


def _changed(change: Any, **_named: Any) -> None:
    tell_change(change)


def _stepped(verb: str, rows: list[Any], **_named: Any) -> None:
    tell_steps(verb, rows)


def _came(verb: str, rows: list[Any], **_named: Any) -> None:
    tell_appointments(verb, rows)
