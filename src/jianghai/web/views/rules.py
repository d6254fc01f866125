"""The rulebook as pages: every standard readable, its editions side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from jianghai.base import clock
from jianghai.standards import rules
from jianghai.web.contents import rulepages
from jianghai.web.show import show
from rulebook.errors import UnknownStandardError

if TYPE_CHECKING:
    from datetime import date

    from rulebook.library import Standard
    from rulebook.rules.editions import Edition


@require_GET
@login_required
def shelf(request: HttpRequest) -> HttpResponse:
    """List every standard with its editions."""
    today = clock.today()
    library = rules.library(today)
    rows = [(edition_on(standard, today), standard) for standard in library.standards.values()]
    return show(request, "rules/shelf.html", rows=rows, today=today)


@require_GET
@login_required
def rule(request: HttpRequest, code: str) -> HttpResponse:
    """Show one edition of a standard as a page."""
    today = clock.today()
    library = rules.library(today)
    standard = standard_of(code, today)
    edition = chosen(standard, request.GET.get("edition", ""), today)
    return show(
        request,
        "rules/rule.html",
        standard=standard,
        edition=edition,
        in_force=edition_on(standard, today),
        named=rulepages.named_values(library, edition),
        verdict=rulepages.verdict_words(edition.tree),
        tables=list(edition.tables.values()),
    )


@require_GET
@login_required
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """Put two editions of a standard side by side."""
    standard = standard_of(code, clock.today())
    old = chosen(
        standard, request.GET.get("old", standard.editions[0].opens.isoformat()), clock.today()
    )
    new = chosen(
        standard, request.GET.get("new", standard.editions[-1].opens.isoformat()), clock.today()
    )
    pairs = rulepages.compare(old, new)
    changed = sum(pair.differs for pair in pairs)
    return show(
        request,
        "rules/compare.html",
        standard=standard,
        old=old,
        new=new,
        pairs=pairs,
        changed=changed,
    )


def standard_of(code: str, on: date) -> Standard:
    """Find a standard by its code, or answer 404."""
    try:
        return rules.library(on).standard(code)
    except UnknownStandardError as error:
        raise Http404(code) from error


def edition_on(standard: Standard, day: date) -> Edition:
    """Give the edition in force on a day, else the nearest one."""
    begun = [edition for edition in standard.editions if edition.opens <= day]
    return begun[-1] if begun else standard.editions[0]


def chosen(standard: Standard, opens: str, today: date) -> Edition:
    """Find an edition by the day it begins; today's where none is named."""
    if not opens:
        return edition_on(standard, today)
    for edition in standard.editions:
        if edition.opens.isoformat() == opens:
            return edition
    raise Http404(opens)
