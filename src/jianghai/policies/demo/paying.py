"""Let made-up money move: a pool, awards that are paid unasked in every state, and a few applications."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from jianghai.base import clock
from jianghai.enterprises.models import Enterprise, Membership
from jianghai.policies import zone
from jianghai.policies.actions import applications, matching, materials, payouts, pools
from jianghai.policies.demo.publishing import POLICY
from jianghai.policies.models import FundPool, Payout, PayoutState, ZoneState
from jianghai.policies.packing import whole
from rulebook.values import Verdict

if TYPE_CHECKING:
    from jianghai.people.models import Person

UNASKED, APPLIED = f"{POLICY}#M1", f"{POLICY}#M2"
POOL, BUDGET = "示范措施资金池（虚构）", 6_000_000_00
BANK = "示例银行（虚构）"
#: So many firms without anybody to confirm for them are pushed to as well.
OTHERS = 15
#: So many days ago the firms applied, within the round that is open.
AGO = (1, 5, 19)
#: What becomes of the awards of the firms whose agents answer, one after the other.
ENDS = ("published", "published", "paid", "confirmed", "pushed", "declined", "returned")
#: A page of a document that is none.
PAPER = b"%PDF-1.4\n% made up, for demonstration only\n%%EOF\n"


def show_payouts(staff: Person, agents: Sequence[Person]) -> bool:
    """Match, push, confirm, pay and publish made-up awards; give whether there was anything to do."""
    if FundPool.objects.filter(name=POOL).exists():
        return False
    pools.make_pool(POOL, [UNASKED], level="zone", budget=BUDGET, by=staff)
    matching.match_unasked(UNASKED, by=staff, key=f"demo match {UNASKED}")
    _pay(staff, _answering(agents))
    _apply(list(_members(agents)))
    return True


def _members(agents: Sequence[Person]) -> Iterator[tuple[Enterprise, Person]]:
    """Give the firms that the agents act for, with the agent."""
    acting = Membership.objects.filter(person__in=agents).select_related("enterprise", "person")
    for one in acting.order_by("enterprise"):
        yield one.enterprise, one.person


def _answering(agents: Sequence[Person]) -> dict[int, Person]:
    return {firm.pk: person for firm, person in _members(agents)}


def _pay(staff: Person, agent_of: dict[int, Person]) -> None:
    """Push to some; the agents' firms answer each in its own way."""
    matched = Payout.objects.filter(clause=UNASKED, state=PayoutState.MATCHED).order_by("pk")
    joined = set(Membership.objects.values_list("enterprise", flat=True))
    mine = [row for row in matched if row.enterprise_id in joined]
    others = [row for row in matched if row.enterprise_id not in joined][:OTHERS]
    payouts.push([row.pk for row in (*mine, *others)], by=staff, key="demo push")
    answered = [row for row in mine if row.enterprise_id in agent_of]
    ends = {row.pk: ENDS[place % len(ENDS)] for place, row in enumerate(answered)}
    for row in answered:
        agent = agent_of[row.enterprise_id]
        if ends[row.pk] == "declined":
            reason = "示例：已享受同类奖励"
            payouts.decline(row.pk, reason=reason, by=agent, key=f"demo decline {row.pk}")
        elif ends[row.pk] != "pushed":
            account = f"62220000{row.pk:08d}"
            payouts.confirm(
                row.pk, account=account, bank=BANK, by=agent, key=f"demo confirm {row.pk}"
            )
    _settle(staff, ends)


def _settle(staff: Person, ends: dict[int, str]) -> None:
    """Pay what is to be paid, in one batch; publish most of it, and have one sent back by the bank."""

    def of(*wanted: str) -> list[int]:
        return [pk for pk, end in ends.items() if end in wanted]

    paid = of("paid", "published", "returned")
    if paid:
        batch = {"batch": "示例批次 1", "reference": "示例凭证 0001"}
        payouts.pay(paid, by=staff, key="demo pay", **batch)
    if of("published"):
        payouts.publish(of("published"), by=staff, key="demo publish")
    for pk in of("returned")[:1]:
        payouts.return_(pk, reason="示例：账号有误被退回", by=staff, key=f"demo return {pk}")


def _apply(members: list[tuple[Enterprise, Person]]) -> None:
    """Let three firms that meet a clause apply, each some days ago; what becomes of that is told in their cases."""
    met = _met(APPLIED)
    asking = [pair for pair in members if pair[0].pk in met][: len(AGO)]
    for (firm, agent), days in zip(asking, AGO, strict=False):
        with clock.stopped_at(clock.now() - timedelta(days=days)):
            _submitted(firm, agent)


def _met(clause: str) -> set[int]:
    """Give the enterprises for which a clause counts."""
    told = zone.stored([clause]).get(clause)
    state = ZoneState.objects.filter(pk=1).first()
    if told is None or state is None:
        return set()
    places = np.flatnonzero((told.verdicts == Verdict.MET) & (told.kept == Verdict.MET))
    return set(whole(state.firms)[places].tolist())


def _submitted(firm: Enterprise, agent: Person) -> None:
    made = applications.start(firm, APPLIED, by=agent)
    materials.attach(made, 0, "示例专项审计报告.pdf", PAPER, by=agent)
    key = f"demo application {firm.pk}"
    applications.submit(made, promised_by=str(agent), accepted=True, by=agent, key=key)
