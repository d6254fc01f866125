"""What the registry keeps."""

from __future__ import annotations

from jianghai.enterprises.models.batches import Batch
from jianghai.enterprises.models.entries import Completeness, Entry
from jianghai.enterprises.models.facts import NO_YEAR, FactValue, Source, SourceKind
from jianghai.enterprises.models.firms import IDENTITY, Enterprise, Membership, MembershipRole

__all__ = [
    "IDENTITY",
    "NO_YEAR",
    "Batch",
    "Completeness",
    "Enterprise",
    "Entry",
    "FactValue",
    "Membership",
    "MembershipRole",
    "Source",
    "SourceKind",
]
