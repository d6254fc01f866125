"""One's own appointments and those of one's enterprises: see, cancel, take away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jianghai.approvals import actions
from jianghai.approvals.models import LIVE
from jianghai.approvals.queries import access, pausing
from jianghai.base import clock
from jianghai.people.requests import person
from jianghai.web.contents.windows import calendar, history
from jianghai.web.files import ics
from jianghai.web.show import show
from jianghai.web.views.desk.doing import done, key_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

PAST = 30


@require_GET
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """List what is to come, first what has to be moved, and what is over."""
    reader = person(request)
    if not access.acts_for(reader, None):
        raise Http404
    found = access.of(reader)
    waiting = Q(state="cancelled", closure__isnull=False, starts_at__gte=clock.now())
    coming = found.filter(Q(state__in=LIVE) | waiting).select_related("closure")
    return show(
        request,
        "windows/mine.html",
        to_move=history.offered(one for one in coming if one.to_move),
        coming=[one for one in coming if not one.to_move],
        past=found.exclude(pk__in=[one.pk for one in coming]).order_by("-starts_at")[:PAST],
        paused=pausing.paused_until(reader),
    )


@require_GET
@login_required
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the ticket of an appointment."""
    reader = person(request)
    found = get_object_or_404(access.of(reader), pk=pk)
    expected = found.state == "booked" and found.starts_at > clock.now()
    may = access.may_change(reader, found)
    missed = found.state == "no_show" and not found.excused
    return show(
        request,
        "windows/ticket.html",
        one=found,
        lines=history.lines(found),
        may_cancel=may and expected,
        may_move=may and (expected or found.to_move),
        may_excuse=missed and access.worked_by(reader).filter(pk=found.window_id).exists(),
    )


@require_POST
@login_required
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel an appointment."""
    reader = person(request)
    found = get_object_or_404(access.of(reader), pk=pk)
    reason = request.POST.get("reason", "")
    return done(
        request,
        lambda: actions.cancel(found, by=reader, key=key_of(request), reason=reason),
        "appointments",
        _("已取消预约，号位已让给他人。"),
    )


@require_GET
@login_required
def calendar_file(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Give an appointment as a file that calendars import."""
    found = get_object_or_404(access.of(person(request)), pk=pk)
    address = request.build_absolute_uri(reverse("appointment", args=[pk]))
    return ics(f"appointment-{pk}", calendar.as_ics(found, address))
