"""What the standards hear: facts of enterprises changed, so what follows from them is computed anew."""

from __future__ import annotations

from typing import Any

from jianghai.enterprises.signals import changed
from jianghai.standards import actions


def connect() -> None:
    """Listen to the registry."""
    changed.connect(_evaluate, dispatch_uid="standards evaluate what changed")


def _evaluate(enterprises: list[int], **_named: Any) -> None:
    actions.hear(enterprises)
