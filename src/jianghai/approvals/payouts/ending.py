"""When the money of a case is over otherwise than by its plan: declined, dropped, or taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from jianghai.approvals.errors import PaymentError
from jianghai.approvals.models import ApplicationCase
from jianghai.approvals.payouts.operations import official
from jianghai.approvals.payouts.paying import payout_of
from jianghai.base import deeds
from jianghai.base.errors import NotAllowedError
from jianghai.casework.engine.turns import Turn, change, taken, written
from jianghai.casework.models import Case, Task, TaskState
from jianghai.casework.queries import cases as queries
from jianghai.people.models import Role
from jianghai.policies.actions import payouts
from jianghai.policies.models import Payout, PayoutState

if TYPE_CHECKING:
    from jianghai.people.models import Person

#: Steps that only pay: they are withdrawn when there is nothing more to pay.
STEPS = ("plan", "pay", "confirm_receipt")
OVER = frozenset({PayoutState.DECLINED, PayoutState.DROPPED, PayoutState.CLAWED_BACK})


def may_claw_back(by: Person, case: Case) -> bool:
    """Tell whether a person may take money back: one of the zone whose department takes part in the case."""
    return (
        by.role == Role.STAFF
        and case.parties.filter(department__in=queries.departments_of(by)).exists()
    )


@transaction.atomic
def claw_back(case: Case, *, reason: str, by: Person, key: str) -> Payout:
    """Note that what a case has paid was taken back, also after its end; the firm is told."""
    turn = taken(case.pk, by)
    if not may_claw_back(by, turn.case):
        raise NotAllowedError
    official(turn)
    payout = payout_of(turn)
    if payout is None:
        raise PaymentError(
            "该办件没有已拨付的款项。", "This case has paid nothing.", where=str(turn.case)
        )
    done = payouts.claw_back(payout.pk, reason=reason, by=by, key=key)
    _ended(turn, done)
    return done


def payment_over(payout: Payout) -> int:
    """Let the case of a payout know that its money is over; nothing where it knows, or there is no case."""
    link = ApplicationCase.objects.filter(application__payout=payout).first()
    if link is None:
        return 0
    with transaction.atomic():
        turn = taken(link.case_id, None)
        fresh = Payout.objects.get(pk=payout.pk)
        return _ended(turn, fresh) if fresh.state in OVER else 0


def _ended(turn: Turn, payout: Payout) -> int:
    """Withdraw what is still open of the payment and say why, once."""
    subject = f"payout:{payout.pk}:{payout.state}"
    if deeds.once(f"payment over {subject}", "payment over", subject, None) is None:
        return 0
    for task in Task.objects.filter(case=turn.case, element__in=STEPS, state=TaskState.OPEN):
        task.state = TaskState.CANCELLED
        change(turn, task)
        turn.emit(f"closed:{task.element}")
    told = {"payout": payout.pk, "amount": payout.amount, "reason": payout.remark}
    turn.note(f"payment {payout.state}", **told)
    written(turn)
    return 1
