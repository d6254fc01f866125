"""How what was granted is paid: by a plan and its instalments, never more than granted, the last one to the fen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Sum

from jianghai.approvals.errors import PaymentError
from jianghai.approvals.models import Instalment, PaymentPlan
from jianghai.approvals.payouts.operations import application_of, key_of, official
from jianghai.approvals.payouts.parts import split
from jianghai.base import money
from jianghai.casework.models import Status, Task, TaskKind
from jianghai.policies.actions import payouts
from jianghai.policies.models import Application, PayoutState

if TYPE_CHECKING:
    from jianghai.approvals.payouts.operations import Answers
    from jianghai.casework.engine.turns import Turn
    from jianghai.policies.models import Payout


def plan_payment(turn: Turn, _task: Task) -> Answers:
    """Plan the payment of what was granted."""
    official(turn)
    payout = payout_of(turn)
    amount = payout.amount if payout else _granted(turn)
    plan = PaymentPlan(
        case=turn.case,
        amount=amount,
        instalments=int(turn.values["instalments"]),
        first_on=date.fromisoformat(turn.values["first_on"]),
        source=str(turn.values.get("source", ""))[:200],
        shares=list(payout.shares) if payout else [],
    )
    if amount <= 0 or not 0 < plan.instalments <= amount:
        raise PaymentError(
            "没有核定金额，或期数多于金额，不能制定拨付计划。",
            "Nothing was granted, or there are more instalments than fen; this cannot be planned.",
        )
    turn.after.append(plan.save)
    turn.note("payment planned", amount=amount, instalments=plan.instalments)
    return {}


def pay_instalment(turn: Turn, task: Task) -> Answers:
    """Note one instalment: never more than is left, and the last one to the fen."""
    by, key = official(turn), key_of(turn, task)
    plan = PaymentPlan.objects.select_for_update().get(case=turn.case)
    payout = payout_of(turn)
    _may_pay(turn, payout)
    row = _instalment(turn, plan, list(plan.paid.order_by("number")))
    last = turn.outcome == "paid_last"
    turn.after.append(row.save)
    turn.note("instalment paid", number=row.number, amount=row.amount, voucher=row.voucher)
    if last and payout is not None:
        batch, voucher = turn.case.number, row.voucher or f"{turn.case.number}-{row.number}"
        turn.after.append(
            lambda: payouts.pay([payout.pk], batch=batch, reference=voucher, by=by, key=key)
        )
    return {"more_to_pay": not last, "paid_last": last}


def _may_pay(turn: Turn, payout: Payout | None) -> None:
    """Pay only what a decision in force grants, and to an account that the firm has confirmed."""
    if turn.case.status not in {Status.GRANTED, Status.GRANTED_TOLERANT}:
        raise PaymentError(
            "审定已撤回或撤销，不能拨付；请撤下这笔兑付，已付的部分须追回。",
            "The decision was undone; drop the payout, or take back what was paid.",
            where=str(turn.case),
        )
    if payout is not None and payout.state != PayoutState.CONFIRMED:
        raise PaymentError(
            "企业尚未确认收款账号，不能拨付；请提醒企业在“兑付”页面确认。",
            "The firm has not confirmed its account yet; remind it.",
            where=str(payout),
        )


def _instalment(turn: Turn, plan: PaymentPlan, before: Sequence[Instalment]) -> Instalment:
    """Make the next instalment, if it fits the plan."""
    paid, number = sum(one.amount for one in before), len(before) + 1
    amount, last = int(turn.values["amount"]), turn.outcome == "paid_last"
    left, paid_on = plan.amount - paid, date.fromisoformat(turn.values["paid_on"])
    fits = amount == left if last else 0 < amount < left and number < plan.instalments
    if not fits or amount <= 0 or number > plan.instalments:
        told = money.written(left, "元")
        raise PaymentError(
            f"计划共 {plan.instalments} 期，已付 {number - 1} 期，尚余 {told}；"
            "最后一期须正好付清，此前各期须少于余额。",
            f"{number - 1} of {plan.instalments} instalments are paid, {told} is left: "
            "the last one pays it off to the fen, those before are less.",
            where=str(turn.case),
        )
    if paid_on > turn.day:
        raise PaymentError(
            "拨付日期不能晚于今天；付出后再登记。",
            "The day of payment may not lie ahead; note it once it is paid.",
            where=str(turn.case),
        )
    return Instalment(
        plan=plan,
        number=number,
        amount=amount,
        after=paid + amount,
        most=plan.amount,
        shares=_shares(plan, amount, before),
        paid_on=paid_on,
        voucher=str(turn.values.get("voucher", "")).strip()[:100],
    )


def _shares(
    plan: PaymentPlan, amount: int, before: Sequence[Instalment]
) -> list[dict[str, object]]:
    """Split an instalment by level, so that all of them come to the whole's split."""
    whole = [one["fen"] for one in plan.shares]
    paid = [sum(row.shares[place]["fen"] for row in before) for place in range(len(whole))]
    parts = zip(plan.shares, split(amount, whole, paid), strict=True)
    return [{"level": one["level"], "fen": fen} for one, fen in parts]


def payout_of(turn: Turn) -> Payout | None:
    """Give the payout that a case pays; none where no application stands behind it."""
    held = application_of(turn)
    return held.payout if held else None


def _granted(turn: Turn) -> int:
    """Give the amount of the decision, in fen, where no application stands behind the case."""
    done = Task.objects.filter(case=turn.case, kind=TaskKind.PERSON, outcome="granted")
    last = done.order_by("-id").first()
    return int(last.said.get("amount") or 0) if last else 0


def paid_in_parts(pks: Sequence[int]) -> Mapping[int, int]:
    """Tell which payouts are paid by a case, and how much of each was paid so far."""
    rows = Application.objects.filter(payout__in=pks, carried__isnull=False)
    told = rows.values_list("payout").annotate(sum=Sum("carried__case__payment_plan__paid__amount"))
    return {pk: paid or 0 for pk, paid in told if pk is not None}
