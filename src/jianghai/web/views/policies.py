"""The library of policies: finding them, and each as a page generated from its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.views.decorators.http import require_GET

from jianghai.base import clock
from jianghai.people.requests import person
from jianghai.web.contents.policies import own, pages, search, shelf
from jianghai.web.show import show

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest, HttpResponse

PER_PAGE = 30


@require_GET
@login_required
def library(request: HttpRequest) -> HttpResponse:
    """Find policies; for an enterprise with its own verdicts."""
    today = clock.today()
    wish, entries = search.Wish.of(request.GET), search.index(shelf.shelf(today), today)
    page = Paginator(search.found(entries, wish), PER_PAGE).get_page(request.GET.get("page"))
    return show(
        request,
        "policies/library.html",
        "found",
        wish=wish,
        page=page,
        total=len(entries),
        facets=search.facets(entries, wish, shelf.shelf(today).topics),
        rows=own.rows(page.object_list, own.case_of(person(request)), today),
        hidden=sum(one.policy.demo for one in entries),
        today=today,
    )


@require_GET
@login_required
def policy(request: HttpRequest, issuer: str, policy: str) -> HttpResponse:
    """Show one edition of a policy as a page."""
    today = clock.today()
    name = f"{issuer}/{policy}"
    edition = chosen(name, request.GET.get("edition", ""), today)
    mine = own.case_of(person(request))
    return show(
        request,
        "policies/policy.html",
        policy=edition,
        current=shelf.policy(name, today),
        editions=shelf.shelf(today).policies[name],
        chain=pages.chain(shelf.shelf(today), edition, today),
        clauses=pages.clauses(shelf.shelf(today), edition, today, mine),
        mine=mine,
        today=today,
    )


def chosen(name: str, opens: str, today: date) -> pages.Policy:
    """Find an edition by the day it begins, today's where none is named; answer 404 where there is none."""
    return pages.edition(shelf.shelf(today), name, opens, shelf.policy(name, today))
