"""Giving files away: versions, in parts where a browser asks for parts, and the table of remarks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.http import http_date
from django.views.decorators.http import require_GET

from jianghai.casework import papers
from jianghai.casework.actions import documents as actions
from jianghai.casework.queries import documents as queries
from jianghai.people.requests import person
from jianghai.web.files import XLSX
from jianghai.web.views.documents.finding import document_of, version_of
from jianghai.web.words import english

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from jianghai.casework.models import Version

RANGE = re.compile(r"bytes=(\d{1,12})-(\d{0,12})$")
#: Of a part at once, so that no thread of the server is held by one slow line.
MOST = 4 * 1024 * 1024
PART, UNCHANGED, NO_SUCH_PART = 206, 304, 416
PDF = "application/pdf"


@require_GET
@login_required
def file(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """Give a version to those who may see it; saved, never shown inside a page by the browser itself."""
    version = version_of(request, pk, number)
    tag = f'"{version.sha256}"'
    if request.headers.get("If-None-Match") == tag:
        return _safe(HttpResponse(status=UNCHANGED), version)
    asked = RANGE.match(request.headers.get("Range", ""))
    if asked and request.headers.get("If-Range", tag) == tag:
        return _safe(_part(version, int(asked[1]), asked[2]), version)
    actions.noted(version.document, version, by=person(request))
    answer = FileResponse(actions.opened(version), content_type="application/octet-stream")
    answer["Content-Length"] = str(version.size)
    return _safe(answer, version)


def _part(version: Version, first: int, last: str) -> HttpResponse:
    if first >= version.size:
        return HttpResponse(
            status=NO_SUCH_PART, headers={"Content-Range": f"bytes */{version.size}"}
        )
    end = min(int(last or version.size), version.size - 1, first + MOST - 1)
    with actions.opened(version) as content:
        content.seek(first)
        answer = HttpResponse(content.read(max(end - first + 1, 0)), status=PART)
    answer["Content-Range"] = f"bytes {first}-{end}/{version.size}"
    return answer


def _safe(answer: HttpResponseBase, version: Version) -> HttpResponseBase:
    """Say that it is a file to be saved, whatever it is called, and that no script may run in it."""
    answer["Content-Type"] = "application/octet-stream"
    answer["Content-Disposition"] = _saved(version.name)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Accept-Ranges"] = "bytes"
    answer["ETag"] = f'"{version.sha256}"'
    answer["Last-Modified"] = http_date(version.at.timestamp())
    patch_cache_control(answer, private=True, no_cache=True)
    return answer


def _saved(name: str) -> str:
    return f"attachment; filename*=UTF-8''{quote(name)}"


@require_GET
@login_required
def table(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Give the table of all remarks and versions of a document, as a workbook or as a paper."""
    writers = {"xlsx": (papers.comparison_xlsx, XLSX), "pdf": (papers.comparison_pdf, PDF)}
    one = document_of(request, pk)
    if kind not in writers:
        raise Http404
    write, type_ = writers[kind]
    told = queries.comparison(one, "en" if english() else "zh")
    name = f"{one.name}-意见办理情况.{kind}"
    headers = {"Content-Disposition": _saved(name), "X-Content-Type-Options": "nosniff"}
    return HttpResponse(write(told), content_type=type_, headers=headers)
