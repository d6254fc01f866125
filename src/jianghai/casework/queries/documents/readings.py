"""Who has read a version, and how far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jianghai.casework.models import Reading

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from jianghai.casework.models import Version


def readings(version: Version) -> QuerySet[Reading]:
    """List who has read a version, the latest first; for those who may see its document."""
    return Reading.objects.filter(version=version).select_related("by").order_by("-last_at", "id")
