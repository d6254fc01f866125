"""What is known of a firm: every fact by year with its source and history, lists as rows, and taking it all away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jianghai.base.errors import ApplicationError
from jianghai.enterprises import actions, queries
from jianghai.enterprises.models import IDENTITY, NO_YEAR, Completeness, Enterprise
from jianghai.people.requests import person
from jianghai.web import files, words
from jianghai.web.contents import judging, ledger
from jianghai.web.forms import TellForm
from jianghai.web.show import show
from jianghai.web.views.firms import found, may_tell

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from rulebook.facts import Fact

YEARS_SHOWN = 5


@require_GET
@login_required
def facts(request: HttpRequest, pk: int) -> HttpResponse:
    """Show everything known, by group and year."""
    firm = found(request, pk)
    years = (judging.years(firm) or [judging.case(firm).record.year])[:YEARS_SHOWN]
    catalogue = queries.catalogue()
    return show(
        request,
        "facts/all.html",
        firm=firm,
        years=years,
        groups=ledger.groups(firm, years, catalogue),
        shelves=ledger.shelves(firm, catalogue),
    )


@require_http_methods(["GET", "POST"])
@login_required
def fact(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Show one fact of one year with every value ever told, and take a new one."""
    firm, known = found(request, pk), fact_of(name)
    if known.kind == "list":
        return redirect("firm_list", pk, name)
    year = year_asked(request, firm, known)
    form = TellForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and tell(request, firm, known, year, form):
        return redirect(f"{request.path}?year={year or ''}")
    history = [
        (value, ledger.written(value, known)) for value in queries.history_of(firm, name, year)
    ]
    return show(
        request,
        "facts/one.html",
        firm=firm,
        fact=known,
        year=year,
        form=form,
        history=history,
        identity=known.id in IDENTITY and (getattr(firm, known.id) or ""),
        may_tell=may_tell(request),
        status=422 if form.errors else 200,
    )


def fact_of(name: str) -> Fact:
    """Find a fact that can be told, or answer 404."""
    catalogue = queries.catalogue()
    if name not in catalogue or catalogue[name].formula is not None:
        raise Http404(name)
    return catalogue[name]


def year_asked(request: HttpRequest, firm: Enterprise, known: Fact) -> int:
    """Give the year a fact is told for: none for what has no year."""
    given = request.GET.get("year", "")
    if known.per_year:
        return (
            int(given)
            if given.isdigit() and len(given) == len("2024")
            else judging.case(firm).record.year
        )
    told = queries.facts_of(firm).filter(fact=known.id).values_list("year", flat=True)
    return max(told, default=NO_YEAR)


def tell(request: HttpRequest, firm: Enterprise, known: Fact, year: int, form: TellForm) -> bool:
    """Hand a value to the registry; what it refuses is said at the field."""
    told = form.cleaned_data
    source = {"text": told["text"], "as_of": told["as_of"].isoformat() if told["as_of"] else ""}
    try:
        value = actions.set_fact(
            firm, known.id, told["value"], by=person(request), year=year, **source
        )
    except ApplicationError as error:
        form.add_error("value", error.message)
        return False
    if value is not None and not value.current:
        messages.warning(request, _("已记下，但目前采用的是来源更可靠的数值。"))
    else:
        messages.success(request, _("已存入：%(name)s。") % {"name": words.told(known.name)})
    return True


@require_http_methods(["GET", "POST"])
@login_required
def records(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Show a list as rows that can be added, changed and removed, and declared complete."""
    firm, known = found(request, pk), fact_of(name)
    if known.kind != "list":
        raise Http404(name)
    typed = ledger.typed_entries(known, request.POST) if request.method == "POST" else None
    error = ""
    if typed is not None and "more" not in request.POST:
        error = store(request, firm, known, typed)
        if not error:
            return redirect("firm_list", pk, name)
    stated = (
        Completeness.objects.filter(enterprise=firm, list=name, current=True)
        .select_related("source")
        .last()
    )
    return show(
        request,
        "facts/list.html",
        firm=firm,
        fact=known,
        rows=ledger.rows(known, ledger.entries(firm, known) if typed is None else typed),
        stated=stated,
        error=error,
        may_tell=may_tell(request),
        status=422 if error else 200,
    )


def store(
    request: HttpRequest, firm: Enterprise, known: Fact, typed: list[dict[str, object]]
) -> str:
    """Hand a list to the registry; give what it refuses, in words."""
    told = ledger.as_told(typed, complete="complete" in request.POST)
    try:
        actions.set_list(firm, known.id, told, by=person(request), year=ledger.year_of(firm, known))
    except ApplicationError as error:
        return error.message
    messages.success(request, _("已存入清单：%(name)s。") % {"name": words.told(known.name)})
    return ""


@require_GET
@login_required
def export(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give everything known of a firm as a workbook that can be imported again."""
    firm = found(request, pk)
    years = judging.years(firm) or [judging.case(firm).record.year]
    return files.xlsx(
        f"jianghai-{firm.uscc or firm.pk}", actions.as_xlsx(*actions.registry_table([firm], years))
    )
