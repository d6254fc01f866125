"""What one can ask for, and beginning to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods

from jianghai.casework.actions import cases as actions
from jianghai.people.requests import person
from jianghai.web.contents.cases.asking import guide
from jianghai.web.show import show
from jianghai.web.views.cases.allow import whole
from jianghai.web.views.desk.doing import key_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from jianghai.casework.services import Service
    from jianghai.enterprises.models import Enterprise


@require_GET
def services(request: HttpRequest) -> HttpResponse:
    """List what one can ask for; everybody may read it."""
    return show(request, "cases/services.html", offers=guide.offers())


@require_GET
def service(request: HttpRequest, service: str) -> HttpResponse:
    """Show the guide of one service."""
    return show(request, "cases/service.html", **guide.told_of(guide.found(service), request.user))


@require_http_methods(["GET", "POST"])
@login_required
def apply(request: HttpRequest, service: str) -> HttpResponse:
    """Begin a case as a draft; opened as an address it leads to the guide."""
    wanted = guide.found(service)
    if request.method == "GET":
        return redirect("service", service)
    asked = actions.Asked(
        service, request.POST.get("title", ""), _firm(request, wanted), request.POST.get("lane", "")
    )
    case = actions.start(asked, by=person(request), key=key_of(request))
    return redirect("case", case.number)


def _firm(request: HttpRequest, wanted: Service) -> Enterprise | None:
    """Give the enterprise that was chosen, among those of the reader."""
    chosen = whole(request.POST.get("firm", ""))
    if not chosen:
        return None
    return get_object_or_404(guide.firms(person(request), wanted), pk=chosen)
