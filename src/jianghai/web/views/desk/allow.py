"""Who may open the desk: the zone's editors write, everybody who sees the zone reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from jianghai.people.requests import person

if TYPE_CHECKING:
    from django.http import HttpRequest

    from jianghai.people.models import Person


def editor(request: HttpRequest) -> Person:
    """Give the reader, if he or she may write for the zone; else answer 404."""
    reader = person(request)
    if not reader.edits_zone:
        raise Http404
    return reader


def overseer(request: HttpRequest) -> Person:
    """Give the reader, if the whole zone is theirs to see; else answer 404."""
    reader = person(request)
    if not reader.sees_zone:
        raise Http404
    return reader
