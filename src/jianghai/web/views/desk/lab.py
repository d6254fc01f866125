"""The policy lab: values are moved, and the page redraws what that does to the zone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jianghai.base.errors import ApplicationError
from jianghai.policies import lab as kernel
from jianghai.policies.actions import scenarios as actions
from jianghai.policies.lab.sheet import workbook
from jianghai.policies.lab.summary import compared
from jianghai.policies.queries import drafts
from jianghai.policies.queries import lab as queries
from jianghai.web import files
from jianghai.web.contents.desk.lab import drawn, wish
from jianghai.web.show import show
from jianghai.web.views.desk.allow import editor
from jianghai.web.views.desk.doing import done

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from jianghai.people.models import Person


@require_GET
@login_required
def lab(request: HttpRequest) -> HttpResponseBase:
    """Try what the query asks; htmx asks for the outcome alone."""
    reader = editor(request)
    asked = wish.of(request.GET, reader)
    told = outcome(reader, asked)
    shape = request.GET.get("as", "")
    if shape == "xlsx" and asked is not None and told.get("found"):
        return files.xlsx("jianghai-lab", workbook(told["found"], asked.name))
    page = "report" if shape == "print" and told.get("found") else "lab"
    return show(
        request,
        f"desk/lab/{page}.html",
        "outcome",
        wish=asked,
        what=request.GET.get("what", ""),
        query=request.GET.urlencode(),
        choices=lambda: wish.choices(reader),
        scenarios=lambda: queries.scenarios_of(reader)[:20],
        **told,
    )


def outcome(reader: Person, asked: wish.Wish | None) -> dict[str, Any]:
    """Try a wish, and draw what comes of it; what cannot be tried is said."""
    if asked is None:
        return {"found": None, "error": ""}
    try:
        found = kernel.try_(reader, asked.asked)
    except ApplicationError as error:
        return {"found": None, "error": error.message}
    winners, losers = drawn.firms(found)
    return {
        "found": found,
        "error": "",
        "winners": winners,
        "losers": losers,
        "levels": drawn.levels(found),
        "months": drawn.months(found),
        "spread": drawn.spread(found),
    }


@require_GET
@login_required
def effect(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a draft as it stands would do to the zone."""
    reader = editor(request)
    draft = get_object_or_404(drafts.drafts_of(reader), pk=pk)
    told = outcome(reader, wish.made(f"draft:{pk}", {}, "", reader))
    return show(request, "desk/effect.html", draft=draft, **told)


@require_POST
@login_required
def save(request: HttpRequest) -> HttpResponse:
    """Keep what was tried under a name."""
    reader = editor(request)
    asked = wish.of(request.POST, reader)
    if asked is None:
        messages.error(request, _("请先选择政策。"))
        return redirect("desk_lab")
    query = request.POST.copy()
    for name in ("csrfmiddlewaretoken", "name"):
        query.pop(name, None)
    return done(
        request,
        lambda: actions.save_scenario(request.POST.get("name", ""), asked.asked, by=reader),
        f"{reverse('desk_lab')}?{query.urlencode()}",
        _("方案已保存，可以并排比较。"),
    )


@require_GET
@login_required
def compare(request: HttpRequest) -> HttpResponse:
    """Show scenarios side by side."""
    reader = editor(request)
    all_ = list(queries.scenarios_of(reader)[:50])
    chosen = {int(one) for one in request.GET.getlist("pick") if one.isdecimal()}
    picked = [one for one in all_ if one.pk in chosen] if chosen else all_[:2]
    return show(request, "desk/lab/compare.html", all=all_, picked=picked, lines=compared(picked))


@require_POST
@login_required
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a scenario."""
    reader = editor(request)
    one = get_object_or_404(queries.scenarios_of(reader), pk=pk)
    return done(
        request,
        lambda: actions.drop_scenario(one, by=reader),
        "desk_lab_compare",
        _("方案已删除。"),
    )
