"""What a page under review asks for again and again: what has changed, and how far somebody has read.

Nothing is held open. Who was let in carries a pass for some minutes, so that a poll that finds nothing costs one
row by its key and asks neither for the session nor for the person: all it tells is that nothing has changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.core.signing import BadSignature, TimestampSigner
from django.http import Http404, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from jianghai.casework.actions import documents as actions
from jianghai.casework.queries import documents as queries
from jianghai.people.requests import person
from jianghai.web.contents.documents import rows
from jianghai.web.show import show
from jianghai.web.views.documents.finding import document_of, version_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from jianghai.casework.models import Version
    from jianghai.web.contents.documents.rows import Row

NOTHING_NEW = 204
MINUTES = 10
MOST_DRAWN = 5_000
DRAWN: dict[tuple[object, ...], str] = {}
PASSES = TimestampSigner(salt="jianghai.documents.live")


def passed(pk: int) -> str:
    """Give who may see a document a pass to ask whether it has changed."""
    return PASSES.sign(str(pk))


@require_GET
def live(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell what has changed beside a version since a turn of its document."""
    since = _whole(request.GET.get("since", ""))
    if _known(request, pk) and queries.unchanged(pk, since):
        return HttpResponse(status=NOTHING_NEW)
    return _news(request, pk, since)


def _known(request: HttpRequest, pk: int) -> bool:
    try:
        return PASSES.unsign(request.GET.get("pass", ""), max_age=MINUTES * 60) == str(pk)
    except BadSignature:
        return False


@login_required
def _news(request: HttpRequest, pk: int, since: int) -> HttpResponse:
    document = document_of(request, pk)
    turn = document.turn
    if turn <= since:
        return HttpResponse(status=NOTHING_NEW, headers={"Document-Pass": passed(pk)})
    versions = {one.number: one for one in document.versions.order_by("number")}
    version = versions.get(_whole(request.GET.get("version", "")))
    if version is None:
        raise Http404
    found = rows.rows(queries.changed(version, since, turn), version, person(request))
    told = [_told(row, version) for row in found]
    newest = max(versions)
    return JsonResponse({"turn": turn, "pass": passed(pk), "newest": newest, "remarks": told})


def _told(row: Row, version: Version) -> dict[str, Any]:
    """Draw a remark once for all who hear of it: what is drawn changes with its turn only."""
    one = row.one
    name = (one.pk, one.turn, one.at, version.pk, row.mine, get_language())
    if name not in DRAWN:
        if len(DRAWN) > MOST_DRAWN:
            DRAWN.clear()
        DRAWN[name] = render_to_string("web/documents/row.html", {"row": row})
    return {"id": one.pk, "html": DRAWN[name]}


def _whole(given: str) -> int:
    return int(given) if given.isascii() and given.isdecimal() else 0


@require_POST
@login_required
def read(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Note how far the reader has come."""
    version = version_of(request, pk, number)
    actions.read(version, _whole(request.POST.get("page", "")), by=person(request))
    return HttpResponse(status=NOTHING_NEW)


@require_GET
@login_required
def readers(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show who has read a version."""
    version = version_of(request, pk, number)
    return show(
        request,
        "documents/readers.html",
        version=version,
        one=version.document,
        readings=queries.readings(version),
    )
