"""Decisions: numbered without gaps, written on a paper, and provable by the journal."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import F

from jianghai.casework import services
from jianghai.casework.engine import notices
from jianghai.casework.errors import CaseworkError
from jianghai.casework.models import Decision, DecisionKind, Sequence, Status, Task, TaskKind

if TYPE_CHECKING:
    from jianghai.casework.engine.turns import Turn
    from jianghai.casework.services import DecisionPlan

#: Words of a decision task's form.
TEXT, CONDITIONS, GROUND, VALID = "text", "conditions", "ground", "valid_until"


def decide(turn: Turn, _task: Task, outcome: str = "") -> dict[str, bool]:
    """Write the decision down: number, paper, status 11, 12 or 13."""
    told, word = _told(turn)
    granted = (outcome or word) == "granted"
    case = turn.case
    number = next_number(turn)
    paper = notices.issue(
        turn,
        "decision" if granted else "refusal",
        _blanks(turn, told, granted=granted),
        number=number,
    )
    row = Decision(
        case=case,
        kind=DecisionKind.GRANTED if granted else DecisionKind.REFUSED,
        number=number,
        text=str(told.get(TEXT, "")) or turn.service.name.zh,
        ground=str(told.get(GROUND, ""))[:60],
        by=turn.by,
        decided_at=turn.at,
        decided_on=turn.day,
        paper=paper,
        valid_until=date.fromisoformat(told[VALID]) if told.get(VALID) else None,
    )
    turn.decision = row
    turn.after.append(row.save)
    case.status = _status(turn, granted=granted)
    case.decided_at = case.closed_at = turn.at
    turn.emit("decided")
    turn.note("decided", number=number, kind=str(row.kind), digest=paper.digest, code=paper.code)
    return {"granted": granted, "refused": not granted}


def _told(turn: Turn) -> tuple[dict[str, Any], str]:
    """Give what the deciding person filled in and said: in this turn, or before a wait."""
    if turn.outcome in {"granted", "refused"}:
        return turn.values, turn.outcome
    done = Task.objects.filter(
        case=turn.case, kind=TaskKind.PERSON, outcome__in=("granted", "refused")
    )
    last = done.order_by("-done_at", "-id").first()
    return (dict(last.said), last.outcome) if last else ({}, "")


def _status(turn: Turn, *, granted: bool) -> Status:
    if not granted:
        return Status.REFUSED
    open_ones = turn.case.tolerances.filter(supplied_at=None, lapsed_at=None)
    return Status.GRANTED_TOLERANT if open_ones.exists() else Status.GRANTED


def _blanks(turn: Turn, told: dict[str, Any], *, granted: bool) -> dict[str, Any]:
    case, settings = turn.case, services.zone().settings
    blanks: dict[str, Any] = {
        "matter": case.title,
        "case_number": case.number,
        "accepted_on": case.accepted_on or turn.day,
        "review_body": settings["review_body"],
        "court": settings["court"],
    }
    if granted:
        blanks["granted"] = str(told.get(TEXT, "")) or case.title
        blanks |= {key: told[key] for key in (CONDITIONS, VALID) if told.get(key)}
        return blanks
    ground = _plan(turn).grounds.get(str(told.get(GROUND, "")))
    return {**blanks, "grounds": [text for text in (ground, str(told.get(TEXT, ""))) if text]}


def _plan(turn: Turn) -> DecisionPlan:
    plan = turn.service.decision
    if plan is None:
        raise CaseworkError(
            "该事项没有写明文号规则，不能作出决定。",
            "This service does not say how decisions are numbered.",
            where=turn.service.name.zh,
        )
    return plan


def next_number(turn: Turn) -> str:
    """Take the next number of the year without gaps: the row stays locked until the commit."""
    pattern = _plan(turn).pattern
    year = turn.day.year
    settings = services.zone().settings
    name = pattern.replace("{office}", str(settings["office"])).replace("{year}", str(year))
    Sequence.objects.get_or_create(name=name)
    Sequence.objects.filter(name=name).update(last=F("last") + 1)
    return name.replace("{n}", str(Sequence.objects.get(name=name).last))
