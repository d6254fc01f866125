"""Calling offices: outside any transaction, again with back-off where they fail, and taken once whatever they send."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from jianghai.base import clock
from jianghai.base.errors import ApplicationError
from jianghai.casework.actions.cases import answers_of
from jianghai.casework.actions.sweeping import BROKEN
from jianghai.casework.engine import moving
from jianghai.casework.engine.turns import taken, written
from jianghai.casework.models import CallState, OfficeCall, Task, TaskState
from jianghai.casework.offices.adapters import OFFICES, Reply
from jianghai.casework.offices.errors import OfficeError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

logger = logging.getLogger(__name__)

#: Waits between tries: the last one is used from then on.
BACK_OFF = tuple(timedelta(seconds=seconds) for seconds in (30, 60, 120, 300))
#: After so many failures, a quarter of an hour, a person at the window helps.
MOST_TRIES = 6
NOT_CONNECTED = "该单位尚未接入，请专窗帮办"
#: A worker that has taken a call and died lets it go after this long.
HELD = timedelta(minutes=5)


def call_due(limit: int = 200) -> int:
    """Ask every office whose turn it is; give how many answered for good."""
    now = clock.now()
    due = OfficeCall.objects.filter(next_at__lte=now).exclude(state=CallState.DONE)
    places = list(due.order_by("next_at", "id").values_list("pk", flat=True)[:limit])
    return sum(_safely(place, now) for place in places)


def _safely(place: int, now: datetime) -> int:
    """Deal with one call; a case that is damaged is logged and keeps no other from being dealt with."""
    try:
        return _call(place, now)
    except BROKEN:
        logger.exception("office call %s", place)
        return 0


def _call(place: int, now: datetime) -> int:
    held = _held(place, now)
    if held is None:
        return 0
    office = OFFICES.get(held.office)
    if office is None:
        return int(answer(held.key, Reply(refused=NOT_CONNECTED)))
    try:
        reply = office.ask(held.key, held.asked)
    except (ApplicationError, OSError, TimeoutError) as trouble:
        logger.warning("office %s: %s", held.office, trouble)
        if _later(place, str(trouble)) < MOST_TRIES:
            return 0
        return int(answer(held.key, Reply(refused=str(trouble))))
    if reply.done or reply.refused:
        return int(answer(held.key, reply))
    _busy(place, now + (reply.again or BACK_OFF[0]))
    return 0


@transaction.atomic
def _held(place: int, now: datetime) -> OfficeCall | None:
    """Take a call so that no other worker asks at the same time."""
    row = OfficeCall.objects.select_for_update().get(pk=place)
    if row.state == CallState.DONE or row.next_at is None or row.next_at > now:
        return None
    if not Task.objects.filter(pk=row.task_id, state=TaskState.OPEN).exists():
        _let_go(row)  # the case was taken back meanwhile: nobody is asked any more
        return None
    row.state, row.next_at = CallState.SENT, now + HELD
    row.save(update_fields=["state", "next_at"])
    return row


def _let_go(row: OfficeCall) -> None:
    """Ask no more: the task that wanted the answer was withdrawn."""
    row.state, row.next_at = CallState.DONE, None
    row.save(update_fields=["state", "next_at"])


@transaction.atomic
def _later(place: int, trouble: str) -> int:
    """Try again later, and give the tries so far; after the last a person at the window helps, as the diagram says."""
    row = OfficeCall.objects.select_for_update().get(pk=place)
    if row.state == CallState.DONE:
        return 0
    row.tries += 1
    row.trouble = trouble[:500]
    row.next_at = clock.now() + BACK_OFF[min(row.tries, len(BACK_OFF)) - 1]
    row.save(update_fields=["tries", "trouble", "next_at"])
    return row.tries


@transaction.atomic
def _busy(place: int, again: datetime) -> None:
    OfficeCall.objects.filter(pk=place).exclude(state=CallState.DONE).update(
        next_at=again, trouble=""
    )


@transaction.atomic
def answer(key: str, reply: Reply) -> bool:
    """Take what an office says, from a call or by its own message; a second answer changes nothing."""
    found = OfficeCall.objects.filter(key=key).values_list("task__case_id", flat=True).first()
    if found is None:
        raise OfficeError(f"没有请求“{key}”。", f"There is no request '{key}'.", where=key[:64])
    turn = taken(found, None)
    row = OfficeCall.objects.select_for_update().get(key=key)
    task = Task.objects.get(pk=row.task_id)
    if row.state == CallState.DONE or task.state != TaskState.OPEN:
        if row.state != CallState.DONE:
            _let_go(row)
        return False
    told: Mapping[str, Any] = reply.answer or {"refused": reply.refused}
    row.state, row.next_at, row.answered_at = CallState.DONE, None, turn.at
    row.answer, row.trouble = dict(told), reply.refused[:500]
    row.save(update_fields=["state", "next_at", "answered_at", "answer", "trouble"])
    task.case = turn.case
    task.said = {**task.said, "answer": dict(told)}
    what = {"task": task.pk, "element": task.element, "office": row.office}
    turn.note("office answered", **what, refused=reply.refused)
    answers = {**answers_of(turn), f"{task.element}_refused": bool(reply.refused)}
    moving.step(turn, task, "refused" if reply.refused else "done", answers)
    written(turn)
    return True
