"""What is told to whom when policies, payouts and applications move; policies and notices do not know each other."""

from __future__ import annotations

from typing import Any

from jianghai.jobs.telling.cases import tell_cases
from jianghai.jobs.telling.changes import tell_change, tell_changes
from jianghai.jobs.telling.steps import tell_steps
from jianghai.jobs.telling.windows import tell_windows
from jianghai.policies import signals

__all__ = ["connect", "tell_cases", "tell_changes", "tell_windows"]


def connect() -> None:
    """Listen to the policies."""
    signals.changed.connect(_changed, dispatch_uid="firms are told of changes")
    signals.stepped.connect(_stepped, dispatch_uid="firms are told of steps")


def _changed(change: Any, **_named: Any) -> None:
    tell_change(change)


def _stepped(verb: str, rows: list[Any], **_named: Any) -> None:
    tell_steps(verb, rows)
