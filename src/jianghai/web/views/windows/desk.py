"""The window's day: who comes, who waits, who is next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from jianghai.approvals import actions
from jianghai.approvals.queries import access
from jianghai.base import clock
from jianghai.people.requests import person
from jianghai.web.contents.windows import desk
from jianghai.web.contents.windows.booking import day_asked
from jianghai.web.show import show
from jianghai.web.views.desk.allow import overseer
from jianghai.web.views.desk.doing import done, key_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

STEPS = {
    "check_in": (actions.check_in, gettext_lazy("已签到：%(number)s")),
    "serve": (actions.serve, gettext_lazy("已办理完毕：%(number)s")),
    "no_show": (actions.mark_no_show, gettext_lazy("已登记未到：%(number)s")),
}


@require_GET
@login_required
def windows(request: HttpRequest) -> HttpResponse:
    """List the windows that the reader works at or may look at, with how they stand today."""
    reader = overseer(request)
    found = access.watched_by(reader).filter(active=True)
    cards = [(one, desk.today(reader, one, clock.today())) for one in found]
    return show(request, "windows/windows.html", cards=cards)


@require_GET
@login_required
def window(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a day of a window."""
    reader = person(request)
    found = get_object_or_404(access.watched_by(reader), pk=pk)
    day = day_asked(request.GET.get("day", "")) or clock.today()
    works = access.worked_by(reader).filter(pk=pk).exists()
    today = desk.today(reader, found, day)
    now = clock.now()
    return show(
        request,
        "windows/window.html",
        "day",
        window=found,
        today=today,
        may_act=works and today.is_today,
        now=now,
    )


@require_POST
@login_required
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """Call who is next."""
    reader = person(request)
    found = get_object_or_404(access.worked_by(reader), pk=pk)
    called = actions.call_next(found, by=reader, key=key_of(request))
    if called is None:
        messages.info(request, _("现在没有人等候。"))
    else:
        messages.success(request, _("请 %(number)s 号到窗口。") % {"number": called.number})
    return redirect("window", pk)


@require_POST
@login_required
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Do one step at the window with an appointment."""
    reader = person(request)
    one = get_object_or_404(access.of(reader), pk=pk)
    day = timezone.localdate(one.starts_at)
    back = f"{reverse('window', args=[one.window_id])}?day={day}#a-{pk}"
    do, key = request.POST.get("do", ""), key_of(request)
    if do == "excuse":
        reason = request.POST.get("reason", "")
        return done(
            request,
            lambda: actions.excuse(one, reason, by=reader, key=key),
            back,
            _("这次未到不计入次数。"),
        )
    if do not in STEPS:
        raise Http404
    verb, said = STEPS[do]
    return done(request, lambda: verb(one, by=reader, key=key), back, said % {"number": one.number})
