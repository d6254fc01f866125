"""A firm: who it is, the ladder of its titles, one standard opened, trying."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jianghai.enterprises import actions, queries
from jianghai.people.requests import person
from jianghai.web import words
from jianghai.web.contents import advice, judging, ledger, portrait, trying, trylists
from jianghai.web.show import show

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from jianghai.enterprises.models import Enterprise


@require_GET
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """Open the reader's own enterprise, or let them choose among several."""
    firms = list(queries.of(person(request))[:50])
    if len(firms) == 1:
        return redirect("firm", firms[0].pk)
    return show(request, "firm/choose.html", firms=firms)


@require_GET
@login_required
def firm(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who the firm is, its titles, its points and what to fill in next."""
    one = judging.case(found(request, pk), request.GET.get("year", ""))
    ladder = judging.ladder(one)
    return show(
        request,
        "firm/home.html",
        firm=one.firm,
        year=one.record.year,
        years=judging.years(one.firm),
        ladder=ladder,
        portrait=portrait.of(one, ladder),
        may_tell=may_tell(request),
    )


def found(request: HttpRequest, pk: int) -> Enterprise:
    """Find a firm that the reader may see, or answer 404."""
    return get_object_or_404(queries.of(person(request)), pk=pk)


def may_tell(request: HttpRequest) -> bool:
    """Tell whether the reader may put values on file: members declare, the zone's editors correct."""
    return person(request).edits_zone or not person(request).sees_zone


@require_http_methods(["GET", "POST"])
@login_required
def standard(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Open one standard clause by clause; a post tries other values without saving them."""
    one = judging.case(found(request, pk), request.GET.get("year", ""))
    return show(request, "standard/opened.html", "answer", **opened(request, one, code))


def opened(request: HttpRequest, one: judging.Case, code: str) -> dict[str, Any]:
    """Gather what the page of one standard shows."""
    edition, before = one.edition(code), one.result(code)
    inputs = trying.inputs(one.record, before, one.catalogue, request.POST)
    lists = lists_of(request, one, code)
    record = trylists.with_lists(trying.with_typed(one.record, inputs), lists)
    tried = record is not one.record
    result = one.result(code, record) if tried else before
    changes = one.changes(code, record)
    past, stuck = (
        [words.told(name) for name in names] for names in advice.blocked(result, changes)
    )
    return {
        "firm": one.firm,
        "edition": edition,
        "passing": judging.passing(edition),
        "before": before,
        "result": result,
        "tried": tried,
        "inputs": inputs,
        "parts": trying.parts(before, inputs),
        "lists": lists,
        "record": record,
        "missing": judging.missing(one, result),
        "changes": changes,
        "past": past,
        "stuck": stuck,
        "years": judging.years(one.firm),
        "may_tell": may_tell(request),
    }


def lists_of(request: HttpRequest, one: judging.Case, code: str) -> list[trylists.TriedList]:
    """Lay out the lists that a standard looks at, as typed."""
    facts = trying.lists(one.result(code), one.catalogue)
    return trylists.lists(one.record, one.edition(code), facts, request.POST)


@require_POST
@login_required
def correct(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Put on file what was tried: each moved value becomes a correction, or a declaration of the firm."""
    one = judging.case(found(request, pk), request.GET.get("year", ""))
    moved = [
        each
        for each in trying.inputs(one.record, one.result(code), one.catalogue, request.POST)
        if each.moved and not each.error and each.typed
    ]
    for value in moved:
        year = value.year or 0
        actions.set_fact(
            one.firm,
            value.fact.id,
            value.typed,
            by=person(request),
            year=year,
            text=_("试算后存入"),
        )
    listed = [each for each in lists_of(request, one, code) if each.moved and not each.error]
    for each in listed:
        told = ledger.as_told(each.after, complete=each.complete)
        year = ledger.year_of(one.firm, each.fact)
        actions.set_list(one.firm, each.fact.id, told, by=person(request), year=year)
    messages.success(request, _("已存入 %(n)d 项。") % {"n": len(moved) + len(listed)})
    return redirect(f"{reverse('firm_standard', args=(pk, code))}?year={one.record.year}")
