"""From lines of the journal to notices: applicants learn how their cases move, staff whose clocks run out.

The journal is the list of what is still to be told: a cursor walks it, so that a kill between a step and its notice
loses nothing, and two workers tell nobody twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from jianghai.base import clock
from jianghai.base.models import JournalLine
from jianghai.casework import services
from jianghai.casework.models import Case, Clock, Holder, Sequence, Task, TaskState
from jianghai.notices import actions as notices
from jianghai.notices.models import Kind
from jianghai.people.models import Duty, Person, Post, Role
from rulebook.errors import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jianghai.enterprises.models import Enterprise

CURSOR = "cases told"
BATCH = 500
#: What applicants are told, by verb of the journal.
APPLICANT = {
    "case received": Text("已接件：{title}", "Received: {title}"),
    "supplement asked": Text("请补正材料：{title}", "Please correct: {title}"),
    "case accepted": Text("已受理：{title}", "Accepted: {title}"),
    "case not accepted": Text("不予受理：{title}", "Not accepted: {title}"),
    "special begun": Text(
        "进入特别程序，计时暂停：{title}", "Special procedure, clocks stand still: {title}"
    ),
    "special ended": Text("特别程序结束，恢复计时：{title}", "Special procedure over: {title}"),
    "clock extended": Text("办理期限已延长：{title}", "Term extended: {title}"),
    "overdue explained": Text("办件超期说明：{title}", "Why it is late: {title}"),
    "tolerance lapsed": Text("容缺材料逾期未补：{title}", "Promised paper did not come: {title}"),
    "decided": Text("审批结果已出：{title}", "Decided: {title}"),
    "case lapsed": Text("办件已逾期终止：{title}", "Lapsed: {title}"),
    "deadline moved": Text(
        "工作日历变更，期限调整：{title}", "Calendar changed, deadline moved: {title}"
    ),
}
#: Duties by the names that ladders use.
DUTIES = {"department_head": Duty.CHIEF, "supervision": Duty.SUPERVISOR}
ZONE_LEADER = "zone_leader"
WARNED = "clock warned"
OPENED = frozenset({"task done", "task ended by the clock", "case submitted"})
VERBS = (*APPLICANT, WARNED, *OPENED)


def tell_cases() -> int:
    """Tell everybody what the journal holds and nobody was told yet; give how many notices that made."""
    made = 0
    while True:
        told, seen = _tell_some()
        made += told
        if not seen:
            return made


@transaction.atomic
def _tell_some() -> tuple[int, int]:
    Sequence.objects.get_or_create(name=CURSOR)
    cursor = Sequence.objects.select_for_update().get(name=CURSOR)
    lines = list(JournalLine.objects.filter(number__gt=cursor.last).order_by("number")[:BATCH])
    if not lines:
        return 0, 0
    ours = [line for line in lines if line.verb in VERBS and "case" in line.what]
    found = Case.objects.in_bulk({line.what["case"] for line in ours})
    made = sum(_tell(line, found[line.what["case"]]) for line in ours if line.what["case"] in found)
    cursor.last = lines[-1].number
    cursor.save(update_fields=["last"])
    return made, len(lines)


def _tell(line: JournalLine, case: Case) -> int:
    if line.verb == WARNED:
        return _warn(line, case)
    if line.verb in OPENED:
        return _ask(line, case)
    told = APPLICANT[line.verb]
    name = Text(told.zh.format(title=case.title), told.en.format(title=case.title))
    return notices.tell(_cause(line, case, name), [_message(_to(case), name, case)])


def _ask(line: JournalLine, case: Case) -> int:
    """Tell the applicant that something is asked of them, where a step has opened that is theirs."""
    opened = Task.objects.filter(
        case=case, state=TaskState.OPEN, duty=Holder.APPLICANT, opened_at=line.at
    )
    made = 0
    for task in opened:
        name = Text(
            f"请您办理“{task.name}”：{case.title}", f"Your turn, '{task.name}': {case.title}"
        )
        made += notices.tell(_cause(line, case, name), [_message(_to(case), name, case)])
    return made


def _warn(line: JournalLine, case: Case) -> int:
    """Tell those whom the ladder of a clock names, each rung once."""
    plan = services.of(case.edition).clocks.get(line.what["clock"])
    rungs = [rung for rung in plan.rule.rungs if rung.key == line.what["rung"]] if plan else []
    if plan is None or not rungs:
        return 0
    name = Text(
        f"期限预警（{line.what['rung']}）：{plan.rule.zh}，{case.title}",
        f"Clock warning ({line.what['rung']}): {plan.rule.en}, {case.title}",
    )
    people = {
        one.pk: one for duty in rungs[0].tells for one in _people(case, duty, line.what["clock"])
    }
    return notices.tell(
        _cause(line, case, name), [_message(one, name, case) for one in people.values()]
    )


def _people(case: Case, duty: str, key: str) -> Iterator[Person]:
    """Give who holds a duty for a case today: whoever has taken its open tasks, and the department's posts."""
    if duty == Holder.APPLICANT:
        yield case.applicant
        return
    if duty == ZONE_LEADER:
        yield from Person.objects.filter(role=Role.LEADER, is_active=True)
        return
    duty = DUTIES.get(duty, duty)
    tasks = Clock.objects.filter(case=case, key=key, task__isnull=False).values_list(
        "task__department", "task__assignee"
    )
    offices = {office for office, _who in tasks if office}
    if not offices and case.department_id:
        offices = {case.department_id}
    if duty in {Duty.HANDLER, Duty.WINDOW, Duty.REVIEWER}:
        taken = [who for _office, who in tasks if who]
        yield from Person.objects.filter(pk__in=taken, is_active=True)
    held = Post.objects.held(clock.today()).filter(department__in=offices, duty=duty)
    yield from (post.person for post in held.select_related("person"))


def _cause(line: JournalLine, case: Case, name: Text) -> notices.Cause:
    return notices.Cause(f"journal:{line.number}", Kind.CASE, name, f"case:{case.pk}")


def _to(case: Case) -> Enterprise | Person:
    return case.enterprise or case.applicant


def _message(to: Enterprise | Person, name: Text, case: Case) -> notices.Message:
    return notices.Message(to, name, link=f"/cases/{case.number}/")
