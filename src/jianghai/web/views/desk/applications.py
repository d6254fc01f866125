"""Applications that were handed in: the queue, and one of them; they are decided and paid in their cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jianghai.approvals.payouts import ending, reading
from jianghai.base.errors import ApplicationError
from jianghai.policies.actions.payouts import CLAW_BACK
from jianghai.policies.models import ApplicationState
from jianghai.policies.queries import applications as queries
from jianghai.web.contents.desk import asking
from jianghai.web.contents.desk.states import APPLICATIONS
from jianghai.web.show import show
from jianghai.web.views.desk.allow import editor, overseer
from jianghai.web.views.desk.doing import done, key_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from jianghai.casework.models import Case
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
    """Show one application with its reasons and where its case stands; what was paid may be taken back here."""
    reader = overseer(request)
    one = get_object_or_404(queries.of(reader), pk=pk)
    case = reading.case_of(reader, one)
    if request.method == "POST":
        editor(request)
        return done(
            request, lambda: act(request, case), request.path, _("已追回，企业会收到通知。")
        )
    may = case is not None and _paid(one) and ending.may_claw_back(reader, case)
    return show(request, "desk/application.html", **asking.told(one), may_claw_back=may)


def _paid(one: Application) -> bool:
    return one.payout is not None and one.payout.state in CLAW_BACK.start


def act(request: HttpRequest, case: Case | None) -> None:
    """Take money back; all else is done in the case of the application."""
    if case is None or request.POST.get("do") != "claw-back":
        raise ApplicationError(
            "申报由办件办理：请到办件页面受理、审核、审定和拨付。",
            "Applications are carried by cases: review, decide and pay on the page of the case.",
        )
    reason, key = request.POST.get("reason", ""), key_of(request)
    ending.claw_back(case, reason=reason, by=editor(request), key=key)
