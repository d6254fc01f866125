"""The weights of the points: which are in force, and putting an official table in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jianghai.base import clock
from jianghai.base.errors import ApplicationError
from jianghai.enterprises.actions import as_csv, as_xlsx
from jianghai.people.requests import person
from jianghai.standards import actions, rules
from jianghai.web import files
from jianghai.web.contents import weighing
from jianghai.web.forms import RestoreForm, SourceForm, WeightsForm
from jianghai.web.show import show

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase


@require_http_methods(["GET", "POST"])
@login_required
def weights(request: HttpRequest) -> HttpResponse:
    """Show the table in force and those before it; a posted file is checked and shown, not yet loaded."""
    allow(request)
    form = WeightsForm(request.POST or None, request.FILES or None)
    faults: list[ApplicationError] = []
    if request.method == "POST" and form.is_valid():
        rows, faults = read(form.cleaned_data["file"].read())
        if not faults:
            return preview(request, form, rows)
    status = 422 if form.is_bound else 200
    return show(request, "weights/page.html", form=form, faults=faults, status=status, **in_force())


def allow(request: HttpRequest) -> None:
    """Answer 404 to whoever does not administer: the page is not there for them."""
    if not person(request).administers:
        raise Http404


def read(content: bytes) -> tuple[dict[str, list[str]], list[ApplicationError]]:
    """Read a file and check it; give its rows and all that is wrong with them."""
    try:
        rows = actions.read_weights(content)
    except ApplicationError as error:
        return {}, [error]
    return rows, [*actions.faults_of(rows)]


def in_force() -> dict[str, Any]:
    """Gather the table in force and its history."""
    today = clock.today()
    edition = weighing.edition(today)
    history = weighing.history(today)
    return {
        "active": rules.active_weights(today),
        "edition": edition,
        "sheet": weighing.sheet(edition),
        "history": history,
        "began": any(state == "active" for _table, state in history),
        "restoring": RestoreForm(auto_id="restore_%s"),
    }


def preview(request: HttpRequest, form: SourceForm, rows: dict[str, list[str]]) -> HttpResponse:
    """Show a checked table beside the one in force, with a button that loads it."""
    sheet = weighing.sheet(weighing.edition(clock.today()), rows)
    return show(request, "weights/preview.html", sheet=sheet, told=form.cleaned_data)


@require_POST
@login_required
def load(request: HttpRequest) -> HttpResponse:
    """Put a table that was looked at in force; where it is by today, everybody's points are computed anew."""
    allow(request)
    form = SourceForm(request.POST)
    if not form.is_valid():
        raise Http404
    rows = weighing.typed(request.POST.getlist("row"))
    table = actions.load_weights(rows, by=person(request), **form.cleaned_data)
    if table.valid_from <= clock.today():
        actions.refresh(by=person(request))
    messages.success(request, _("已载入“%(name)s”。") % {"name": table.document})
    return redirect("weights")


@require_POST
@login_required
def restore(request: HttpRequest) -> HttpResponse:
    """Put the draft in force again; where it is by today, everybody's points are computed anew."""
    allow(request)
    form = RestoreForm(request.POST, auto_id="restore_%s")
    if form.is_valid():
        try:
            table = actions.restore_draft(by=person(request), **form.cleaned_data)
        except ApplicationError as error:
            form.add_error("valid_from", error.message)
        else:
            if table.valid_from <= clock.today():
                actions.refresh(by=person(request))
            messages.success(request, _("自 %(day)s 起恢复草案权重。") % {"day": table.valid_from})
            return redirect("weights")
    told = in_force() | {"form": WeightsForm(), "restoring": form}
    return show(request, "weights/page.html", faults=[], status=422, **told)


@require_GET
@login_required
def template(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Give the empty table to fill in."""
    allow(request)
    head, rows = weighing.empty(weighing.edition(clock.today()))
    if kind == "xlsx":
        return files.xlsx("jianghai-weights", as_xlsx(head, rows))
    if kind == "csv":
        return files.csv("jianghai-weights", as_csv(head, rows))
    raise Http404(kind)
