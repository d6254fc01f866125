"""The page of a document, and the page on which a version is reviewed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from jianghai.casework.actions import documents as actions
from jianghai.casework.queries import documents as queries
from jianghai.people.requests import person
from jianghai.web.contents.documents import rows
from jianghai.web.contents.documents.states import PDF
from jianghai.web.show import show
from jianghai.web.views.documents.finding import document_of, version_of
from jianghai.web.views.documents.live import passed

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_GET
@login_required
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a document: its versions, who has read the newest, and the table of remarks."""
    one, reader = document_of(request, pk), person(request)
    versions = list(one.versions.select_related("by").order_by("-number"))
    may = queries.rights(reader, one)
    return show(
        request,
        "documents/document.html",
        one=one,
        case=one.case,
        versions=versions,
        readings=queries.readings(versions[0]) if versions else [],
        counts=rows.counted(queries.counts(one)),
        may=may,
        most=actions.limits(one.case, one.material).most_megabytes if may.upload else None,
    )


@require_GET
@login_required
def newest(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the reader to the newest version of a document."""
    one = document_of(request, pk)
    last = one.versions.order_by("-number").values_list("number", flat=True).first()
    if last is None:
        raise Http404
    return redirect("review", pk, last)


@require_GET
@login_required
def review(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show a version with all remarks beside it, and take new ones."""
    version, reader = version_of(request, pk, number), person(request)
    one = version.document
    actions.read(version, 1, by=reader)
    actions.noted(one, version, by=reader)
    beside = rows.rows(queries.beside(version), version, reader)
    return show(
        request,
        "documents/review.html",
        one=one,
        case=one.case,
        version=version,
        versions=list(one.versions.order_by("-number")),
        rows=beside,
        counts=rows.tally(beside),
        may=queries.rights(reader, one),
        pdf=version.kind == PDF,
        live=passed(pk),
    )
