"""Cases: the applicant's own, and the page of one case for whoever may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jianghai.casework.actions import cases as actions
from jianghai.casework.engine import hidden
from jianghai.casework.queries import cases as queries
from jianghai.casework.queries import papers
from jianghai.people.requests import person
from jianghai.web.contents.cases.asking import fields as forms
from jianghai.web.contents.cases.asking import listed, own
from jianghai.web.contents.cases.work import page
from jianghai.web.show import part_asked, show
from jianghai.web.views.cases import verbs
from jianghai.web.views.cases.allow import asks, found
from jianghai.web.views.desk.doing import done

if TYPE_CHECKING:
    from django.http import HttpRequest

    from jianghai.casework.models import Case, IssuedPaper

PER_PAGE = 20


@require_GET
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """List the reader's own cases, those that wait for them marked."""
    reader = person(request)
    if not asks(reader):
        raise Http404
    rows = Paginator(queries.of(reader).select_related("enterprise", "edition"), PER_PAGE)
    shown = rows.get_page(request.GET.get("page"))
    return show(
        request, "cases/my_cases.html", page=shown, rows=listed.rows(shown.object_list, reader)
    )


@require_http_methods(["GET", "POST"])
@login_required
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Show a case, as its applicant or as those who work on it see it; a post keeps what was typed."""
    reader, one = person(request), found(request, number)
    if request.method == "POST":
        return _keep(request, one)
    if asks(reader):
        return show(request, "cases/own.html", **own.told(one, reader))
    return show(request, "cases/case.html", **page.told(one, reader))


def _keep(request: HttpRequest, one: Case) -> HttpResponse:
    """Keep the form as it was typed, whatever is wrong with it, and say so beside it."""
    reader = person(request)
    typed = forms.typed(own.form_of(one), request.POST)
    shown = hidden.shown(one.form)
    changed = {key: value for key, value in typed.items() if shown.get(key) != value}
    faults = actions.save_form(one, changed, by=reader)
    one = found(request, one.number)
    if part_asked(request):
        return show(request, "cases/parts/kept.html", case=one, faults=faults)
    if not faults:
        messages.success(request, _("已保存，没有发现问题。"))
        return redirect(f"{reverse('case', args=[one.number])}#materials")
    return show(request, "cases/own.html", status=422, **own.told(one, reader, faults))


@require_POST
@login_required
def do(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Do something with a case, as the form on its page asks."""
    one = found(request, number)
    if verb not in verbs.CASE:
        raise Http404(verb)
    act, said = verbs.CASE[verb]
    return done(request, lambda: act(request, one), reverse("case", args=[number]), str(said))


@require_GET
@login_required
def paper(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Give an issued paper as PDF."""
    return printed(request, get_object_or_404(papers.of_case(found(request, number)), pk=pk))


def printed(request: HttpRequest, row: IssuedPaper) -> HttpResponse:
    """Print a paper; its square code leads to the page where anybody can check it."""
    page = reverse("public_verify", args=[row.code])
    site = settings.SITE_URL.rstrip("/")
    address = f"{site}{page}" if site else request.build_absolute_uri(page)
    headers = {"Content-Disposition": f'inline; filename="{row.code}.pdf"'}
    content = papers.pdf(row, verify_url=address)
    return HttpResponse(content, content_type="application/pdf", headers=headers)
