"""Policy applications as cases: carried by casework from acceptance to the receipt of the last instalment."""

from __future__ import annotations

from jianghai.approvals.payouts import carrying, operations, paying
from jianghai.casework import signals as casework
from jianghai.casework.engine.operations import register
from jianghai.policies import carried
from jianghai.policies import signals as policies

#: What the diagrams of policy applications may name.
OPERATIONS = {
    "ask_correction": operations.ask_correction,
    "take_correction": operations.take_correction,
    "not_accept_application": operations.not_accept_application,
    "return_application": operations.return_application,
    "decide_payout": operations.decide_payout,
    "plan_payment": paying.plan_payment,
    "pay_instalment": paying.pay_instalment,
}


def connect() -> None:
    """Let diagrams name these operations, and let applications, cases and payouts hear of each other."""
    for name, operation in OPERATIONS.items():
        register(name, operation)
    carried.offer(paying.paid_in_parts)
    policies.stepped.connect(carrying.hear, dispatch_uid="applications are carried by cases")
    casework.moved.connect(carrying.hear_cases, dispatch_uid="cases end with their applications")
