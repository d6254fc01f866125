"""Importing: bring a spreadsheet, look at the preview, let it be loaded, take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jianghai.base.errors import ApplicationError
from jianghai.enterprises import actions, queries
from jianghai.people.requests import person
from jianghai.web import files, words
from jianghai.web.forms import ImportForm
from jianghai.web.show import show

if TYPE_CHECKING:
    from jianghai.enterprises.models import Batch

REFUSED_SHOWN = 100


@require_http_methods(["GET", "POST"])
@login_required
def imports(request: HttpRequest) -> HttpResponse:
    """List past imports, and take a new file."""
    allow(request)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        batch = bring(request, form)
        if batch is not None:
            return redirect("import", batch.pk)
    page = Paginator(queries.batches_of(person(request)), 20).get_page(request.GET.get("page"))
    status = 422 if form.is_bound else 200
    return show(request, "imports/list.html", form=form, page=page, status=status)


def allow(request: HttpRequest) -> None:
    """Answer 404 to whoever may not import: the page is not there for them."""
    if not person(request).edits_zone:
        raise Http404


def bring(request: HttpRequest, form: ImportForm) -> Batch | None:
    """Hand the file to the registry; what it refuses is said at the field."""
    told = form.cleaned_data
    try:
        return actions.bring_import(
            told["file"].name,
            told["file"].read(),
            by=person(request),
            kind=told["kind"],
            text=told["text"],
            as_of=told["as_of"],
        )
    except ApplicationError as error:
        form.add_error("file", error.message)
        return None


@require_GET
@login_required
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an import: its preview, its progress, its result."""
    one = found(request, pk)
    return show(
        request,
        "imports/batch.html",
        "state",
        batch=one,
        refused=one.refused[:REFUSED_SHOWN],
        percent=queries.progress_of(one),
        english=words.english(),
    )


def found(request: HttpRequest, pk: int) -> Batch:
    """Find an import that the reader may see, or answer 404."""
    return get_object_or_404(queries.batches_of(person(request)), pk=pk)


@require_POST
@login_required
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a previewed import be loaded in the background."""
    actions.queue_import(found(request, pk), by=person(request))
    return redirect("import", pk)


@require_POST
@login_required
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an import back."""
    one = actions.undo_import(found(request, pk), by=person(request))
    messages.success(request, _("已撤销“%(name)s”，导入前的数据已恢复。") % {"name": one.file_name})
    return redirect("import", pk)


@require_GET
@login_required
def refused(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Give every refused cell as a table."""
    one = found(request, pk)
    head = [_("行"), _("列"), _("内容"), _("原因和办法")]
    key = "en" if words.english() else "zh"
    rows = ([str(cell["row"]), cell["column"], cell["value"], cell[key]] for cell in one.refused)
    return files.csv(f"refused-{pk}", actions.as_csv(head, rows))


@require_GET
@login_required
def template(request: HttpRequest) -> FileResponse:
    """Give the workbook to fill in."""
    allow(request)
    return files.xlsx("jianghai-template", actions.template())
