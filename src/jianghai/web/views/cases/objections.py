"""Objections to a notice, for those who answer them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jianghai.casework.actions import publicity as actions
from jianghai.people.models import Role
from jianghai.people.requests import person
from jianghai.web.show import show
from jianghai.web.views.cases.allow import found, whole, worker
from jianghai.web.views.desk.doing import done, key_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from jianghai.casework.models import Objection


@require_http_methods(["GET", "POST"])
@login_required
def objections(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Read the objections to a notice of a case, and answer one; who objected is opened on demand."""
    reader, case = worker(request), found(request, number)
    notice = get_object_or_404(case.publicities, pk=pk)
    if request.method == "POST":
        return done(request, lambda: _answer(request, number, pk), request.path, _("已答复。"))
    asked = request.GET.get("who", "")
    rows = [(one, _who(request, one, asked)) for one in notice.objections.all()]
    may = reader.role == Role.STAFF
    return show(request, "cases/objections.html", case=case, notice=notice, rows=rows, may=may)


@transaction.atomic
def _who(request: HttpRequest, one: Objection, asked: str) -> tuple[str, str] | None:
    """Open who objected, where that was asked for."""
    return actions.objector(one, person(request)) if asked == str(one.pk) else None


def _answer(request: HttpRequest, number: str, pk: int) -> None:
    notice = get_object_or_404(found(request, number).publicities, pk=pk)
    one = get_object_or_404(notice.objections, pk=whole(request.POST.get("objection", "")))
    upheld, answer = request.POST.get("do") == "uphold", request.POST.get("answer", "")
    actions.answer_objection(
        one, upheld=upheld, answer=answer, by=person(request), key=key_of(request)
    )
