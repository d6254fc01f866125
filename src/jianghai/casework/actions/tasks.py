"""What people do with tasks: take, finish, hand on, ask for help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from jianghai.base import deeds, rows
from jianghai.base.errors import NotAllowedError
from jianghai.casework.actions.cases import answers_of, complete
from jianghai.casework.engine import moving
from jianghai.casework.engine.turns import taken, written
from jianghai.casework.errors import (
    CaseworkError,
    FormError,
    NotThatStageError,
    TaskTakenError,
)
from jianghai.casework.models import (
    Handover,
    Holder,
    Light,
    Part,
    Party,
    Task,
    TaskKind,
    TaskState,
)
from jianghai.casework.queries import tasks as queries
from jianghai.people.models import Post

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jianghai.casework.engine.turns import Turn
    from jianghai.people.models import Person

LEAST_REASON = 2
#: Outcomes that end the waiting of the applicant.
DECISIONS = frozenset({"granted", "refused"})


def _held(task: Task, by: Person) -> tuple[Turn, Task]:
    """Lock the task's case, and give the task if the person may do it now."""
    turn = taken(task.case_id, by)
    [found] = rows.find(Task, "id = %s", [task.pk])
    found.case = turn.case
    if found.state != TaskState.OPEN:
        raise TaskTakenError(where=str(found))
    if not queries.may_act(by, found):
        raise NotAllowedError
    return turn, found


@transaction.atomic
def claim(task: Task, *, by: Person) -> Task:
    """Take an open task of one's department; it is then nobody else's."""
    turn, found = _held(task, by)
    if found.assignee_id == by.pk:
        return found
    if found.assignee_id is not None:
        raise TaskTakenError(where=str(found))
    found.assignee = by
    turn.changed.append(found)
    turn.note("task claimed", task=found.pk, element=found.element)
    written(turn)
    return found


@transaction.atomic
def release(task: Task, *, by: Person) -> Task:
    """Give a task back to the department."""
    turn, found = _held(task, by)
    found.assignee = None
    turn.changed.append(found)
    turn.note("task released", task=found.pk, element=found.element)
    written(turn)
    return found


@transaction.atomic
def save_said(task: Task, values: Mapping[str, Any], *, by: Person) -> Task:
    """Keep what was typed into a task's form before it is finished, also what is wrong."""
    _turn, found = _held(task, by)
    said = {**found.said, **values}
    found.said = {name: value for name, value in said.items() if value not in ("", None)}
    found.save(update_fields=["said"])
    return found


@transaction.atomic
def finish(
    task: Task,
    outcome: str,
    values: Mapping[str, Any] | None = None,
    *,
    by: Person,
    key: str,
) -> Task:
    """Finish a task with one of its outcomes; where two people must agree, the second one closes it.

    Materials that an applicant promises for later stand in `values` under `promised`, by material.
    """
    if deeds.once(key, f"task {outcome}"[:50], f"task:{task.pk}", by) is None:
        return Task.objects.get(pk=task.pk)
    turn, found = _held(task, by)
    told = {**found.said, **(values or {})}
    _checked(turn, found, outcome, told)
    if outcome in DECISIONS and turn.case.light == Light.RED and not turn.case.overdue_reason:
        raise NotThatStageError(
            "该件已超期，请先公开说明超期原因，再作决定。",
            "The case is late: say in public why before you decide it.",
            where=turn.case.title,
        )
    if found.duty == Holder.APPLICANT and turn.process.step(found.element).form == "apply":
        complete(turn, told.get("promised", {}))
    found.said, turn.values, turn.outcome = told, told, outcome
    if not _agreed(turn, found, outcome):
        turn.changed.append(found)
        turn.note("task agreed", task=found.pk, element=found.element, outcome=outcome)
        written(turn)
        return found
    answers = {**answers_of(turn), **moving.outcome_answers(turn, found.element, outcome)}
    what = {"task": found.pk, "element": found.element, "outcome": outcome}
    turn.note("task done", **what, reason=str(told.get("reason", ""))[:500])
    moving.step(turn, found, outcome, answers)
    written(turn)
    return found


def _checked(turn: Turn, task: Task, outcome: str, told: Mapping[str, Any]) -> None:
    """Refuse an outcome that the step does not have, a form that is not right, and a return without words."""
    step = turn.process.step(task.element)
    if outcome not in step.outcomes:
        raise CaseworkError(
            f"本环节没有“{outcome}”这一结果；可选：{'、'.join(one.name.zh for one in step.outcomes.values())}。",
            f"This step has no outcome '{outcome}'; it has: {', '.join(step.outcomes)}.",
            where=task.name,
        )
    faults = {}
    if step.form and step.form != "apply":
        form = turn.service.forms[step.form]
        faults = form.faults(form.kept(told))
    if step.outcomes[outcome].returns and len(str(told.get("reason", "")).strip()) < LEAST_REASON:
        faults["reason"] = {"zh": "请写明理由或需更正的内容", "en": "say why, or what to correct"}
    if faults:
        raise FormError(faults, where=task.name)


def _agreed(turn: Turn, task: Task, outcome: str) -> bool:
    """Tell whether as many different people as the step asks for gave this outcome."""
    asked = turn.process.step(task.element).persons
    if asked <= 1 or turn.by is None:
        return True
    voices = [one for one in task.said.get("voices", []) if one["by"] != turn.by.pk]
    voices.append({"by": turn.by.pk, "name": str(turn.by), "outcome": outcome})
    task.said = {**task.said, "voices": voices}
    if len({one["outcome"] for one in voices}) > 1:
        raise CaseworkError(
            "两名工作人员的意见不一致，请先协商一致。",
            "The two people do not agree; talk to each other first.",
            where=task.name,
        )
    if len(voices) < asked:
        task.assignee = None
        return False
    return True


@transaction.atomic
def transfer(task: Task, to: Person, *, reason: str, by: Person, key: str) -> Task:
    """Hand a task on to a colleague for good."""
    return _give(task, Gift(Handover.Way.TRANSFER, to, reason), by, key)


@transaction.atomic
def delegate(task: Task, to: Person, *, reason: str, by: Person, key: str) -> Task:
    """Let a colleague do a task; it can be taken back until it is done."""
    return _give(task, Gift(Handover.Way.DELEGATE, to, reason), by, key)


@transaction.atomic
def take_delegation_back(task: Task, *, by: Person) -> Task:
    """Take a delegated task back."""
    turn = taken(task.case_id, by)
    found = Task.objects.get(pk=task.pk)
    mine = found.handovers.filter(way=Handover.Way.DELEGATE, giver=by)
    if not mine.exists():
        raise NotAllowedError
    given = mine.filter(ended_at=None).last()
    if given is None or found.state != TaskState.OPEN:
        raise TaskTakenError(where=str(found))
    given.ended_at = turn.at
    given.save(update_fields=["ended_at"])
    found.assignee = by
    turn.changed.append(found)
    turn.note("delegation ended", task=found.pk, element=found.element)
    written(turn)
    return found


@dataclass(frozen=True, slots=True)
class Gift:
    """How a task is given, to whom, and why."""

    way: Handover.Way
    to: Person
    reason: str


def _give(task: Task, gift: Gift, by: Person, key: str) -> Task:
    if deeds.once(key, f"task {gift.way}", f"task:{task.pk}", by) is None:
        return Task.objects.get(pk=task.pk)
    turn, found = _held(task, by)
    reason = gift.reason.strip()[:300]
    _fits(turn, found, gift.to, reason)
    Handover.objects.create(
        task=found, way=gift.way, giver=by, taker=gift.to, reason=reason, at=turn.at
    )
    found.assignee = gift.to
    turn.changed.append(found)
    told = {"task": found.pk, "element": found.element, "to": gift.to.pk, "reason": reason}
    turn.note(f"task {gift.way}", **told)
    written(turn)
    return found


def _fits(turn: Turn, task: Task, to: Person, reason: str) -> None:
    """Hand on only with a reason, and only to somebody who holds the post that the task is for."""
    if len(reason.strip()) < LEAST_REASON:
        raise FormError(zh="请写明原因。", en="Say why.", where=task.name)
    held = Post.objects.held(turn.day).filter(
        person=to, department=task.department_id, duty=task.duty
    )
    if not to.is_active or to.pk == task.assignee_id or not held.exists():
        raise CaseworkError(
            f"{to}没有该环节的岗位，不能接办。",
            f"{to} does not hold the post that this step is for.",
            where=task.name,
        )


@transaction.atomic
def ask_help(task: Task, who: Person, *, reason: str, by: Person, key: str) -> Handover:
    """Ask a colleague of any department to help (协办): they may read the case and say what they think."""
    done = deeds.once(key, "task help", f"task:{task.pk}:{who.pk}", by)
    if done is None:
        return Handover.objects.get(pk=deeds.made(key, by) or 0)
    turn, found = _held(task, by)
    if not Post.objects.held(turn.day).filter(person=who).exists() or who.pk == by.pk:
        raise NotAllowedError
    row = Handover.objects.create(
        task=found,
        way=Handover.Way.HELP,
        giver=by,
        taker=who,
        reason=reason.strip()[:300],
        at=turn.at,
    )
    deeds.keep(done, row)
    Party.objects.get_or_create(
        case=turn.case, person=who, part=Part.HELPER, defaults={"since": turn.at}
    )
    turn.note(
        "help asked", task=found.pk, element=found.element, of=who.pk, reason=reason.strip()[:300]
    )
    written(turn)
    return row


@transaction.atomic
def give_help(help_: Handover, text: str, *, by: Person, key: str) -> Handover:
    """Say what one was asked for; it stands with the task for whoever decides it."""
    row = Handover.objects.select_related("task").get(pk=help_.pk)
    if deeds.once(key, "help given", f"handover:{row.pk}", by) is None:
        return row
    turn = taken(row.task.case_id, by)
    if row.taker_id != by.pk or row.way != Handover.Way.HELP or row.ended_at is not None:
        raise NotAllowedError
    row.ended_at = turn.at
    row.save(update_fields=["ended_at"])
    task = Task.objects.get(pk=row.task_id)
    said = {"by": str(by), "text": text.strip()[:2000], "at": turn.at.isoformat()}
    task.said = {**task.said, "help": [*task.said.get("help", []), said]}
    turn.changed.append(task)
    turn.note("help given", task=task.pk, element=task.element)
    written(turn)
    return row


def finish_as_system(turn: Turn, task: Task, outcome: str, answers: Mapping[str, bool]) -> None:
    """Finish a task that no person finished: a wait that ended, or a step whose time ran out."""
    turn.outcome = outcome
    if task.kind == TaskKind.PERSON:
        answers = {**answers, **moving.outcome_answers(turn, task.element, outcome)}
    if task.kind == TaskKind.PERSON or outcome == "opened":
        turn.note("task ended by the clock", task=task.pk, element=task.element, outcome=outcome)
    moving.step(turn, task, outcome, answers)
