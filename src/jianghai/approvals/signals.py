"""What the windows tell those above them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.dispatch import Signal

from jianghai.approvals.models import Appointment

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Appointments moved on; `verb` says how, `rows` are the stored rows. Sent once it is committed; a listener that
#: fails is logged and takes nothing back.
stepped = Signal()


def send(verb: str, rows: Sequence[Appointment]) -> None:
    """Send `stepped` once the caller's transaction is committed; nothing where nothing moved."""
    if rows:
        transaction.on_commit(
            lambda: stepped.send_robust(sender=Appointment, verb=verb, rows=list(rows))
        )
