"""What an applicant wants to know first: what happens next, when at the latest, and what is needed of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jianghai.casework import services
from jianghai.casework.models import (
    CLOSED,
    DecisionKind,
    Holder,
    Status,
    TaskKind,
    TaskState,
)
from jianghai.casework.queries import tasks
from jianghai.web.words import english

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jianghai.casework.models import Case, Task
    from jianghai.people.models import Person
    from jianghai.web.contents.cases.time.days import Days, Due

#: Tasks with these holders wait for the side that asks.
LOOKED_BACK = 5
THEIRS = frozenset({Holder.APPLICANT, Holder.DRAFTER})


@dataclass(frozen=True, slots=True)
class Next:
    """The three answers on top of an applicant's page."""

    happens: str
    needed: str
    due: Due | None
    asked: str = ""  # what is to be corrected, in the words of who sent it back


def told(case: Case, count: Days, reader: Person, faults: Mapping[str, Any]) -> dict[str, Any]:
    """Give the box on top of the page, and what waits for the reader, who applies or drafts."""
    still = list(case.tasks.filter(state=TaskState.OPEN).select_related("department"))
    parts = [part.filter(case=case) for part in tasks.open_to(reader)]
    may_do = {pk for part in parts for pk in part.values_list("pk", flat=True)}
    todo = [one for one in still if one.pk in may_do]
    return {"next": of(case, still, todo, count, faults), "todo": todo}


def of(
    case: Case,
    still: Sequence[Task],
    todo: Sequence[Task],
    count: Days,
    faults: Mapping[str, Any],
) -> Next:
    """Say what happens next, what is needed, and until when."""
    if case.status in CLOSED:
        return _closed(case)
    if todo:
        nearest = min((one.due_at for one in todo if one.due_at), default=None)
        happens = _("等您这一步，之后由我们继续办理。")
        return Next(happens, "", count.due(nearest), sent_back(case))
    if not still:
        return Next(_("您提交后由我们接着办，每一步最迟哪天都写在这里。"), _to_fill(faults), None)
    return Next(_ours(case, still), "", count.due(case.due_at or _first(still)))


def sent_back(case: Case) -> str:
    """Give what the last step that returned the case asked to correct; nothing where none did."""
    done = case.tasks.filter(state=TaskState.DONE, kind=TaskKind.PERSON).order_by("-done_at", "-id")
    for task in done[:LOOKED_BACK]:
        step = services.of(case.process).steps.get(task.element)
        outcome = step.outcomes.get(task.outcome) if step else None
        if outcome is not None and outcome.returns:
            return str(task.said.get("reason", ""))
    return ""


def _first(still: Sequence[Task]) -> Any:
    return min((one.due_at for one in still if one.due_at), default=None)


def _to_fill(faults: Mapping[str, Any]) -> str:
    if not faults:
        return _("填写申请、交齐材料，然后提交。")
    wrong = len(faults)
    return ngettext("还有 %(n)s 处要补或要改。", "还有 %(n)s 处要补或要改。", wrong) % {"n": wrong}


def _ours(case: Case, still: Sequence[Task]) -> str:
    """Say what we are doing: a notice that is up, a step of a department, an office that was asked."""
    notice = case.publicities.filter(closed_at=None, last_day__isnull=False).first()
    if notice and notice.last_day and any(one.kind == TaskKind.WAIT for one in still):
        day = notice.last_day.isoformat()
        return _("正在公示，到 %(day)s 为止；期满无异议即进入下一步。") % {"day": day}
    if case.status == Status.SPECIAL_BEGUN:
        return _("特别程序进行中，期限暂停计算；结束后继续办理。")
    steps = [_step(one) for one in still if one.kind == TaskKind.PERSON]
    if steps:
        return (", " if english() else "；").join(steps[:3])
    return _("系统正在办理，通常马上就好。")


def _step(task: Task) -> str:
    if task.department is None:
        return task.name
    office = task.department.en if english() else task.department.zh
    return _("%(office)s正在办理“%(step)s”") % {"office": office, "step": task.name}


def _closed(case: Case) -> Next:
    decision = case.decisions.first()
    if decision is None:
        return Next(_("这件事已经办结，没有下一步。"), "", None)
    sign = "" if decision.delivered_at else _("下载决定书并签收。")
    if decision.revoked_at:
        return Next(_("决定已撤回或撤销，原因见下。"), "", None)
    if decision.kind == DecisionKind.GRANTED:
        if case.status == Status.GRANTED_TOLERANT:
            return Next(_("已批准；容缺材料请按承诺补齐。"), sign, None)
        return Next(_("已批准，决定书可以下载。"), sign, None)
    return Next(_("未予批准，理由和救济途径写在决定书里。"), sign, None)
