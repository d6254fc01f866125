"""The push log: every cause with how many were told, read it and found it of use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from jianghai.notices import queries
from jianghai.notices.models import Kind
from jianghai.web.contents.desk import telling
from jianghai.web.show import show
from jianghai.web.views.desk.allow import overseer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PER_PAGE = 30


@require_GET
@login_required
def pushes(request: HttpRequest) -> HttpResponse:
    """List the pushes, newest first."""
    reader, kind = overseer(request), request.GET.get("kind", "")
    found = queries.pushes_of(reader).order_by("-told_at", "-pk")
    found = found.filter(kind=kind) if kind in Kind.values else found
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return show(
        request,
        "desk/pushes.html",
        page=page,
        lines=[telling.line(one) for one in page.object_list],
        sums=telling.sums(reader),
        kinds=telling.kinds(),
        kind=kind,
    )


@require_GET
@login_required
def push(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one push with those whom it was told to, and their remarks."""
    reader = overseer(request)
    one = get_object_or_404(queries.pushes_of(reader), pk=pk)
    return show(
        request,
        "desk/push.html",
        line=telling.line(one),
        recipients=[(each, telling.stage(each)) for each in telling.recipients(reader, one)],
        remarks=queries.remarks_of(reader, one.pk),
    )
