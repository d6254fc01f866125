"""Finding whom a clause pays without being asked: its verdict is met, its amount exact, nothing else counts instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from jianghai.base import clock, journal
from jianghai.base.deeds import once
from jianghai.base.errors import NotAllowedError
from jianghai.policies import rules
from jianghai.policies.actions.zone.evaluating import locked
from jianghai.policies.errors import PayoutError, StepError
from jianghai.policies.models import FundPool, Origin, Payout, PayoutState, Risk
from jianghai.policies.queries import due
from jianghai.policies.queries import payouts as queries
from rulebook.entitle.one import shared
from rulebook.values import Verdict

if TYPE_CHECKING:
    from jianghai.people.models import Person
    from rulebook.errors import Text
    from rulebook.policies import Item, Policy

#: Of an earlier period, and not in the ledger: a person decides first what becomes of it.
OPEN_STILL = frozenset(
    {
        PayoutState.PUSHED,
        PayoutState.CONFIRMED,
        PayoutState.RETURNED,
        PayoutState.CLAWED_BACK,
    }
)
#: These are kept as they are whatever the data say now.
SETTLED = frozenset(PayoutState.values) - {PayoutState.MATCHED, PayoutState.DROPPED}
UNMET = Verdict.UNMET.word
#: The policy is no longer in force: nothing is pushed by it, what was promised is paid.
ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Matched:
    """What matching did: new rows, rows with another amount, rows taken off; and who was left out, by reason."""

    new: int
    changed: int
    dropped: int
    left: Mapping[str, int]


@transaction.atomic
def match_unasked(
    clause: str, on: date | None = None, *, by: Person | None = None, key: str
) -> Matched:
    """Match everybody to a clause that pays unasked; asked again later, what has changed is brought up to date."""
    if by is not None and not by.edits_zone:
        raise NotAllowedError
    day = on or clock.today()
    policy, item = _unasked(clause, day)
    locked()  # whoever matches or judges the zone waits here
    deed = once(key, "payouts matched", f"{clause}@{day}", by)
    if deed is None:
        return Matched(0, 0, 0, {})
    done = _Matching(policy, item, day).run(due.found(clause, day))
    journal.record(
        by,
        "payouts matched",
        deed,
        clause=clause,
        on=str(day),
        new=done.new,
        changed=done.changed,
        dropped=done.dropped,
        left=dict(done.left),
    )
    return done


def _unasked(clause: str, day: date) -> tuple[Policy, Item]:
    """Find a clause that pays unasked; PayoutError where it does not, or where nobody has confirmed it."""
    shelf = rules.shelf()
    policy, item = rules.item(shelf, clause, day)
    unasked = item.payout == "unasked" and item.class_ == "reward"
    if not unasked or policy not in rules.applied(shelf, day):
        raise PayoutError(
            "该条款不是现行的免申即享条款，请按其兑现方式办理。",
            "This clause is not one in force that pays unasked; use its own way of payment.",
            where=item.name.zh,
        )
    if not item.assured:
        raise PayoutError(
            "还没有人核实该条款的原文和有效性；请先在政策库核实并发布，再匹配兑付。",
            "Nobody has confirmed that this clause is in force as written; do so and publish it first.",
            where=item.name.zh,
        )
    return policy, item


def check_due(payouts: list[Payout]) -> None:
    """Refuse payouts that the data no longer prove; StepError names the first."""
    for row, now in _looked_at(payouts):
        if now.why_not or now.fen != row.full:
            raise StepError(
                "企业数据或政策已变化，匹配结果不再成立；请重新匹配后再推送。",
                "Data or policy have changed since this was matched; match again, then push.",
                where=f"{row.enterprise} · {row}",
            )


def check_standing(payouts: list[Payout]) -> None:
    """Refuse to pay what is not due any more, such as to a firm on a list of dishonesty since, or less of it."""
    for row, now in _looked_at(payouts):
        less = now.fen < row.full and now.why_not != ENDED
        if less or now.why_not not in {"", "inexact", ENDED}:
            raise StepError(
                "现在已不应兑付这么多（或该企业已不符合条款），请核实；不应兑付的，请撤下后重新匹配。",
                "This much is not due any more, or the firm does not meet the clause; drop it and match again.",
                where=f"{row.enterprise} · {row}",
            )


def _looked_at(payouts: list[Payout]) -> list[tuple[Payout, due.Found]]:
    """Judge again what was matched by the data of this year; what a person approved stands."""
    day = clock.today()
    mine = [row for row in payouts if row.origin == Origin.UNASKED and row.period == str(day.year)]
    pairs = []
    for clause in sorted({row.clause for row in mine}):
        rows = {row.enterprise_id: row for row in mine if row.clause == clause}
        found = {now.enterprise: now for now in due.found(clause, day, rows)}
        pairs += [(row, found.get(pk, due.Found(pk, 0, ENDED))) for pk, row in rows.items()]
    return pairs


class _Matching:
    """One run over one clause: what there is already, and what becomes of it."""

    def __init__(self, policy: Policy, item: Item, day: date) -> None:
        self.policy, self.item, self.day = policy, item, day
        self.period = str(day.year)
        self.pool = queries.pool_for(item.key, day.year)
        if self.pool is not None:
            self.pool = FundPool.objects.select_for_update().get(pk=self.pool.pk)
        rows = Payout.objects.select_for_update().filter(clause=item.key).order_by("pk")
        self.rows = {one.enterprise_id: one for one in rows.filter(period=self.period, step="")}
        self.earlier = set(
            rows.exclude(period=self.period)
            .filter(state__in=OPEN_STILL)
            .values_list("enterprise", flat=True)
        )
        self.now = clock.now()
        self.risks: dict[int, tuple[Risk, tuple[Text, ...]]] = {}

    def run(self, found: list[due.Found]) -> Matched:
        """Write what is due, and take off what no longer is."""
        left = Counter(one.why_not for one in found if one.why_not not in {"", UNMET})
        amounts = {one.enterprise: one.fen for one in found if not one.why_not}
        again = self.earlier & amounts.keys()
        left.update({"earlier": len(again)} if again else {})
        amounts = {pk: fen for pk, fen in amounts.items() if pk not in again}
        self.risks = due.risks(self.item, sorted(amounts))
        fresh = [self._row(pk, fen) for pk, fen in amounts.items() if pk not in self.rows]
        Payout.objects.bulk_create(fresh, batch_size=200)
        changed = sum(
            self._again(self.rows[pk], fen) for pk, fen in amounts.items() if pk in self.rows
        )
        dropped = sum(self._off(row) for pk, row in self.rows.items() if pk not in amounts)
        return Matched(len(fresh), changed, dropped, dict(left))

    def _row(self, pk: int, fen: int) -> Payout:
        row = Payout(
            enterprise_id=pk, clause=self.item.key, period=self.period, matched_at=self.now
        )
        return self._filled(row, fen)

    def _filled(self, row: Payout, fen: int) -> Payout:
        risk, why = self.risks[row.enterprise_id]
        payers = self.item.payers
        row.edition, row.digest = self.policy.key, self.policy.digest
        row.name_zh, row.name_en = self.item.name.zh[:200], self.item.name.en[:200]
        row.full = row.amount = fen
        parts = zip(payers, shared(fen, [payer.share for payer in payers]), strict=True)
        row.shares = [{"level": payer.level, "fen": part} for payer, part in parts]
        row.pool = self.pool
        row.charge = queries.whole_charge(row, self.pool) if self.pool else 0
        row.risk, row.risk_why = risk, [text.as_dict() for text in why]
        row.state, row.changed_at = PayoutState.MATCHED, self.now
        return row

    def _again(self, row: Payout, fen: int) -> bool:
        """Bring a row that was not pushed yet up to date; one that was taken off comes back."""
        same = (row.full, row.state, row.pool) == (fen, PayoutState.MATCHED, self.pool)
        if row.state in SETTLED or same:
            return False
        self._filled(row, fen).save()
        return True

    def _off(self, row: Payout) -> bool:
        if row.state != PayoutState.MATCHED:
            return False
        row.state, row.changed_at = PayoutState.DROPPED, self.now
        row.save(update_fields=["state", "changed_at"])
        return True
