"""What the forms on pages of cases and tasks ask for: a table of verbs, each reading its own form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from jianghai.casework.actions import cases, decisions, pausing, tasks
from jianghai.casework.errors import FormError
from jianghai.casework.models import Case, Clock, Evaluation, Handover, Part, Task
from jianghai.people.models import Person
from jianghai.people.requests import person
from jianghai.web.contents.cases.work.ways import extension_of
from jianghai.web.views.cases.allow import whole
from jianghai.web.views.desk.doing import key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest
    from django.utils.functional import Promise

    from jianghai.casework.models import Decision


def submit(request: HttpRequest, case: Case) -> None:
    """Hand a case in, with what is promised for later."""
    name = request.POST.get("promised_by", "").strip()
    if "accepted" not in request.POST or not name:
        raise FormError(
            zh="请勾选承诺并填写承诺人姓名。",
            en="Tick the commitment and give the name of who makes it.",
        )
    promised = dict.fromkeys(request.POST.getlist("tolerate"), name)
    cases.submit(case, promised=promised, by=person(request), key=key_of(request))


def take_back(request: HttpRequest, case: Case) -> None:
    """Take a case back before it is decided."""
    cases.take_back(case, reason=_reason(request), by=person(request), key=key_of(request))


def explain_overdue(request: HttpRequest, case: Case) -> None:
    """Say in public why a case is late."""
    cases.explain_overdue(case, reason=_reason(request), by=person(request), key=key_of(request))


def begin_special(request: HttpRequest, case: Case) -> None:
    """Tell the applicant in writing that a special procedure begins, and let clocks stand still."""
    asked = pausing.Special(
        _reason(request),
        request.POST.get("how_long", ""),
        request.POST.get("why", ""),
        parse_date(request.POST.get("until", "")),
    )
    pausing.begin_special(case, asked, by=person(request), key=key_of(request))


def end_special(request: HttpRequest, case: Case) -> None:
    """Let clocks go on."""
    pausing.end_special(case, _reason(request), by=person(request), key=key_of(request))


def extend(request: HttpRequest, case: Case) -> None:
    """Extend a clock by what its law allows; the head who sends the form approves it."""
    reader = person(request)
    clock = get_object_or_404(Clock, case=case, pk=whole(request.POST.get("clock", "")))
    asked = pausing.Longer(extension_of(case, clock), reader, _reason(request))
    pausing.extend(clock, asked, by=reader, key=key_of(request))


def revoke(request: HttpRequest, case: Case) -> None:
    """Revoke the decision of a case."""
    decisions.revoke(
        _decision(case), reason=_reason(request), by=person(request), key=key_of(request)
    )


def confirm(request: HttpRequest, case: Case) -> None:
    """Sign for the decision of a case."""
    decisions.confirm_delivery(_decision(case), by=person(request), key=key_of(request))


def evaluate(request: HttpRequest, case: Case) -> None:
    """Say what one thought of it."""
    mark = whole(request.POST.get("mark", ""))
    text = request.POST.get("text", "")
    decisions.evaluate(case, mark, by=person(request), key=key_of(request), text=text)


def follow_up(request: HttpRequest, case: Case) -> None:
    """Say what was found and put right after a bad mark."""
    row = get_object_or_404(Evaluation, case=case)
    finding = request.POST.get("finding", "")
    decisions.follow_up(row, finding, by=person(request), key=key_of(request))


def invite(request: HttpRequest, case: Case) -> None:
    """Let a drafter, an agent or an expert take part."""
    sent = request.POST.get("part", "")
    if sent not in Part.values:
        raise FormError(zh="请选择身份。", en="Choose as what they take part.")
    cases.invite(case, _named(request), Part(sent), by=person(request), key=key_of(request))


def _named(request: HttpRequest) -> Person:
    who = Person.objects.filter(username=request.POST.get("username", "").strip()).first()
    if who is None:
        raise FormError(zh="没有这个用户名，请核对。", en="There is no such user name; check it.")
    return who


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "")


def _decision(case: Case) -> Decision:
    found = case.decisions.first()
    if found is None:
        raise Http404
    return found


CASE: Mapping[str, tuple[Callable[[HttpRequest, Case], None], Promise | str]] = {
    "submit": (submit, _("已提交。下面写明接下来会发生什么。")),
    "take_back": (take_back, _("已撤回。")),
    "explain_overdue": (explain_overdue, _("超期原因已公开。")),
    "begin_special": (begin_special, _("已向申请人出具书面告知，停止计时。")),
    "end_special": (end_special, _("已继续计时。")),
    "extend": (extend, _("已延长，并告知申请人。")),
    "revoke": (revoke, _("决定已撤销。")),
    "confirm": (confirm, _("已签收。")),
    "evaluate": (evaluate, _("谢谢您的评价。")),
    "follow_up": (follow_up, _("回访情况已记录。")),
    "invite": (invite, _("已邀请参与。")),
}


def claim(request: HttpRequest, task: Task) -> None:
    """Take a task."""
    tasks.claim(task, by=person(request))


def release(request: HttpRequest, task: Task) -> None:
    """Give a task back to the department."""
    tasks.release(task, by=person(request))


def transfer(request: HttpRequest, task: Task) -> None:
    """Hand a task on for good."""
    tasks.transfer(
        task, _taker(request), reason=_reason(request), by=person(request), key=key_of(request)
    )


def delegate(request: HttpRequest, task: Task) -> None:
    """Let a colleague do a task for now."""
    tasks.delegate(
        task, _taker(request), reason=_reason(request), by=person(request), key=key_of(request)
    )


def take_delegation_back(request: HttpRequest, task: Task) -> None:
    """Take a delegated task back."""
    tasks.take_delegation_back(task, by=person(request))


def ask_help(request: HttpRequest, task: Task) -> None:
    """Ask a colleague for help."""
    tasks.ask_help(
        task, _named(request), reason=_reason(request), by=person(request), key=key_of(request)
    )


def give_help(request: HttpRequest, task: Task) -> None:
    """Say what one was asked for."""
    reader = person(request)
    asked = task.handovers.filter(way=Handover.Way.HELP, taker=reader, ended_at=None).last()
    if asked is None:
        raise Http404
    tasks.give_help(asked, request.POST.get("text", ""), by=reader, key=key_of(request))


def _taker(request: HttpRequest) -> Person:
    return get_object_or_404(Person, pk=whole(request.POST.get("taker", "")))


TASK: Mapping[str, tuple[Callable[[HttpRequest, Task], None], Promise | str]] = {
    "claim": (claim, _("已签收，现在由您办理。")),
    "release": (release, _("已退回部门。")),
    "transfer": (transfer, _("已转办。")),
    "delegate": (delegate, _("已委托。")),
    "take_delegation_back": (take_delegation_back, _("已收回委托。")),
    "help": (ask_help, _("已请求协办。")),
    "give_help": (give_help, _("协办意见已记录。")),
}
