"""What the registry tells those above it."""

from __future__ import annotations

from django.dispatch import Signal

#: Facts of enterprises have changed; `enterprises` is the list of their ids. Sent once the
#: change is committed; a listener that fails is logged and takes nothing back.
changed = Signal()
