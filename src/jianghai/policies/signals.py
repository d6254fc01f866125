"""What the policies tell those above and beside them, and what they hear."""

from __future__ import annotations

from typing import Any

from django.dispatch import Signal

from jianghai.enterprises.signals import changed as facts_changed

#: What enterprises are owed came out otherwise; `change` is the stored `Change`. Sent once the change is committed,
#: once for each cause; a listener that fails is logged and takes nothing back.
changed = Signal()
#: An edition was published; `edition` is the stored `PublishedEdition`. Sent once it is committed.
published = Signal()
#: Payouts or applications moved on; `verb` says how, `rows` are the stored rows. Sent once it is committed.
stepped = Signal()


def connect() -> None:
    """Listen to the registry."""
    facts_changed.connect(_evaluate, dispatch_uid="policies evaluate what changed")


def _evaluate(enterprises: list[int], **_named: Any) -> None:
    from jianghai.policies import actions  # noqa: PLC0415 - the actions send these signals

    actions.hear(enterprises)
