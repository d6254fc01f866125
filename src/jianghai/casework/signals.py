"""What casework tells those above it, once the change is committed; a listener that fails takes nothing back."""

from __future__ import annotations

from django.dispatch import Signal

#: A case moved on; `case` is its row, `events` what happened, as names such as `accepted` or `opened:check`.
moved = Signal()
#: A rung of a clock was fired; `clock`, `rung`, `tells` (duties to be told) and `case`.
warned = Signal()
#: A decision was made; `decision`.
decided = Signal()
#: An approved case is handed over to supervision; `case`.
handed_over = Signal()
#: A calendar was added or corrected; `moved` lists (clock, old day, new day).
projected = Signal()
