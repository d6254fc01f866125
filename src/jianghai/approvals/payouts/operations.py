"""What the system does in a policy application: it moves the application with its case, and pays by plan."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from django.db.models import Sum

from jianghai.approvals.errors import PaymentError
from jianghai.approvals.models import ApplicationCase, Instalment, PaymentPlan
from jianghai.base import money
from jianghai.casework.engine import deciding, operations
from jianghai.casework.models import Task, TaskKind
from jianghai.policies.actions import deciding as policies
from jianghai.policies.actions import payouts
from jianghai.policies.models import Application, ApplicationState
from rulebook.entitle.one import shared

if TYPE_CHECKING:
    from jianghai.casework.engine.turns import Turn
    from jianghai.people.models import Person
    from jianghai.policies.models import Payout

Answers = dict[str, bool]


def application_of(turn: Turn) -> Application | None:
    """Give the application that a case carries; a case may also be asked for by itself."""
    link = ApplicationCase.objects.select_related("application").filter(case=turn.case).first()
    return link.application if link else None


def ask_correction(turn: Turn, task: Task) -> Answers:
    """Tell once all that is lacking, and give the application back to be corrected."""
    held = application_of(turn)
    if held is not None and held.state == ApplicationState.IN_REVIEW:
        reason = str(turn.values.get("reason", ""))
        policies.return_(held, text=reason, by=_person(turn), key=_key(turn, "return"))
    return operations.ask_supplement(turn, task)


def take_correction(turn: Turn, task: Task) -> Answers:
    """Take what was corrected; an application is corrected on its own page first."""
    held = application_of(turn)
    if held is not None and held.state != ApplicationState.IN_REVIEW:
        raise PaymentError(
            "请先在申报页面更正并重新提交，再回到这里。",
            "Correct the application on its own page and hand it in again first.",
            where=held.name_zh,
        )
    return operations.take_supplement(turn, task)


def decide_payout(turn: Turn, task: Task) -> Answers:
    """Approve or refuse the application and write the decision, both or none."""
    held = application_of(turn)
    if held is not None:
        text = str(turn.values.get("text", ""))
        if turn.outcome == "granted":
            granted = turn.values.get("amount")
            policies.approve(
                held, granted=granted, by=_person(turn), key=_key(turn, "approve"), text=text
            )
        else:
            policies.refuse(held, text=text, by=_person(turn), key=_key(turn, "refuse"))
    return deciding.decide(turn, task)


def plan_payment(turn: Turn, _task: Task) -> Answers:
    """Plan the payment of what was granted."""
    payout = _payout(turn)
    amount = payout.amount if payout else _granted(turn)
    plan = PaymentPlan(
        case=turn.case,
        amount=amount,
        instalments=int(turn.values["instalments"]),
        first_on=date.fromisoformat(turn.values["first_on"]),
        source=str(turn.values.get("source", ""))[:200],
        shares=list(payout.shares) if payout else [],
    )
    if amount <= 0 or plan.instalments <= 0:
        raise PaymentError(
            "没有核定金额，不能制定拨付计划。", "Nothing was granted; there is nothing to plan."
        )
    turn.after.append(plan.save)
    turn.note("payment planned", amount=amount, instalments=plan.instalments)
    return {}


def pay_instalment(turn: Turn, _task: Task) -> Answers:
    """Note one instalment: never more than is left, and the last one to the fen."""
    plan = PaymentPlan.objects.select_for_update().get(case=turn.case)
    paid = plan.paid.aggregate(sum=Sum("amount"))["sum"] or 0
    amount, last = int(turn.values["amount"]), turn.outcome == "paid_last"
    left = plan.amount - paid
    number = plan.paid.count() + 1
    if amount <= 0 or (amount != left if last else amount >= left) or number > plan.instalments:
        raise PaymentError(
            f"计划共 {plan.instalments} 期，尚余 {money.written(left, '元')}；"
            "最后一期须正好付清，此前各期须少于余额。",
            f"{money.written(left, '元')} of {plan.instalments} instalments are left: "
            "the last one pays it off to the fen, those before are less.",
            where=str(turn.case),
        )
    row = Instalment(
        plan=plan,
        number=number,
        amount=amount,
        after=paid + amount,
        most=plan.amount,
        shares=_shares(plan, amount),
        paid_on=date.fromisoformat(turn.values["paid_on"]),
        voucher=str(turn.values.get("voucher", ""))[:100],
    )
    turn.after.append(row.save)
    turn.note("instalment paid", number=number, amount=amount, voucher=row.voucher)
    if last:
        _settle(turn, row)
    return {"more_to_pay": not last, "paid_last": last}


def _shares(plan: PaymentPlan, amount: int) -> list[dict[str, object]]:
    """Split an instalment by level as the whole is split, exact to the fen."""
    parts = [Fraction(one["fen"], plan.amount) for one in plan.shares]
    split = shared(amount, parts) if parts else []
    return [
        {"level": one["level"], "fen": fen} for one, fen in zip(plan.shares, split, strict=True)
    ]


def _settle(turn: Turn, row: Instalment) -> None:
    """Let the award count as paid in the firm's ledger once its last instalment is."""
    payout = _payout(turn)
    if payout is None:
        return
    if payout.state != payout.State.CONFIRMED:
        raise PaymentError(
            "企业尚未确认收款账号，不能拨付；请提醒企业在“兑付”页面确认。",
            "The firm has not confirmed its account yet; remind it.",
            where=str(payout),
        )
    reference = row.voucher or f"{turn.case.number}-{row.number}"
    by, key = _person(turn), _key(turn, "pay")
    payouts.pay([payout.pk], batch=turn.case.number, reference=reference, by=by, key=key)


def _payout(turn: Turn) -> Payout | None:
    held = application_of(turn)
    return held.payout if held else None


def _granted(turn: Turn) -> int:
    """Give the amount of the decision, in fen, where no application stands behind the case."""
    done = Task.objects.filter(case=turn.case, kind=TaskKind.PERSON, outcome="granted")
    last = done.order_by("-id").first()
    return int(last.said.get("amount") or 0) if last else 0


def _person(turn: Turn) -> Person:
    if turn.by is None:
        raise PaymentError("须由工作人员办理。", "A person of the zone has to do this.")
    return turn.by


def _key(turn: Turn, verb: str) -> str:
    return f"case:{turn.case.pk}:{verb}:{turn.at.timestamp()}"


OPERATIONS = {
    "ask_correction": ask_correction,
    "take_correction": take_correction,
    "decide_payout": decide_payout,
    "plan_payment": plan_payment,
    "pay_instalment": pay_instalment,
}


def register() -> None:
    """Let diagrams name these."""
    for name, operation in OPERATIONS.items():
        operations.register(name, operation)
