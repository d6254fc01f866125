"""Changing a document: one at a time, each change a turn of it, told to the others once it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from jianghai.base import journal
from jianghai.casework import signals
from jianghai.casework.models import Case, Document

if TYPE_CHECKING:
    from jianghai.people.models import Person


def locked(pk: int) -> Document:
    """Lock a document until the caller's transaction ends: whoever changes it comes after."""
    return (
        Document.objects.select_for_update(of=("self",))
        .select_related("case", "case__department")
        .get(pk=pk)
    )


def turned(document: Document) -> int:
    """Count one more change of a locked document, and give its turn."""
    document.turn += 1
    document.save(update_fields=["turn", "remarked"])
    return document.turn


def told(verb: str, document: Document, by: Person | None, **what: Any) -> None:
    """Write the line of a change, and tell those above once it is committed."""
    case = document.case
    line = {"case": case.pk, "service": case.service, "document": document.pk, **what}
    journal.record(by, verb, case, **line)
    transaction.on_commit(
        lambda: signals.moved.send_robust(
            sender=Case, case=case, events=[verb], by=by, document=document, what=line
        )
    )
