"""Applications that were handed in: the queue, and deciding one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jianghai.base import money as fen
from jianghai.base.errors import ApplicationError
from jianghai.policies.actions import deciding
from jianghai.policies.models import ApplicationState
from jianghai.policies.queries import applications as queries
from jianghai.web.contents.desk import asking
from jianghai.web.contents.desk.states import APPLICATIONS
from jianghai.web.show import show
from jianghai.web.views.desk.allow import editor, overseer
from jianghai.web.views.desk.doing import done, key_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from jianghai.policies.models import Application

PER_PAGE = 30
SHOWN = ("in_review", "returned", "approved", "refused")


@require_GET
@login_required
def queue(request: HttpRequest) -> HttpResponse:
    """List applications, those that wait for a decision first."""
    reader, state = overseer(request), request.GET.get("state", "in_review")
    state = state if state in ApplicationState.values else "in_review"
    all_ = queries.of(reader)
    found = all_.filter(state=state).order_by("submitted_at", "pk")
    return show(
        request,
        "desk/applications.html",
        page=Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        state=state,
        states=[(key, APPLICATIONS[key], all_.filter(state=key).count()) for key in SHOWN],
    )


@require_http_methods(["GET", "POST"])
@login_required
def application(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one application with its reasons, and take the decision."""
    reader = overseer(request)
    one = get_object_or_404(queries.of(reader), pk=pk)
    if request.method == "POST":
        editor(request)
        return done(request, lambda: decide(request, one), request.path, _("已办理。"))
    may_decide = reader.edits_zone and one.state == "in_review"
    return show(request, "desk/application.html", **asking.told(one), may_decide=may_decide)


def decide(request: HttpRequest, one: Application) -> None:
    """Return, approve or refuse, as the button says."""
    reader, text, key = editor(request), request.POST.get("text", ""), key_of(request)
    match request.POST.get("do", ""):
        case "return":
            deciding.return_(one, text=text, by=reader, key=key)
        case "refuse":
            deciding.refuse(one, text=text, by=reader, key=key)
        case "approve":
            amount = request.POST.get("granted", "").strip()
            granted = fen.fen(amount) if amount else None
            deciding.approve(one, granted=granted, by=reader, key=key, text=text)
        case _:
            raise ApplicationError("请选择退回、通过或不予通过。", "Return, approve or refuse it.")
