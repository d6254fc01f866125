"""What the clock does to clocks: rungs are fired once, waits end, and what ran out is dealt with.

Due clocks are found by one index, however many cases are open; each is dealt with in a transaction of its own that
looks again under the case's lock, so that two workers, a kill and a clock set back change nothing.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import DatabaseError, transaction

import worktime
from jianghai.base import clock
from jianghai.base.errors import ApplicationError
from jianghai.casework.actions.cases import answers_of, end
from jianghai.casework.actions.tasks import finish_as_system
from jianghai.casework.engine import ledgers, timing
from jianghai.casework.engine.turns import taken, written
from jianghai.casework.models import (
    CLOSED,
    Clock,
    ClockKind,
    Firing,
    Objection,
    ObjectionState,
    Status,
    Task,
    TaskKind,
    TaskState,
    Tolerance,
)
from jianghai.casework.models import ClockState as Doing
from worktime.errors import WorktimeError

if TYPE_CHECKING:
    from datetime import datetime

    from jianghai.casework.engine.turns import Turn
    from jianghai.casework.services import ClockPlan

logger = logging.getLogger(__name__)

BATCH = 200
#: What a case can raise whose rows are damaged: it is logged, looked at again in a minute, and keeps no other waiting.
BROKEN = (ApplicationError, DatabaseError, WorktimeError, LookupError, TypeError, ValueError)
DUE = "due"
#: Outcome of a wait that let go when its last day began.
OPENED = "opened"


def sweep(limit: int = 5_000) -> int:
    """Deal with every clock whose moment has come; give how many were dealt with."""
    now, done = clock.now(), 0
    after: tuple[datetime | None, int] = (None, 0)
    while done < limit:
        found = _found(now, after)
        if not found:
            break
        for place, case, moment in found:
            done += _safely(place, case, now)
            after = (moment, place)
    return done


def _found(now: datetime, after: tuple[datetime | None, int]) -> list[tuple[int, int, datetime]]:
    """Give the next clocks that are due, behind the last one that was looked at."""
    rows = Clock.objects.filter(next_at__lte=now).order_by("next_at", "id")
    moment, place = after
    if moment is not None:
        rows = rows.filter(next_at__gte=moment).exclude(next_at=moment, id__lte=place)
    found = rows.values_list("pk", "case_id", "next_at")[:BATCH]
    return [(place, case, at) for place, case, at in found if at is not None]


def _safely(place: int, case: int, now: datetime) -> int:
    """Deal with one clock; one that fails is logged and keeps no other from being dealt with."""
    try:
        return _deal(place, case, now)
    except BROKEN:
        logger.exception("sweep: clock %s of case %s", place, case)
        return 0


@transaction.atomic
def _deal(place: int, case: int, now: datetime) -> int:
    turn = taken(case, None)
    row = next((one for one in timing.running(turn) if one.pk == place), None)
    if row is None or row.next_at is None or row.next_at > now or row.state != Doing.RUNNING:
        return 0
    plan = timing.plan_of(turn, row)
    days = ledgers.calendar()
    state = ledgers.state_of(row, plan.rule)
    fired = set(row.ledger["fired"])
    due = [key for key, at in worktime.rungs(state, days) if at <= now and key not in fired]
    Firing.objects.bulk_create([Firing(clock=row, rung=key, at=turn.at) for key in due])
    row.ledger = {**row.ledger, "fired": sorted(fired | set(due))}
    opened = _opens(row, plan, now) and DUE not in due
    if opened:
        row.ledger = {**row.ledger, "fired": sorted({*row.ledger["fired"], ledgers.OPENED})}
    ledgers.write(row, state, days, turn.at, opens=plan.expiry.opens)
    _warn(turn, row, due)
    if opened and row.task is not None:
        _finish(turn, row.task, OPENED)
    if DUE in due:
        row.expired = True
        _expire(turn, row, plan)
    timing.show(turn, timing.running(turn))
    if row.state == Doing.RUNNING:
        row.save(update_fields=timing.WRITTEN)
    written(turn)
    return 1


def _opens(row: Clock, plan: ClockPlan, now: datetime) -> bool:
    """Tell whether the last day of a notice has begun and the process may go on."""
    begins = ledgers.last_day(row)
    waits = row.task is not None and row.task.state == TaskState.OPEN
    fresh = ledgers.OPENED not in row.ledger["fired"]
    return plan.expiry.opens and waits and fresh and begins is not None and begins <= now


def _warn(turn: Turn, row: Clock, due: list[str]) -> None:
    """Note each rung that was fired; whom its ladder names is told from the journal, once."""
    for key in due if row.kind != ClockKind.NOTICE else ():
        turn.note("clock warned", clock=row.key, rung=key, light=int(row.light))


def _expire(turn: Turn, row: Clock, plan: ClockPlan) -> None:
    """Do what a service says is done when the time is over."""
    does = plan.expiry.do
    if row.task is not None and row.task.kind == TaskKind.WAIT:
        _close_notices(turn, row)
        turn.note("notice ended", clock=row.key)
        if row.task.state == TaskState.OPEN:
            _finish(turn, row.task, "over")
        else:
            _stop(turn, row)
    elif does == "complete" or (does == "lapse" and plan.expiry.element):
        open_ones = turn.case.tasks.filter(element=plan.expiry.element, state=TaskState.OPEN)
        for task in open_ones:
            _finish(turn, task, plan.expiry.outcome)
    elif does == "lapse":
        end(turn, Status.TAKEN_BACK)
        turn.note("case lapsed", clock=row.key)
    elif does == "overdue":
        turn.note("case overdue", clock=row.key)


def _finish(turn: Turn, task: Task, outcome: str) -> None:
    task.case = turn.case
    answers = answers_of(turn)
    if task.kind == TaskKind.WAIT:
        answers |= notice_answers(turn)
    finish_as_system(turn, task, outcome, answers)


def notice_answers(turn: Turn) -> dict[str, bool]:
    """Tell gateways whether the public objected, or asked for a hearing, and nobody has answered yet."""
    asked = Objection.objects.filter(
        publicity__case=turn.case, state=ObjectionState.RECEIVED
    ).values_list("hearing", flat=True)
    found = list(asked)
    return {"objected": bool(found), "hearing_asked": any(found)}


def _close_notices(turn: Turn, row: Clock) -> None:
    turn.case.publicities.filter(clock=row, closed_at=None).update(closed_at=turn.at)


def _stop(turn: Turn, row: Clock) -> None:
    ends = timing.stop_of(turn, row)
    timing.rewrite(turn, row, lambda state: worktime.stop(state, ends), ledgers.calendar())
    row.save(update_fields=timing.WRITTEN)


def lapse_tolerances(limit: int = 500) -> int:
    """End cases whose promised material did not come in time, as the commitment says."""
    today = clock.today()
    late = Tolerance.objects.filter(until__lt=today, supplied_at=None, lapsed_at=None)
    found = late.order_by("until", "id").values_list("pk", "case_id")[:limit]
    return sum(_lapsed(place, case) for place, case in found)


def _lapsed(place: int, case: int) -> int:
    """End one case; one that fails is logged and keeps no other from being dealt with."""
    try:
        return _lapse(place, case)
    except BROKEN:
        logger.exception("tolerance %s of case %s", place, case)
        return 0


@transaction.atomic
def _lapse(place: int, case: int) -> int:
    turn = taken(case, None)
    waiting = Tolerance.objects.filter(pk=place, supplied_at=None, lapsed_at=None)
    if not waiting.update(lapsed_at=turn.at):
        return 0  # another worker was here, or the paper came
    turn.note("tolerance lapsed", tolerance=place)
    if turn.case.status not in CLOSED:
        end(turn, Status.TAKEN_BACK)
    written(turn)
    return 1
