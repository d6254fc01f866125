"""The workbench of those who work on cases, and the overview of those who lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.views.decorators.http import require_GET

from jianghai.web.contents.cases.work import bench, figures
from jianghai.web.contents.cases.work import listing as found
from jianghai.web.show import show
from jianghai.web.views.cases.allow import worker

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_GET
@login_required
def workbench(request: HttpRequest) -> HttpResponse:
    """List what waits: for the reader, for the department, near its deadline, or with others."""
    reader = worker(request)
    return show(
        request, "cases/workbench.html", **bench.told_to(reader, bench.Asked.of(request.GET))
    )


@require_GET
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """Find cases among those the reader may see."""
    told = found.told_to(worker(request), request.GET)
    return show(request, "cases/list.html", **told)


@require_GET
@login_required
def leading(request: HttpRequest) -> HttpResponse:
    """Show how many cases stand where, how many were on time, and where lights are red."""
    return show(request, "cases/leading.html", **figures.told_to(worker(request)))
