"""What an enterprise is owed: all of it with the honest sum, and one clause opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.views.decorators.http import require_GET, require_http_methods

from jianghai.web.contents.policies import clause, headline, owing, shelf, wishes
from jianghai.web.contents.policies.cards import cards
from jianghai.web.show import show
from jianghai.web.views.firms import found, may_tell

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
    return {
        "firm": one.firm,
        "case": one,
        "year": one.record.year,
        "wish": wish,
        "filters": lambda: wishes.filters(one.lines, wish, shelf.shelf(one.on).topics),
        "head": lambda: headline.of(one),
        "asks": lambda: owing.asked_first(one.lines),
        "groups": [shown(one, key, lines, wish) for key, lines in groups.items() if lines],
        "years": lambda: owing.years(one.firm),
        "may_tell": may_tell(request),
    }


def shown(one: owing.Case, key: str, lines: list[owing.Line], wish: wishes.Wish) -> dict[str, Any]:
    """Write one group: the first cards open, the rest folded; what is not met only where it was asked for."""
    first = 0 if key == "unmet" and not wish.group else len(lines) if wish.group else FIRST
    pk, year = one.firm.pk, one.record.year
    return {
        "key": key,
        "word": owing.GROUPS[key],
        "count": len(lines),
        "first": cards(lines[:first], pk, year),
        "rest": cards(lines[first:], pk, year) if first else "",
        "left": len(lines) - first,
    }


@require_http_methods(["GET", "POST"])
@login_required
def opened(request: HttpRequest, pk: int, issuer: str, policy: str, item: str) -> HttpResponse:
    """Open one clause for an enterprise; a post tries other values without saving them."""
    one = owing.case(found(request, pk), request.GET.get("year", ""))
    told = clause.of(one, f"{issuer}/{policy}", item, request.POST)
    part = "answer" if request.method == "POST" else "inside"
    return show(request, "owed/clause.html", part, **told, may_tell=may_tell(request))
