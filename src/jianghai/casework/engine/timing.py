"""Clocks follow events: they start, stop, pause and go on as a service says, never as a person remembers to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import worktime
from jianghai.base import rows
from jianghai.casework.engine import ledgers, notices
from jianghai.casework.models import (
    Clock,
    ClockKind,
    Light,
    Task,
    TaskKind,
    TaskState,
)
from jianghai.casework.models import ClockState as Doing
from worktime import Pause

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from jianghai.casework.engine.turns import Turn
    from jianghai.casework.models import Case
    from jianghai.casework.services import ClockPlan
    from worktime import Calendar, ClockState


#: What is still owed when the process is over: delivery, publication, an answer to a bad mark.
AFTERWARDS = frozenset({"decided", "judged_bad"})


@dataclass(slots=True)
class Followed:
    """What a turn did to clocks, before it is written."""

    fresh: list[Clock] = field(default_factory=list)
    touched: dict[int, Clock] = field(default_factory=dict)


def follow(turn: Turn) -> Followed:
    """Let every event of the turn start, stop, pause and resume clocks; nothing is written yet."""
    done = Followed()
    if not turn.events:
        return done
    days = ledgers.calendar()
    rows = running(turn)
    for event, at in turn.events:
        for row in rows:
            if _moved(turn, row, event, at, days):
                done.touched[id(row)] = row
        started = _started(turn, event, at, days)
        done.fresh += started
        rows += started
    show(turn, rows)
    return done


def store(turn: Turn, done: Followed) -> None:
    """Write the clocks, once the tasks that they run on are written."""
    stored = [row for row in done.touched.values() if row.pk is not None]
    if done.fresh:
        Clock.objects.bulk_create(done.fresh)
        notices.bind(turn, done.fresh)
    rows.put(stored, WRITTEN)


WRITTEN = (
    "state",
    "ledger",
    "due_on",
    "due_at",
    "provisional",
    "moved_by",
    "light",
    "next_at",
    "expired",
)


def running(turn: Turn) -> list[Clock]:
    """Give the clocks of the case that are not stopped, read once a turn."""
    if turn.clocks is None:
        turn.clocks = rows.find(
            Clock, "case_id = %s AND state <> %s", [turn.case.pk, Doing.STOPPED.value]
        )
        _with_tasks(turn.clocks)
    return turn.clocks


def _with_tasks(held: list[Clock]) -> None:
    """Give clocks that run on a step their task, all at once."""
    places = [row.task_id for row in held if row.task_id is not None]
    if not places:
        return
    asked = ", ".join(["%s"] * len(places))
    found = {task.pk: task for task in rows.find(Task, f"id IN ({asked})", places)}
    for row in held:
        if row.task_id is not None:
            row.task = found[row.task_id]


def plan_of(turn: Turn, row: Clock) -> ClockPlan:
    """Give what the law of the case says of a clock."""
    return turn.service.clocks[row.key]


def rewrite(
    turn: Turn, row: Clock, change: Callable[[ClockState], ClockState], days: Calendar
) -> bool:
    """Change a clock by one verb of worktime; tell whether it was changed."""
    plan = plan_of(turn, row)
    before = ledgers.state_of(row, plan.rule)
    after = change(before)
    if after is before:
        return False
    ledgers.write(row, after, days, turn.at, opens=plan.expiry.opens)
    return True


def _started(turn: Turn, event: str, at: datetime, days: Calendar) -> list[Clock]:
    """Start what begins with an event, if it does not run already."""
    held = {row.key for row in running(turn) if row.task is None and row.state != Doing.STOPPED}
    made = [
        _clock(turn, plan, None, at, days)
        for key, plan in turn.service.clocks.items()
        if plan.on == "case" and event in plan.rule.starts_on and key not in held
    ]
    element = event.removeprefix("opened:")
    for task in turn.opened if element != event else ():
        if task.element == element and task.state == TaskState.OPEN:
            made += [_clock(turn, plan, task, at, days) for plan in _plans(turn, task)]
    return made


def _plans(turn: Turn, task: Task) -> list[ClockPlan]:
    """List the clocks of one step: a wait has the one that it names."""
    if task.kind == TaskKind.WAIT:
        return [turn.service.clocks[task.said["does"]]]
    return [plan for plan in turn.service.clocks.values() if plan.step == task.element]


def _clock(turn: Turn, plan: ClockPlan, task: Task | None, at: datetime, days: Calendar) -> Clock:
    row = Clock(case=turn.case, task=task, key=plan.rule.key, kind=plan.rule.kind, ledger={})
    ledgers.write(row, worktime.start(plan.rule, at), days, turn.at, opens=plan.expiry.opens)
    turn.note("clock started", clock=row.key, due=str(row.due_on or ""))
    return row


def _moved(turn: Turn, row: Clock, event: str, at: datetime, days: Calendar) -> bool:
    """Stop, pause or resume one clock where an event says so."""
    if row.state == Doing.STOPPED:
        return False
    plan = plan_of(turn, row)
    ends = event == "over" and AFTERWARDS.isdisjoint(plan.rule.starts_on)
    if ends or event in plan.rule.stops_on or _left(turn, row, event):
        return rewrite(turn, row, lambda state: worktime.stop(state, stop_of(turn, row)), days)
    return any(
        _paused(turn, row, reason, at, days)
        if event in rule.begins
        else _resumed(turn, row, reason, at, days)
        for reason, rule in turn.service.pauses.items()
        if event in rule.begins or event in rule.ends
    )


def stop_of(turn: Turn, row: Clock) -> datetime:
    """Give the moment at which a clock stops: a notice that ran its time ends with its last day, not after it."""
    if row.kind == ClockKind.NOTICE and row.due_at is not None:
        return min(turn.at, row.due_at - timedelta(microseconds=1))
    return turn.at


def _left(turn: Turn, row: Clock, event: str) -> bool:
    """Tell whether the step that a clock runs on was closed by this event."""
    if row.task is None or event != f"closed:{row.task.element}":
        return False
    if turn.outcome == "opened" and row.kind == ClockKind.NOTICE:
        return False  # the notice stays up to its end
    return any(task.pk == row.task.pk and task.state != TaskState.OPEN for task in turn.changed)


def _paused(turn: Turn, row: Clock, reason: str, at: datetime, days: Calendar) -> bool:
    plan = plan_of(turn, row)
    if not plan.rule.stops_for(reason):
        return False
    notice = turn.papers.get("supplement_notice") or notices.pause_notice(turn, reason)
    return rewrite(turn, row, lambda state: worktime.pause(state, Pause(reason, at, notice)), days)


def _resumed(turn: Turn, row: Clock, reason: str, at: datetime, days: Calendar) -> bool:
    paused = any(one["reason"] == reason and not one["resumed"] for one in row.ledger["pauses"])
    if not paused:
        return False
    return rewrite(turn, row, lambda state: worktime.resume(state, reason, at), days)


def bind(case: Case, rows: Iterable[Clock]) -> None:
    """Write on a case the earliest day that binds us, and the worst light."""
    binding = [row for row in rows if ledgers.binds_us(row) and row.state != Doing.STOPPED]
    days = [row.due_at for row in binding if row.due_at and row.state == Doing.RUNNING]
    case.due_at = min(days, default=None)
    case.light = max((row.light for row in binding), default=Light.NONE)


def show(turn: Turn, rows: list[Clock]) -> None:
    """Write the day that binds us on the case, and on each open task its own or else the case's."""
    case = turn.case
    before = (case.due_at, case.light)
    bind(case, rows)
    own = [row for row in rows if row.task is not None and row.state != Doing.STOPPED]
    for task in turn.opened:
        row = next((one for one in own if one.task is task), None)
        task.due_at = row.due_at if row else case.due_at
        task.light = row.light if row else case.light
    if before != (case.due_at, case.light):
        held = [row.task_id for row in own if row.task_id]
        others = Task.objects.filter(case=case, state=TaskState.OPEN).exclude(pk__in=held)
        others.update(due_at=case.due_at, light=case.light)
