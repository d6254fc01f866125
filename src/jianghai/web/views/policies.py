"""The library of policies: finding them, and each as a page generated from its file."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.views.decorators.http import require_GET

from jianghai.base import clock
from jianghai.people.requests import person
from jianghai.web.contents.owed import own
from jianghai.web.contents.policies import pages, search, shelf
from jianghai.web.show import show
from rulebook.policies.changes import differences

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PER_PAGE = 30


@require_GET
@login_required
def library(request: HttpRequest) -> HttpResponse:
    """Find policies; for an enterprise with its own verdicts."""
    today = clock.today()
    known = shelf.shelf()
    wish, entries = search.Wish.of(request.GET), search.index(known, today)
    page = Paginator(search.found(entries, wish), PER_PAGE).get_page(request.GET.get("page"))
    return show(
        request,
        "policies/library.html",
        "found",
        wish=wish,
        page=page,
        total=len(entries),
        facets=search.facets(entries, wish, known.topics),
        rows=own.rows(page.object_list, own.case_of(person(request)), today),
        hidden=sum(one.policy.demo for one in entries),
        today=today,
    )


@require_GET
@login_required
def policy(request: HttpRequest, issuer: str, policy: str) -> HttpResponse:
    """Show one edition of a policy as a page."""
    today = clock.today()
    known, name = shelf.shelf(), f"{issuer}/{policy}"
    current = shelf.policy(known, name, today)
    edition = pages.edition(known, name, request.GET.get("edition", ""), current)
    mine = own.case_of(person(request))
    return show(
        request,
        "policies/policy.html",
        policy=edition,
        current=current,
        editions=known.policies[name],
        chain=pages.chain(known, edition, today),
        clauses=pages.clauses(known, edition, today, mine),
        mine=mine,
        counts=own.counts(person(request), edition),
        today=today,
    )


@require_GET
@login_required
def compare(request: HttpRequest, issuer: str, policy: str) -> HttpResponse:
    """Put two editions of a policy side by side, with what differs in words."""
    known, name = shelf.shelf(), f"{issuer}/{policy}"
    last = shelf.policy(known, name, date.max)
    editions = known.policies[name]
    old = pages.edition(
        known, name, request.GET.get("old", ""), editions[max(0, len(editions) - 2)]
    )
    new = pages.edition(known, name, request.GET.get("new", ""), last)
    return show(
        request,
        "policies/compare.html",
        editions=editions,
        old=old,
        new=new,
        said=differences(old, new),
        pairs=pages.pairs(old, new),
    )
