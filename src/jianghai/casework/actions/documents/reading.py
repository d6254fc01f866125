"""Who opened which version, when, and how far they read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from jianghai.base import clock, journal
from jianghai.casework.actions.documents.limits import personal
from jianghai.casework.models import Reading
from jianghai.casework.queries import documents as queries

if TYPE_CHECKING:
    from jianghai.casework.models import Document, Version
    from jianghai.people.models import Person


@transaction.atomic
def read(version: Version, page: int, *, by: Person) -> Reading:
    """Note that somebody has read as far as a page; a person is counted once for a version."""
    queries.get(by, version.document_id)  # whoever may not see it reads nothing
    now, reached = clock.now(), max(1, min(page, version.pages or 1))
    found, new = Reading.objects.get_or_create(
        version=version,
        by=by,
        defaults={"first_at": now, "last_at": now, "furthest": reached},
    )
    if not new:
        Reading.objects.filter(pk=found.pk).update(
            last_at=now, furthest=Greatest(F("furthest"), reached)
        )
        found.refresh_from_db()
    return found


def noted(document: Document, version: Version, *, by: Person) -> None:
    """Note a look into a document that holds personal data."""
    if personal(document.case, document.material):
        why = f"{document.name} v{version.number}"
        journal.read(by, document.case, [document.material], why)
