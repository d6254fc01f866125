"""Special procedures and extensions: clocks stand still or run longer only as the law says, told in writing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

import worktime
from jianghai.base import deeds
from jianghai.base.errors import NotAllowedError
from jianghai.casework.engine import ledgers, notices, timing
from jianghai.casework.engine.turns import taken, written
from jianghai.casework.errors import NotThatStageError, PauseError
from jianghai.casework.models import CLOSED, Case, Clock, Status
from jianghai.casework.models import ClockState as Doing
from jianghai.casework.queries import cases as queries
from jianghai.people.models import Duty, Post, Role
from worktime import Grant, Pause, Span
from worktime.errors import WorktimeError

if TYPE_CHECKING:
    from datetime import date

    from jianghai.casework.engine.turns import Turn
    from jianghai.people.models import Person


@dataclass(frozen=True, slots=True)
class Special:
    """A special procedure: for which reason of the law, how long it takes, why it is needed."""

    reason: str
    how_long: str
    why: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Longer:
    """An extension: by how much, who approved it, why."""

    span: str
    approver: Person
    reason: str


@transaction.atomic
def begin_special(case: Case, asked: Special, *, by: Person, key: str) -> Case:
    """Begin a special procedure (9): the applicant is told in writing how long it takes, and clocks stand still."""
    if deeds.once(key, "special begun", f"case:{case.pk}", by) is None:
        return Case.objects.get(pk=case.pk)
    turn = _in_hand(case, by)
    reason, how_long, why = asked.reason, asked.how_long.strip()[:60], asked.why.strip()[:500]
    if reason not in worktime.REASONS or not how_long or not why:
        raise PauseError(where=str(turn.case))
    blanks = {
        "matter": turn.case.title,
        "case_number": turn.case.number,
        "procedure": worktime.REASONS[reason].zh,
        "reason": why,
        "begins_on": turn.day,
        "how_long": how_long,
        **notices.standing(turn, reason),
        **({"ends_on": asked.until} if asked.until else {}),
    }
    paper = notices.issue(turn, "pause_notice", blanks)
    paused = _each(turn, lambda state: worktime.pause(state, Pause(reason, turn.at, paper.code)))
    if not paused:
        raise PauseError(
            f"该件的时限不因“{worktime.REASONS[reason].zh}”暂停。",
            f"No clock of this case stands still for '{worktime.REASONS[reason].en}'.",
            where=str(turn.case),
        )
    turn.case.status = Status.SPECIAL_BEGUN
    turn.emit("special_begun")
    turn.note("special begun", reason=reason, how_long=how_long, clocks=paused)
    return written(turn)


@transaction.atomic
def end_special(case: Case, reason: str, *, by: Person, key: str) -> Case:
    """End a special procedure (10): clocks go on."""
    if deeds.once(key, "special ended", f"case:{case.pk}", by) is None:
        return Case.objects.get(pk=case.pk)
    turn = _in_hand(case, by)
    resumed = _each(turn, lambda state: worktime.resume(state, reason, turn.at), only=reason)
    if not resumed:
        raise NotThatStageError(where=str(turn.case))
    turn.case.status = Status.SPECIAL_ENDED
    turn.emit("special_ended")
    turn.note("special ended", reason=reason, clocks=resumed)
    return written(turn)


def _in_hand(case: Case, by: Person) -> Turn:
    turn = taken(case.pk, by)
    mine = turn.case.parties.filter(department__in=queries.departments_of(by))
    if by.role != Role.STAFF or not mine.exists():
        raise NotAllowedError
    if turn.case.status in CLOSED or not turn.state:
        raise NotThatStageError(where=str(turn.case))
    return turn


def _each(turn: Turn, change: object, only: str = "") -> list[str]:
    """Change every running clock of the case that the verb touches; give their names."""
    days = ledgers.calendar()
    touched = []
    for row in timing.running(turn):
        open_ones = {one["reason"] for one in row.ledger["pauses"] if not one["resumed"]}
        if only and only not in open_ones:
            continue
        try:
            if timing.rewrite(turn, row, change, days):  # type: ignore[arg-type]
                touched.append(row)
        except WorktimeError as refused:
            raise PauseError(refused.what.zh, refused.what.en, where=row.key) from None
    Clock.objects.bulk_update(touched, timing.WRITTEN)
    timing.show(turn, timing.running(turn))
    return [row.key for row in touched]


@transaction.atomic
def extend(clock: Clock, asked: Longer, *, by: Person, key: str) -> Clock:
    """Extend a term as far and as often as its law allows; the head approves, the applicant is told why."""
    if deeds.once(key, "clock extended", f"clock:{clock.pk}", by) is None:
        return Clock.objects.get(pk=clock.pk)
    turn = _in_hand(Case(pk=clock.case_id), by)
    row = next((one for one in timing.running(turn) if one.pk == clock.pk), None)
    if row is None or row.state == Doing.STOPPED:
        raise NotThatStageError(where=str(turn.case))
    if not _approved(turn, asked):
        raise PauseError(
            "延期须经本机关负责人批准并说明理由。",
            "An extension needs the approval of the head of the agency, and a reason.",
            where=row.key,
        )
    before = row.due_on
    _grant(turn, row, asked)
    notices.issue(turn, "extension_notice", _longer_words(turn, row, before, asked))
    timing.show(turn, timing.running(turn))
    turn.note(
        "clock extended",
        clock=row.key,
        span=asked.span,
        approver=asked.approver.pk,
        before=str(before),
        due=str(row.due_on),
    )
    written(turn)
    return row


def _approved(turn: Turn, asked: Longer) -> bool:
    """Tell whether the head of the deciding department approves, with a reason."""
    chief = Post.objects.held(turn.day).filter(
        person=asked.approver, duty=Duty.CHIEF, department=turn.case.department_id
    )
    return bool(asked.reason.strip()) and chief.exists()


def _grant(turn: Turn, row: Clock, asked: Longer) -> None:
    """Write the longer term into the ledger of a clock; PauseError where its law does not allow it."""
    days = ledgers.calendar()
    role = timing.plan_of(turn, row).rule.extension
    approver = role.approver if role else str(asked.approver)
    try:
        grant = Grant(Span.parse(asked.span), turn.at, approver, asked.reason.strip()[:300])
        timing.rewrite(turn, row, lambda state: worktime.extend(state, grant, days), days)
    except WorktimeError as refused:
        raise PauseError(refused.what.zh, refused.what.en, where=row.key) from None
    row.save(update_fields=timing.WRITTEN)


def _longer_words(
    turn: Turn, row: Clock, before: date | None, asked: Longer
) -> dict[str, str | date]:
    return {
        "matter": turn.case.title,
        "case_number": turn.case.number,
        "accepted_on": turn.case.accepted_on or turn.day,
        "was_until": before or turn.day,
        "until": row.due_on or turn.day,
        "reason": asked.reason.strip()[:300],
        "approved_by": str(asked.approver),
    }
