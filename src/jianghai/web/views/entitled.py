"""What an enterprise is owed: all of it with the honest sum, and one clause opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import StreamingHttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jianghai.people.requests import person
from jianghai.policies.actions.seeing import mark_seen
from jianghai.web.contents.owed import calendar, changes, clause, headline, owing, wishes
from jianghai.web.contents.owed.cards import cards
from jianghai.web.show import show
from jianghai.web.views.firms import found

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


#: So many cards of a group stand open; the rest is folded.
FIRST = 8


@require_GET
@login_required
def owed(request: HttpRequest, pk: int) -> HttpResponse:
    """Show everything an enterprise is owed, in groups; htmx asks for the list alone."""
    one = owing.case(found(request, pk), request.GET.get("year", ""))
    return show(request, "owed/page.html", "list", **listed(request, one))


def listed(request: HttpRequest, one: owing.Case) -> dict[str, Any]:
    """Gather what the page of an enterprise's entitlements shows."""
    wish = wishes.Wish.of(request.GET)
    groups = owing.grouped(wish.chosen(one.lines))
    rest = "rest" in request.GET
    return {
        "firm": one.firm,
        "case": one,
        "year": one.record.year,
        "wish": wish,
        "filters": lambda: wishes.filters(one.lines, wish, one.shelf.topics),
        "head": lambda: headline.of(one),
        "asks": lambda: owing.asked_first(one.lines),
        "groups": [
            shown(one, key, groups[key], part(key, wish, rest=rest))
            for key in groups
            if groups[key]
        ],
        "since": lambda: changes.since(one, person(request)),
        "years": lambda: owing.years(one.firm),
    }


def part(key: str, wish: wishes.Wish, *, rest: bool) -> slice:
    """Tell which cards of a group stand open: the first few, all of a group that was asked for, or its rest."""
    if wish.group:
        return slice(FIRST if rest else 0, None)
    return slice(0, 0 if key == "unmet" else FIRST)


def shown(one: owing.Case, key: str, lines: list[owing.Line], which: slice) -> dict[str, Any]:
    """Write the cards of one group that stand open, and count the others."""
    open_ = lines[which]
    return {
        "key": key,
        "word": owing.GROUPS[key],
        "count": len(lines),
        "cards": cards(open_, one.firm.pk, one.record.year) if open_ else "",
        "left": len(lines) - len(open_) if which.start == 0 else 0,
    }


@require_http_methods(["GET", "POST"])
@login_required
def opened(request: HttpRequest, pk: int, issuer: str, policy: str, item: str) -> HttpResponse:
    """Open one clause for an enterprise; a post tries other values without saving them."""
    one = owing.case(found(request, pk), request.GET.get("year", ""))
    told = clause.of(one, f"{issuer}/{policy}", item, request.POST)
    fragment = "answer" if request.method == "POST" else "inside"
    told["may_apply"] = told.pop("open") and not person(request).sees_zone
    return show(request, "owed/clause.html", fragment, **told)


@require_POST
@login_required
def seen(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark what changed as seen."""
    mark_seen(person(request), found(request, pk))
    return redirect("firm_owed", pk)


@require_GET
@login_required
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """Show everything with its reasons on one sheet, to be printed."""
    one = owing.case(found(request, pk), request.GET.get("year", ""))
    groups = owing.grouped(wishes.Wish.of(request.GET).chosen(one.lines))
    sheets = [(key, owing.GROUPS[key], lines) for key, lines in groups.items() if lines]
    return show(
        request,
        "owed/print.html",
        firm=one.firm,
        case=one,
        year=one.record.year,
        head=headline.of(one),
        sheets=sheets,
    )


@require_GET
@login_required
def due(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is due in the year to come, month by month."""
    one = owing.case(found(request, pk), request.GET.get("year", ""))
    months = calendar.months(calendar.entries(one))
    return show(
        request, "owed/calendar.html", firm=one.firm, case=one, year=one.record.year, months=months
    )


@require_GET
@login_required
def due_file(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Give the calendar as a file that calendars import."""
    one = owing.case(found(request, pk))
    home = request.build_absolute_uri("/").rstrip("/")
    return StreamingHttpResponse(
        calendar.as_ics(one, calendar.entries(one), home),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="jianghai-policies.ics"'},
    )
