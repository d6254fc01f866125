"""Keep evidence of what rules saw: a clip, a snapshot and a record, faces covered, sealed and chained."""

from __future__ import annotations

from sightline.evidence.disk import Disk
from sightline.evidence.keeper import Keeper, Tools
from sightline.evidence.occasion import Note, NoteKind, Occasion, Origin, Settings
from sightline.evidence.review import Dismissal, Kept, Tally, dismiss, dismissals, packets, tally
from sightline.evidence.verify import Finding, verify

__all__ = [
    "Disk",
    "Dismissal",
    "Finding",
    "Keeper",
    "Kept",
    "Note",
    "NoteKind",
    "Occasion",
    "Origin",
    "Settings",
    "Tally",
    "Tools",
    "dismiss",
    "dismissals",
    "packets",
    "tally",
    "verify",
]
