"""Two versions of a document side by side: what was taken out of the text, and what was put in."""

from __future__ import annotations

from itertools import islice
from time import monotonic
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import Http404
from django.views.decorators.http import require_GET

from jianghai.casework.actions import documents as actions
from jianghai.people.requests import person
from jianghai.web.contents.documents.states import PDF
from jianghai.web.show import show
from jianghai.web.views.documents.finding import document_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest, HttpResponse

    from jianghai.casework.actions.documents.differences import Change
    from jianghai.casework.models import Version

#: Places shown; a document that was written anew is not compared usefully beyond.
MOST = 400
SECONDS = 10
KEPT = 24 * 3600


@require_GET
@login_required
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what differs between the texts of two versions; a long document is read piece by piece."""
    one = document_of(request, pk)
    versions = list(one.versions.order_by("number"))
    old, new = _chosen(request, versions)
    for version in (old, new):
        actions.noted(one, version, by=person(request))
    return show(
        request,
        "documents/compare.html",
        "differences",
        one=one,
        case=one.case,
        versions=versions,
        old=old,
        new=new,
        **_compared(old, new),
    )


def _chosen(request: HttpRequest, versions: list[Version]) -> tuple[Version, Version]:
    """Find the two versions that were asked for: the last two where none were."""
    if not versions:
        raise Http404
    named = {str(version.number): version for version in versions}
    new = named.get(request.GET.get("new", ""), versions[-1])
    before = [version for version in versions if version.number < new.number] or [new]
    return named.get(request.GET.get("old", ""), before[-1]), new


def _compared(old: Version, new: Version) -> dict[str, Any]:
    if old.kind != PDF or new.kind != PDF:
        return {"unfit": True}
    before, after = actions.text_of(old), actions.text_of(new)
    if not (before.complete and after.complete):
        done, whole = len(before.pages) + len(after.pages), before.whole + after.whole
        return {"done": done, "whole": whole}
    name = f"diff-{old.sha256}-{new.sha256}"
    found = cache.get(name)
    if found is None:
        told = actions.changes(actions.lines(before.pages), actions.lines(after.pages))
        found = _within(told)
        cache.set(name, found, KEPT)
    short = before.whole < (old.pages or 0) or after.whole < (new.pages or 0)
    silent = not any(before.pages) or not any(after.pages)
    return {"changes": found[:MOST], "more": len(found) > MOST, "short": short, "silent": silent}


def _within(told: Iterator[Change]) -> list[Change]:
    """Take the places that are found in some seconds."""
    found, end = [], monotonic() + SECONDS
    for change in islice(told, MOST + 1):
        found.append(change)
        if monotonic() > end:
            break
    return found
