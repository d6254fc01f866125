"""The window's week: opening sessions beside the hours, closing a day, logging what was worked."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jianghai.approvals import actions, slots
from jianghai.approvals.models import Closure, ExtraSession
from jianghai.approvals.queries import access
from jianghai.base import clock
from jianghai.people.requests import person
from jianghai.web.contents.windows import desk
from jianghai.web.contents.windows.booking import day_asked
from jianghai.web.show import show
from jianghai.web.views.desk.doing import done, key_of
from rulebook.errors import Text

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

Span = tuple[datetime, datetime]


@require_GET
@login_required
def week(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a week of a window."""
    reader = person(request)
    found = get_object_or_404(access.watched_by(reader), pk=pk)
    day = day_asked(request.GET.get("day", "")) or clock.today()
    return show(
        request,
        "windows/week.html",
        window=found,
        week=desk.week(found, day),
        works=access.worked_by(reader).filter(pk=pk).exists(),
        today=clock.today(),
        now=clock.now(),
    )


def _span(request: HttpRequest) -> Span | None:
    """Read a day and two hours; nothing, with a word to the reader, where they are none."""
    day = day_asked(request.POST.get("day", ""))
    try:
        found = (
            tuple(slots.at(day, request.POST.get(key, "")) for key in ("from", "to")) if day else ()
        )
    except ValueError:
        found = ()
    if len(found) != 2:  # noqa: PLR2004 - from and to
        messages.error(request, _("请填写日期和起止时间。"))
        return None
    return found[0], found[1]


def _back(pk: int, day: date | None = None) -> str:
    return reverse("window_week", args=[pk]) + (f"?day={day}" if day else "")


@require_POST
@login_required
def extra(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a session beside the hours."""
    reader = person(request)
    found = get_object_or_404(access.worked_by(reader), pk=pk)
    span = _span(request)
    if span is None:
        return redirect(_back(pk))
    places, reason = request.POST.get("places", ""), request.POST.get("reason", "")
    return done(
        request,
        lambda: actions.open_extra(
            found,
            *span,
            reason=reason,
            by=reader,
            key=key_of(request),
            places=int(places) if places.isdecimal() else None,
        ),
        _back(pk, slots.day_of(span[0])),
        _("延时场次已开放预约。"),
    )


@require_POST
@login_required
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a window for a day."""
    reader = person(request)
    found = get_object_or_404(access.worked_by(reader), pk=pk)
    day = day_asked(request.POST.get("day", ""))
    if day is None:
        messages.error(request, _("请选择日期。"))
        return redirect(_back(pk))
    reason = Text(request.POST.get("reason", ""), request.POST.get("reason_en", ""))
    return done(
        request,
        lambda: actions.close(found, day, reason, by=reader, key=key_of(request)),
        _back(pk, day),
        _("已停办，已预约的人会收到通知和可改的时段。"),
    )


@require_POST
@login_required
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a window again on a day."""
    reader = person(request)
    mine = access.worked_by(reader).order_by().values("pk")
    found = get_object_or_404(Closure.objects.filter(window__in=mine), pk=pk)
    return done(
        request,
        lambda: actions.lift(found, by=reader, key=key_of(request)),
        _back(found.window_id, found.day),
        _("已恢复办公，尚未改约的人恢复原号。"),
    )


def _session(request: HttpRequest, pk: int) -> ExtraSession:
    mine = access.worked_by(person(request)).order_by().values("pk")
    return get_object_or_404(ExtraSession.objects.filter(window__in=mine), pk=pk)


@require_POST
@login_required
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a session that nobody booked."""
    found = _session(request, pk)
    reader = person(request)
    return done(
        request,
        lambda: actions.drop_extra(found, by=reader, key=key_of(request)),
        _back(found.window_id, slots.day_of(found.starts_at)),
        _("已取消该场次。"),
    )


@require_POST
@login_required
def log(request: HttpRequest, pk: int) -> HttpResponse:
    """Log what one worked in a session."""
    found = _session(request, pk)
    reader = person(request)
    back = _back(found.window_id, slots.day_of(found.starts_at))
    span = _span(request)
    if span is None:
        return redirect(back)
    walk_ins = request.POST.get("walk_ins", "")
    return done(
        request,
        lambda: actions.log_overtime(
            found,
            *span,
            by=reader,
            key=key_of(request),
            walk_ins=int(walk_ins) if walk_ins.isdecimal() else 0,
        ),
        back,
        _("延时记录已登记。"),
    )
