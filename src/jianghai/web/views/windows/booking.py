"""Booking a slot and moving to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jianghai.approvals import actions
from jianghai.approvals.queries import access, pausing
from jianghai.base.errors import ApplicationError, NotAllowedError
from jianghai.enterprises import queries as registry
from jianghai.people.requests import person
from jianghai.web.contents.windows import booking
from jianghai.web.show import show
from jianghai.web.views.desk.doing import done, key_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "POST"])
@login_required
def book(request: HttpRequest) -> HttpResponse:
    """Choose a service, a window, a day and a slot; a post books."""
    reader = person(request)
    if not access.acts_for(reader, None):
        raise Http404
    choice = booking.choose(request.GET)
    if request.method == "POST":
        return _book(request, choice)
    return show(
        request,
        "windows/book.html",
        choice=choice,
        firms=registry.of(reader).order_by("pinyin"),
        paused=pausing.paused_until(reader),
    )


def _book(request: HttpRequest, choice: booking.Choice) -> HttpResponse:
    """Book what was chosen and show the ticket; where that is refused, choose again."""
    reader = person(request)
    at = booking.moment_asked(request.POST.get("at", ""))
    back = request.get_full_path()
    if choice.window is None or at is None:
        messages.error(request, _("请先选一个时段。"))
        return redirect(back)
    firm = request.POST.get("enterprise", "")
    try:
        made = actions.book(
            choice.window,
            at,
            service=choice.service,
            by=reader,
            key=key_of(request),
            enterprise=get_object_or_404(registry.of(reader), pk=firm)
            if firm.isdecimal()
            else None,
            note=request.POST.get("note", ""),
        )
    except NotAllowedError:
        raise
    except ApplicationError as error:
        messages.error(request, error.message)
        return redirect(back)
    messages.success(request, _("预约成功。"))
    return redirect("appointment", made.pk)


@require_http_methods(["GET", "POST"])
@login_required
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose another slot for an appointment; a post moves it."""
    reader = person(request)
    one = get_object_or_404(access.of(reader), pk=pk)
    if not access.may_change(reader, one):
        raise Http404
    chosen = {"service": one.service, "window": str(one.window_id), **request.GET.dict()}
    choice = booking.choose({**chosen, "service": one.service}, without=one)
    if request.method == "POST":
        at = booking.moment_asked(request.POST.get("at", ""))
        if choice.window is None or at is None:
            messages.error(request, _("请先选一个时段。"))
            return redirect(request.get_full_path())
        window = choice.window
        return done(
            request,
            lambda: actions.move(one, at, by=reader, key=key_of(request), window=window),
            reverse("appointment", args=[pk]),
            _("已改约。"),
        )
    return show(request, "windows/move.html", one=one, choice=choice)
