"""One clause of a draft in a form: stored while it is typed, with what it reads as and how its cases come out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jianghai.enterprises import queries
from jianghai.policies import actions
from jianghai.policies.editing import dump, sentence
from jianghai.policies.errors import StaleDraftError
from jianghai.web.contents.desk.editor import (
    casing,
    clauses,
    conditions,
    reading,
    reviewing,
    writing,
)
from jianghai.web.show import part_asked, show
from jianghai.web.views.desk.allow import editor
from jianghai.web.views.desk.drafts import found, version_of

if TYPE_CHECKING:
    from jianghai.people.models import Person
    from jianghai.policies.models import PolicyDraft


@require_http_methods(["GET", "POST"])
@login_required
def clause(request: HttpRequest, pk: int, item: str) -> HttpResponse:
    """Edit one clause; a post stores it as typed, whatever is wrong with it."""
    reader, draft = editor(request), found(pk)
    if request.method == "POST":
        return keep(request, draft, request.POST.get("was") or item, reader)
    data = writing.data_of(draft.text)
    shown = writing.clause_of(data, item) or clauses.empty(item)
    return show(request, "desk/clause.html", **told(draft, data, shown))


def keep(request: HttpRequest, draft: PolicyDraft, was: str, reader: Person) -> HttpResponse:
    """Store a clause as it was typed, and show how it reads; a part where htmx asked for one."""
    data, asked = writing.data_of(draft.text), request.POST.get("do", "")
    made = clauses.typed(
        request.POST, writing.clause_of(data, was) or clauses.empty(was), data, asked
    )
    taken = made["id"] if made["id"] != was and writing.clause_of(data, made["id"]) else ""
    made["id"] = was if taken else made["id"]
    part = "read" if request.POST.get("part") == "read" and not asked else "form"
    rows = conditions.typed(request.POST, asked)
    try:
        new = writing.with_clause(data, was, made)
        draft = actions.keep(draft, text=dump(new), version=version_of(request), by=reader)
    except StaleDraftError:
        if not part_asked(request):
            raise
        return show(request, "desk/clause.html", "read", **told(draft, data, made), stale=True)
    if asked == "done" and not taken:
        messages.success(request, _("已保存。"))
        return redirect("desk_draft", draft.pk)
    context = told(draft, writing.data_of(draft.text), made, rows)
    return show(request, "desk/clause.html", part, **context, taken=taken)


def told(
    draft: PolicyDraft,
    data: dict[str, Any],
    shown: dict[str, Any],
    rows: list[dict[str, str]] | None = None,
) -> dict[str, Any]:
    """Gather what the editor of a clause shows."""
    read = reading.clause(draft, str(shown["id"]))
    sections = clauses.sections(shown, data, rows)
    return {
        "draft": draft,
        "data": data,
        "clause": shown,
        "sections": [(one, read.about(one.keys)) for one in sections],
        "reading": read,
        "item": read.item,
        "sentence": sentence(read.item) if read.item else None,
        "cases": reading.ran(draft, read.policy, str(shown["id"])),
        "facts": queries.catalogue().facts.values(),
        "blank": range(casing.BLANK_ROWS),
        "moved": reviewing.moved(data, str(shown["id"])),
    }


@require_POST
@login_required
def cases(request: HttpRequest, pk: int, item: str) -> HttpResponse:
    """Add or remove a case of a clause."""
    reader, draft = editor(request), found(pk)
    gone = request.POST.get("remove", "")
    wrong: list[str] = []
    if gone.isdecimal():
        text = casing.removed(draft, int(gone))
    else:
        text, wrong = casing.added(draft, item, request.POST)
    if not wrong:
        draft = actions.keep(
            draft, text=draft.text, cases=text, version=version_of(request), by=reader
        )
        if not part_asked(request):
            return redirect("desk_clause", pk, item)
    data = writing.data_of(draft.text)
    shown = writing.clause_of(data, item) or clauses.empty(item)
    context = told(draft, data, shown) | {
        "case_wrong": wrong,
        "typed": request.POST if wrong else {},
    }
    return show(request, "desk/clause.html", "read", **context)


@require_POST
@login_required
def remove(request: HttpRequest, pk: int, item: str) -> HttpResponse:
    """Take a clause out of a draft."""
    reader, draft = editor(request), found(pk)
    data = writing.data_of(draft.text)
    if writing.clause_of(data, item) is None:
        raise Http404(item)
    text = dump(writing.without_clause(data, item))
    actions.keep(draft, text=text, version=version_of(request), by=reader)
    messages.success(request, _("已删去条款 %(id)s。") % {"id": item})
    return redirect("desk_draft", pk)
