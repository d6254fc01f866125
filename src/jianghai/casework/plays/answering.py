"""Deeds of case files that speak in public or come after the decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jianghai.casework.actions import cases, decisions, publicity
from jianghai.casework.errors import PlayError
from jianghai.casework.models import Decision, Evaluation, Objection

if TYPE_CHECKING:
    from jianghai.casework.plays.acting import Stage
    from jianghai.casework.plays.reading import Step


def object_(stage: Stage, step: Step) -> None:
    """Object to the newest public notice."""
    posted = stage.running.publicities.order_by("-id")[0]
    said = publicity.Said(
        stage.play.cast.get(step.who, step.who or "示例公众"),
        "13800000000",
        step.told["text"],
        hearing=step.told.get("hearing", False),
    )
    publicity.object_(posted, said, key=stage.next_key())


def answer_objection(stage: Stage, step: Step) -> None:
    """Answer the oldest objection that nobody has answered."""
    row = Objection.objects.filter(publicity__case=stage.running, answer="").order_by("id")[0]
    publicity.answer_objection(
        row,
        upheld=step.told.get("upheld", False),
        answer=step.told["text"],
        by=stage.who(step),
        key=stage.next_key(),
    )


def explain(stage: Stage, step: Step) -> None:
    """Say in public why the case is late."""
    cases.explain_overdue(
        stage.running,
        reason=step.told.get("reason", ""),
        by=stage.who(step),
        key=stage.next_key(),
    )


def sign(stage: Stage, step: Step) -> None:
    """Sign for the decision."""
    decisions.confirm_delivery(_decision(stage), by=stage.who(step), key=stage.next_key())


def judge(stage: Stage, step: Step) -> None:
    """Judge the case."""
    decisions.evaluate(
        stage.running,
        step.told["mark"],
        by=stage.who(step),
        key=stage.next_key(),
        text=step.told.get("text", ""),
    )


def follow_up(stage: Stage, step: Step) -> None:
    """Follow a bad mark up."""
    row = Evaluation.objects.get(case=stage.running)
    decisions.follow_up(row, step.told["text"], by=stage.who(step), key=stage.next_key())


def revoke(stage: Stage, step: Step) -> None:
    """Revoke the decision."""
    decisions.revoke(
        _decision(stage),
        reason=step.told.get("reason", ""),
        by=stage.who(step),
        key=stage.next_key(),
    )


def withdraw(stage: Stage, step: Step) -> None:
    """Withdraw the decision."""
    decisions.withdraw(
        _decision(stage),
        reason=step.told.get("reason", ""),
        by=stage.who(step),
        key=stage.next_key(),
    )


def _decision(stage: Stage) -> Decision:
    row = Decision.objects.filter(case=stage.running).first()
    if row is None:
        raise PlayError("还没有作出决定。", "Nothing is decided yet.")
    return row
