"""After a decision: delivery and its receipt, what the applicant thought, withdrawal and revocation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from jianghai.base import deeds
from jianghai.base.errors import NotAllowedError
from jianghai.casework import papers
from jianghai.casework.engine import notices
from jianghai.casework.engine.turns import taken, written
from jianghai.casework.errors import EvaluationError, FormError, NotThatStageError
from jianghai.casework.models import (
    CLOSED,
    Decision,
    DecisionKind,
    Evaluation,
    Status,
)
from jianghai.casework.queries import cases as queries
from jianghai.people.models import Duty, Post, Role

if TYPE_CHECKING:
    from jianghai.casework.models import Case
    from jianghai.people.models import Person

#: Marks that open a follow-up.
BAD = frozenset({Evaluation.Mark.VERY_BAD, Evaluation.Mark.BAD})
LEAST_REASON = 2


@transaction.atomic
def confirm_delivery(
    decision: Decision, *, by: Person, key: str, way: str = "网上签收"
) -> Decision:
    """Sign for a decision: the applicant on the site, or the window for who came in person."""
    if deeds.once(key, "decision delivered", f"decision:{decision.pk}", by) is None:
        return Decision.objects.get(pk=decision.pk)
    turn = taken(decision.case_id, by)
    window = Post.objects.held(turn.day).filter(person=by, duty=Duty.WINDOW)
    staff = (
        window.exists()
        and turn.case.parties.filter(department__in=queries.departments_of(by)).exists()
    )
    if not queries.is_applicant(by, turn.case) and not staff:
        raise NotAllowedError
    row = Decision.objects.get(pk=decision.pk)
    if row.delivered_at is None:
        row.delivered_at, row.delivered_by, row.received_by = turn.at, way[:40], str(by)[:60]
        row.save(update_fields=["delivered_at", "delivered_by", "received_by"])
        blanks = {
            "document": papers.whole(row.paper.kind, row.paper.words).title["zh"],
            "document_number": row.number,
            "case_number": turn.case.number,
            "served_on": turn.case.enterprise.name if turn.case.enterprise else str(by),
            "manner": row.delivered_by,
            "served_at": turn.day,
            "received_by": row.received_by,
        }
        notices.issue(turn, "delivery_receipt", blanks)
        turn.emit("delivered")
        turn.note("decision delivered", number=row.number, way=row.delivered_by)
        if staff:
            turn.case.counter_visits += 1
    written(turn)
    return row


@transaction.atomic
def evaluate(case: Case, mark: int, *, by: Person, key: str, text: str = "") -> Evaluation:
    """Judge a case once, after it is closed; a bad mark opens a follow-up with a clock of its own."""
    if deeds.once(key, "case judged", f"case:{case.pk}", by) is None:
        return Evaluation.objects.get(case=case)
    turn = taken(case.pk, by)
    if not queries.is_applicant(by, turn.case):
        raise NotAllowedError
    judged = Evaluation.objects.filter(case=turn.case).exists()
    if judged or turn.case.status not in CLOSED or mark not in Evaluation.Mark.values:
        raise EvaluationError(where=str(turn.case))
    row = Evaluation.objects.create(
        case=turn.case, mark=mark, text=text.strip()[:2000], by=by, at=turn.at
    )
    # Who judged is not told to others: the line says only that it was judged.

    turn.by = None
    turn.note("case judged", mark=int(mark))
    if mark in BAD:
        turn.emit("judged_bad")
    written(turn)
    return row


@transaction.atomic
def follow_up(evaluation: Evaluation, finding: str, *, by: Person, key: str) -> Evaluation:
    """Say what was found and put right after a bad mark."""
    if deeds.once(key, "bad mark followed", f"evaluation:{evaluation.pk}", by) is None:
        return Evaluation.objects.get(pk=evaluation.pk)
    turn = taken(evaluation.case_id, by)
    mine = turn.case.parties.filter(department__in=queries.departments_of(by))
    if by.role != Role.STAFF or not mine.exists():
        raise NotAllowedError
    row = Evaluation.objects.get(pk=evaluation.pk)
    if row.mark not in BAD or row.followed_at is not None:
        raise NotThatStageError(where=str(turn.case))
    if len(finding.strip()) < LEAST_REASON:
        raise FormError(
            zh="请写明核实与整改情况。", en="Say what was found and what was put right."
        )
    row.finding, row.followed_at, row.followed_by = finding.strip()[:2000], turn.at, by
    row.save(update_fields=["finding", "followed_at", "followed_by"])
    turn.emit("followed_up")
    turn.note("bad mark followed", mark=int(row.mark))
    written(turn)
    return row


@transaction.atomic
def withdraw(decision: Decision, *, reason: str, by: Person, key: str) -> Decision:
    """Withdraw a lawful licence because the law or the facts changed (14)."""
    return _undo(decision, Status.WITHDRAWN, reason, by, key)


@transaction.atomic
def revoke(decision: Decision, *, reason: str, by: Person, key: str) -> Decision:
    """Revoke a licence that should not have been granted (15)."""
    return _undo(decision, Status.REVOKED, reason, by, key)


def _undo(decision: Decision, status: Status, reason: str, by: Person, key: str) -> Decision:
    if deeds.once(key, f"decision {status.name.lower()}", f"decision:{decision.pk}", by) is None:
        return Decision.objects.get(pk=decision.pk)
    turn = taken(decision.case_id, by)
    chief = Post.objects.held(turn.day).filter(
        person=by, duty=Duty.CHIEF, department=turn.case.department_id
    )
    if not chief.exists():
        raise NotAllowedError
    row = Decision.objects.get(pk=decision.pk)
    if row.kind != DecisionKind.GRANTED or row.revoked_at is not None:
        raise NotThatStageError(where=row.number)
    if len(reason.strip()) < LEAST_REASON:
        raise FormError(zh="请写明理由。", en="Say why.", where=row.number)
    row.revoked_at, row.revoked_for = turn.at, reason.strip()[:500]
    row.save(update_fields=["revoked_at", "revoked_for"])
    turn.case.status = status
    turn.emit("undone")
    turn.note("decision undone", number=row.number, status=int(status), reason=row.revoked_for)
    written(turn)
    return row
