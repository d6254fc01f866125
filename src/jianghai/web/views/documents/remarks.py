"""Making a remark, and what becomes of it; with a page for browsers without JavaScript."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jianghai.base.errors import ApplicationError, NotAllowedError
from jianghai.casework.actions import documents as actions
from jianghai.casework.actions.documents import Place
from jianghai.casework.errors import RemarkError
from jianghai.casework.models import RemarkState
from jianghai.people.requests import person
from jianghai.web.contents.documents import rows
from jianghai.web.show import part_asked, show
from jianghai.web.views.desk.doing import done, key_of
from jianghai.web.views.documents.finding import remark_of, version_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from jianghai.casework.models import Remark, Version

CREATED, UNFIT = 201, 422


@require_POST
@login_required
def make(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Take a remark on a version."""
    version = version_of(request, pk, number)
    if request.accepts("text/html"):
        back = reverse("review", args=[pk, number])
        return done(request, lambda: _made(request, version), back, _("意见已提出。"))
    try:
        one = _made(request, version)
    except NotAllowedError:
        raise
    except ApplicationError as error:
        return JsonResponse({"error": {"code": error.code, "message": error.message}}, status=UNFIT)
    return JsonResponse({"id": one.pk, "key": secrets.token_urlsafe(16)}, status=CREATED)


def _made(request: HttpRequest, version: Version) -> Remark:
    given = request.POST
    place = Place(
        _page(given.get("page", "")), _area(given.get("area", "")), given.get("quote", "")
    )
    text, reader = given.get("text", ""), person(request)
    return actions.remark(version, place, text, by=reader, key=key_of(request))


def _page(given: str) -> int:
    return int(given) if given.isascii() and given.isdecimal() else 0


def _area(given: str) -> list[list[float]]:
    """Read rectangles as the page sends them; RemarkError where they are none."""
    try:
        found: list[list[float]] = [
            [float(one) for one in rectangle] for rectangle in json.loads(given or "[]")
        ]
    except (ValueError, TypeError) as error:
        raise RemarkError(
            "选定的位置无法识别，请重新选择。",
            "The place that was chosen cannot be read; choose it again.",
        ) from error
    return found


@require_http_methods(["GET", "POST"])
@login_required
def remark(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one remark with what was said of it, and take the next step."""
    one = remark_of(request, pk)
    if request.method == "GET":
        return _shown(request, one)
    step = request.POST.get("do", "")
    try:
        STEPS[step](request, one)
    except NotAllowedError:
        raise
    except ApplicationError as error:
        return _shown(request, one, error=error, typed=request.POST.get("text", ""))
    if part_asked(request):
        return _shown(request, remark_of(request, pk))
    messages.success(request, _("已办理。"))
    return redirect("remark", pk)


def _shown(request: HttpRequest, one: Remark, **more: Any) -> HttpResponse:
    acts = rows.acts(one, person(request))
    response = show(
        request,
        "documents/remark.html",
        "acts",
        status=UNFIT if "error" in more else 200,
        one=one,
        document=one.document,
        case=one.document.case,
        row=rows.Row(one, carried=False, mine=False),
        acts=acts,
        says=rows.says(acts),
        later=rows.later(one),
        **more,
    )
    if request.method == "POST":
        response["HX-Trigger"] = "remarks-changed"
    return response


def _close(request: HttpRequest, one: Remark) -> Remark:
    number = _page(request.POST.get("version", ""))
    version = one.document.versions.filter(number=number).first()
    if version is None:
        raise RemarkError(
            "请选择用来关闭意见的版本。", "Choose the version that settles the remark."
        )
    return actions.close_remark(one, version, by=person(request), key=key_of(request))


def _say(verb: Callable[..., Remark]) -> Callable[[HttpRequest, Remark], Remark]:
    def said(request: HttpRequest, one: Remark) -> Remark:
        return verb(one, request.POST.get("text", ""), by=person(request), key=key_of(request))

    return said


STEPS: dict[str, Callable[[HttpRequest, Remark], Remark]] = {
    RemarkState.ANSWERED: _say(actions.answer_remark),
    RemarkState.ACCEPTED: _say(actions.accept_remark),
    RemarkState.REJECTED: _say(actions.reject_remark),
    RemarkState.OPEN: _say(actions.reopen_remark),
    RemarkState.CLOSED: _close,
}
