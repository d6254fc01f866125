"""Moving on: a token steps, tasks open and close, and what the system does itself is done in the same turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jianghai.casework import process
from jianghai.casework.engine import operations
from jianghai.casework.engine.turns import change, close_task
from jianghai.casework.models import Holder, Part, Party, Task, TaskKind, TaskState
from jianghai.casework.services import department

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jianghai.casework.engine.turns import Turn
    from jianghai.casework.process import Moved, Token


def begin(turn: Turn, answers: Mapping[str, bool]) -> None:
    """Start the process of a case."""
    _follow(turn, process.start(turn.process.spec, answers))
    _operate(turn)


def step(turn: Turn, task: Task, outcome: str, answers: Mapping[str, bool]) -> None:
    """Finish a task with an outcome and let the process go on from there."""
    close_task(turn, task, outcome)
    _follow(turn, process.step(turn.process.spec, turn.state, task.token, answers))
    _operate(turn)


def outcome_answers(turn: Turn, element: str, outcome: str) -> dict[str, bool]:
    """Give the named answers that an outcome stands for: its own name yes, its sisters no.

    A word that only a clock says, such as `silence`, is among them.
    """
    names = {*turn.process.step(element).outcomes, outcome}
    return {name: name == outcome for name in names}


def _follow(turn: Turn, moved: Moved) -> None:
    turn.state = moved.state
    if moved.closed:
        _cancel(turn, set(moved.closed))
    turn.opened.extend(_task(turn, token) for token in moved.opened)
    if moved.ended is not None:
        turn.over = True
        turn.emit("over")


def _cancel(turn: Turn, tokens: set[str]) -> None:
    """Take back what a return over a parallel block has interrupted; what was typed there stays with the task."""
    fresh = [task for task in turn.opened if task.token in tokens]
    stored = list(turn.case.tasks.filter(token__in=tokens, state=TaskState.OPEN))
    for task in (*fresh, *stored):
        task.state = TaskState.CANCELLED
        change(turn, task)
        turn.emit(f"closed:{task.element}")


def _task(turn: Turn, token: Token) -> Task:
    """Make the row of a token, held by whom its lane says."""
    rule = turn.process.lane(token.lane)
    office = None if rule.holder else department(turn.process, rule.department, turn.case)
    duty = rule.holder or rule.duty
    if token.kind != TaskKind.PERSON:
        duty = duty if duty == Holder.OFFICE else Holder.SYSTEM
    turn.emit(f"opened:{token.element}")
    task = Task(
        case=turn.case,
        token=token.id,
        element=token.element,
        name=token.name[:100],
        kind=token.kind,
        department_id=office,
        duty=duty,
        lane=turn.case.lane,
        opened_at=turn.at,
        said={"does": token.does} if token.does else {},
    )
    if office is not None and token.kind == TaskKind.PERSON:
        turn.after.append(lambda: _join(turn, office))
    if token.does == operations.CALL:
        turn.after.append(lambda: operations.ask_office(turn, task))
    return task


def _join(turn: Turn, office: int) -> None:
    """Let a department take part in the case, and so read it."""
    Party.objects.bulk_create(
        [Party(case=turn.case, department_id=office, part=Part.DEPARTMENT, since=turn.at)],
        ignore_conflicts=True,
    )


def _operate(turn: Turn) -> None:
    """Do what the system does itself until only persons, waits and outside offices are left."""
    while True:
        waiting = (
            task
            for task in turn.opened
            if task.kind == TaskKind.SERVICE and task.state == TaskState.OPEN
        )
        task = next((one for one in waiting if one.said["does"] != operations.CALL), None)
        if task is None:
            return
        answers = operations.named(task.said["does"])(turn, task)
        close_task(turn, task, "done")
        _follow(turn, process.step(turn.process.spec, turn.state, task.token, answers))
