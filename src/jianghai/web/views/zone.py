"""The zone: overview, the list of firms, who is one step away."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jianghai.base import clock
from jianghai.enterprises import actions, queries
from jianghai.people.requests import person
from jianghai.standards.queries import zone as standards
from jianghai.web import charts, files, words
from jianghai.web.contents import judging, weighing, zone
from jianghai.web.contents.filters import filters
from jianghai.web.contents.lines import lines
from jianghai.web.show import show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http.response import HttpResponseBase

    from jianghai.people.models import Person

PER_PAGE = 50
STEPS_PER_PAGE = 20
MOST_INDUSTRIES = 12


def overseer(request: HttpRequest) -> Person:
    """Give the reader, if the whole zone is theirs to see; else answer 404."""
    reader = person(request)
    if not reader.sees_zone:
        raise Http404
    return reader


@require_GET
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """Show the zone in counts and charts."""
    overseer(request)
    seen = standards.overview(clock.today())
    return show(
        request,
        "zone/overview.html",
        seen=seen,
        points_mark=weighing.edition(clock.today()).mark,
        shares=[zone.Share.of(one, clock.today()) for one in seen.shares],
        title_chart=charts.titles(seen.titles),
        stage_chart=charts.points([one for one in seen.by_stage if one.key]),
        industry_chart=charts.points(seen.by_industry[:MOST_INDUSTRIES]),
    )


@require_GET
@login_required
def firms(request: HttpRequest) -> HttpResponse:
    """List the firms, searched, filtered and sorted."""
    reader, wish = overseer(request), zone.Wish.of(request.GET)
    names = zone.shorts()
    pages = zone.Pages if wish.q else Paginator
    found = zone.firms(reader, wish).only(*zone.SHOWN)
    page = pages(found, PER_PAGE).get_page(request.GET.get("page"))
    return show(
        request,
        "zone/firms.html",
        "found",
        wish=wish,
        page=page,
        lines=lines(zone.rows(page.object_list, zone.listed(wish.title)), names, wish.title),
        names=names,
        filters=partial(filters, reader, wish, names),  # htmx asks for the lines alone
    )


@require_GET
@login_required
def as_csv(request: HttpRequest) -> HttpResponseBase:
    """Give the list as CSV, line by line."""
    return files.csv("jianghai-zone", actions.as_csv(*listed(request)))


@require_GET
@login_required
def as_xlsx(request: HttpRequest) -> HttpResponseBase:
    """Give the list as a workbook."""
    return files.xlsx("jianghai-zone", actions.as_xlsx(*listed(request)))


def listed(request: HttpRequest) -> tuple[list[str], Iterator[list[str]]]:
    """Give the heading and the lines of the list that was asked for."""
    found, names = zone.firms(overseer(request), zone.Wish.of(request.GET)), zone.shorts()
    about = [_("企业名称"), _("统一社会信用代码"), _("行业代码"), _("成立日期")]
    about += [_("企业规模"), _("成长阶段"), _("积分下限"), _("积分上限")]
    head = [*about, *(words.told(names[code]) for code in judging.TITLES)]
    return head, zone.table(found, judging.TITLES)


@require_GET
@login_required
def steps(request: HttpRequest) -> HttpResponse:
    """List, for one title, the firms that lack one condition, with the step that would bring them there."""
    reader, today = overseer(request), clock.today()
    counts = {one.edition.standard: one.near for one in standards.overview(today).titles}
    code = request.GET.get("title", "")
    code = code if code in counts else max(counts, key=lambda one: counts[one], default="")
    near, step = standards.near(code, queries.of(reader)), request.GET.get("step", "")
    page = Paginator(near.filter(step=step) if step else near, STEPS_PER_PAGE).get_page(
        request.GET.get("page")
    )
    return show(
        request,
        "zone/steps.html",
        "near",
        code=code,
        step=step,
        counts=counts,
        names=zone.shorts(),
        conditions=zone.by_step(near),
        page=page,
        lines=standards.steps(page.object_list, today),
        clauses={one.id: one.name for one in standards.edition_of(code, today).walk()}
        if code
        else {},
    )
