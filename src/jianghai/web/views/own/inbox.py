"""The inbox of everybody: digests, single notices, whether they were of use, and how one wants to be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.utils.dateparse import parse_date
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jianghai.notices import actions, queries
from jianghai.notices.models import Kind
from jianghai.people.requests import person
from jianghai.web.contents.desk import telling
from jianghai.web.show import part_asked, show
from jianghai.web.views.desk.doing import done, picked

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_GET
@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    """Show what came, newest first, a digest as one item."""
    reader = person(request)
    return show(
        request,
        "own/inbox.html",
        items=queries.items(reader),
        unread=queries.unread(reader),
        waiting=queries.waiting(reader),
        preference=queries.preference_of(reader),
        weekly=queries.digests_a_week(queries.preference_of(reader)),
        kinds=telling.kinds(queries.preference_of(reader).off),
    )


@require_GET
@login_required
def opened(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a notice as read and go where it leads."""
    reader = person(request)
    one = get_object_or_404(queries.of(reader), pk=pk)
    actions.mark_read([one.pk], by=reader)
    inside = url_has_allowed_host_and_scheme(one.link, None) and one.link.startswith("/")
    return redirect(one.link if inside else "inbox")


@require_POST
@login_required
def read(request: HttpRequest) -> HttpResponse:
    """Mark some notices as read, or all of them."""
    reader = person(request)
    all_ = queries.of(reader).filter(read_at__isnull=True).values_list("pk", flat=True)
    actions.mark_read(list(all_) if request.POST.get("do") == "all" else picked(request), by=reader)
    return redirect("inbox")


@require_POST
@login_required
def rate(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whether a notice was of use, and why."""
    reader = person(request)
    get_object_or_404(queries.of(reader), pk=pk)
    useful = request.POST.get("do") == "useful"
    actions.rate(pk, useful=useful, by=reader, reason=request.POST.get("reason", ""))
    if part_asked(request):
        one = get_object_or_404(queries.of(reader), pk=pk)
        return show(request, "own/rate.html", one=one, thanks=True)
    return redirect("inbox")


@require_POST
@login_required
def prefer(request: HttpRequest) -> HttpResponse:
    """Choose how one wants to be told."""
    reader, weekly = person(request), request.POST.get("weekly", "")
    wanted = set(request.POST.getlist("on"))

    def verb() -> None:
        actions.set_preference(
            reader,
            off=[kind for kind in Kind.values if kind not in wanted],
            weekly=int(weekly) if weekly.isdecimal() else None,
            quiet_until=parse_date(request.POST.get("quiet_until", "")),
            mail="mail" in request.POST,
        )

    return done(request, verb, "inbox", _("通知设置已保存。"))
