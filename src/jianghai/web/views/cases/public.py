"""Public pages: notices for everybody, objections to them, and whether a paper is ours."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import cache
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jianghai.base.errors import ApplicationError
from jianghai.casework.actions import publicity as actions
from jianghai.casework.actions.documents import opened
from jianghai.casework.models import Objection, Publicity
from jianghai.casework.papers import typed_code
from jianghai.casework.queries import papers as queries
from jianghai.people.sign_in import address_of
from jianghai.web.contents.cases.public import feed as feeds
from jianghai.web.contents.cases.public import notices as contents
from jianghai.web.show import show
from jianghai.web.views.cases.cases import printed
from jianghai.web.views.desk.doing import key_of

if TYPE_CHECKING:
    from django.http import HttpRequest

#: So many objections an hour are taken from one address: a whole street may stand behind it.
HOURLY, HOUR = 20, 3600
TOO_MANY, UNFIT = 429, 422


@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """List public notices, the latest first."""
    return show(request, "public/notices.html", **contents.listed(request.GET))


@require_GET
def feed(request: HttpRequest) -> HttpResponse:
    """Give the latest notices as an Atom feed."""
    content = feeds.atom(request.build_absolute_uri("/"), request.build_absolute_uri())
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")


@require_http_methods(["GET", "POST"])
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one notice in full; a post takes an objection to it."""
    one = get_object_or_404(queries.public_notices(), pk=pk)
    if request.method == "GET":
        return show(request, "public/notice.html", **contents.told(one))
    wrong, status = _refusal(request)
    if not wrong:
        try:
            return redirect("public_receipt", _object(request, one).receipt)
        except ApplicationError as error:
            wrong, status = error.message, UNFIT
    told = contents.told(one) | {"wrong": wrong, "typed": request.POST}
    return show(request, "public/notice.html", status=status, **told)


def _object(request: HttpRequest, one: Publicity) -> Objection:
    sent = request.POST
    said = actions.Said(
        sent.get("name", ""), sent.get("contact", ""), sent.get("text", ""), "hearing" in sent
    )
    made = actions.object_(one, said, key=key_of(request))
    _count(request)
    return made


def _refusal(request: HttpRequest) -> tuple[str, int]:
    """Turn away machines, who fill in every field, and whoever sends very many."""
    if request.POST.get("website") or not key_of(request):
        return _("提交没有被接受，请刷新页面后重新填写。"), UNFIT
    if cache.get(_place(request), 0) >= HOURLY:
        return _("从您的网络提交的异议较多，请一小时后再试，或到窗口提交。"), TOO_MANY
    return "", 0


def _place(request: HttpRequest) -> str:
    """Name the counter of an address, without the address."""
    seen = hashlib.sha256(str(address_of(request)).encode()).hexdigest()
    return f"objections:{seen}"


def _count(request: HttpRequest) -> None:
    cache.add(_place(request), 0, HOUR)
    cache.incr(_place(request))


@require_GET
def receipt(request: HttpRequest, receipt: str) -> HttpResponse:
    """Show to whoever holds a receipt where the objection is; not who sent it."""
    found = Objection.objects.select_related("publicity").filter(receipt=receipt.upper()).first()
    if found is None:
        raise Http404(receipt)
    return show(request, "public/receipt.html", objection=found)


@require_GET
def file(request: HttpRequest, pk: int, version: int) -> FileResponse:
    """Give a paper of a notice: only those that were posted with it."""
    one = get_object_or_404(queries.public_notices(), pk=pk)
    found = get_object_or_404(one.papers, pk=version)
    return FileResponse(opened(found), filename=found.name, content_type="application/octet-stream")


@require_GET
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the decision that a notice publishes, in full."""
    one = get_object_or_404(queries.public_notices(), pk=pk)
    published = contents.published(one)
    if published is None:
        raise Http404(pk)
    return printed(request, published.paper)


@require_GET
def look_up(request: HttpRequest) -> HttpResponse:
    """Ask for the code that stands on a paper, and go to what is known of it."""
    code = typed_code(request.GET.get("code", "")[:40])
    if code:
        return redirect("public_verify", code)
    return show(request, "public/look_up.html", site=settings.SITE_NAME)


@require_GET
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Say whether a paper is ours, what it decided, and whether it still holds."""
    found = contents.verified(code)
    return show(request, "public/verify.html", status=200 if found else 404, code=code, found=found)
