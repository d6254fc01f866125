"""What casework tells those above it, once the change is committed; a listener that fails takes nothing back."""

from __future__ import annotations

from django.dispatch import Signal

#: A case moved on; `case` is its row, `events` what happened, as names such as `accepted` or `opened:check`.
moved = Signal()
#: An approved case is handed over to supervision; `case`.
handed_over = Signal()
