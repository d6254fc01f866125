"""One task of a case: filling it in, finishing it, handing it on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jianghai.casework.actions import cases as case_actions
from jianghai.casework.actions import tasks as actions
from jianghai.casework.errors import FormError
from jianghai.people.requests import person
from jianghai.web.contents.cases.work import task as contents
from jianghai.web.show import show
from jianghai.web.views.cases import verbs
from jianghai.web.views.cases.allow import asks, task_of
from jianghai.web.views.desk.doing import done, key_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from django.http import HttpRequest, HttpResponse

    from jianghai.casework.models import Task

LATER = ""


@require_http_methods(["GET", "POST"])
@login_required
def task(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show a task; a post keeps what was typed, and finishes it where an outcome was chosen."""
    reader, one = person(request), task_of(request, number, pk)
    if request.method == "GET":
        return show(request, "cases/task.html", **contents.told(one, reader), own=asks(reader))
    try:
        finished = _act(request, one)
    except FormError as error:
        one = task_of(request, number, pk)
        told = contents.told(one, reader, error.faults or {"": {"zh": error.zh, "en": error.en}})
        return show(request, "cases/task.html", status=422, **told, own=asks(reader))
    messages.success(request, _("已办理。") if finished else _("已保存。"))
    return redirect("case", number) if finished else redirect("case_task", number, pk)


def _act(request: HttpRequest, one: Task) -> bool:
    """Keep what was typed first, so that nothing is lost; then finish. Tell whether it was finished."""
    reader, outcome = person(request), request.POST.get("outcome", LATER)
    values = contents.typed(one, request.POST)
    _keep(request, one, values)
    if outcome == LATER:
        return False
    promised = dict.fromkeys(request.POST.getlist("tolerate"), str(reader))
    told: dict[str, Any] = {"promised": promised} if promised else {}
    actions.finish(one, outcome, told, by=reader, key=key_of(request))
    return True


def _keep(request: HttpRequest, one: Task, values: Mapping[str, Any]) -> None:
    """Keep the application's form with the case, and any other form with its task."""
    step = contents.step_of(one)
    if step is not None and step.form == "apply":
        case_actions.save_form(one.case, values, by=person(request))
    else:
        actions.save_said(one, values, by=person(request))


@require_POST
@login_required
def do(request: HttpRequest, number: str, pk: int, verb: str) -> HttpResponse:
    """Take a task, give it back, or hand it on."""
    one = task_of(request, number, pk)
    if verb not in verbs.TASK:
        raise Http404(verb)
    act, said = verbs.TASK[verb]
    back = reverse("case_task", args=[number, pk])
    return done(request, lambda: act(request, one), back, str(said))
