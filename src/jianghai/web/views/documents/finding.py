"""Find what a reader may see, or answer that there is no such page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from jianghai.casework.models import Document, Remark, Version
from jianghai.casework.queries import documents as queries
from jianghai.people.requests import person

if TYPE_CHECKING:
    from django.http import HttpRequest


def document_of(request: HttpRequest, pk: int) -> Document:
    """Find a document that the reader may see."""
    try:
        return queries.get(person(request), pk)
    except Document.DoesNotExist as error:
        raise Http404 from error


def version_of(request: HttpRequest, pk: int, number: int) -> Version:
    """Find a version of a document that the reader may see."""
    document = document_of(request, pk)
    found = document.versions.select_related("by").filter(number=number).first()
    if found is None:
        raise Http404
    found.document = document  # with its case, which is already read
    return found


def remark_of(request: HttpRequest, pk: int) -> Remark:
    """Find a remark on a document that the reader may see."""
    try:
        return queries.remark(person(request), pk)
    except Remark.DoesNotExist as error:
        raise Http404 from error
