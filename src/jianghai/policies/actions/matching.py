"""Finding whom a clause pays without being asked: its verdict is met, its amount exact, nothing else counts instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from django.db import transaction

from jianghai.base import clock, journal
from jianghai.base.errors import NotAllowedError
from jianghai.enterprises.columns import columns
from jianghai.enterprises.columns import records as known
from jianghai.enterprises.models import Enterprise
from jianghai.policies import rules
from jianghai.policies.actions.deeds import once
from jianghai.policies.errors import PayoutError, StepError
from jianghai.policies.models import FundPool, Origin, Payout, PayoutState, Risk
from jianghai.policies.queries import payouts as queries
from rulebook.entitle import entitle
from rulebook.entitle.holdings import entitle_all
from rulebook.rules.plans import sources_of
from rulebook.values import Verdict

if TYPE_CHECKING:
    from jianghai.people.models import Person
    from rulebook.entitle import Owed
    from rulebook.policies import Item, Policy, Shelf
    from rulebook.records import Record

#: Beginnings of source labels: what the authorities say or the zone has checked, and what others confirmed.
OFFICIAL = ("税务或主管部门", "园区核实更正", "平台台账", "登记信息")
CONFIRMED = ("审计报告", "公开资料")
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


@dataclass(frozen=True, slots=True)
class Found:
    """One firm and what the clause gives it; `why_not` names what keeps it from being paid unasked."""

    enterprise: int
    owed: Owed
    record: Record

    @property
    def why_not(self) -> str:
        """Give the reason in one word, empty where it is due."""
        amount = self.owed.amount
        if self.owed.verdict is not Verdict.MET:
            return self.owed.verdict.word
        if not self.owed.kept:
            return "dropped"
        if amount is None or not amount.exact:
            return "inexact"
        return "" if amount.sum.low > 0 else "nothing"

    @property
    def fen(self) -> int:
        """Give the amount."""
        return self.owed.amount.sum.low if self.owed.amount else 0


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
    shelf = rules.shelf()
    policy, item = rules.item(shelf, clause, day)
    if item.payout != "unasked" or policy not in rules.applied(shelf, day):
        raise PayoutError(
            "该条款不是现行的免申即享条款，请按其兑现方式办理。",
            "This clause is not one in force that pays unasked; use its own way of payment.",
            where=clause,
        )
    deed = once(key, "payouts matched", f"{clause}@{day}", by)
    if deed is None:
        return Matched(0, 0, 0, {})
    done = _Matching(policy, item, day).run(list(found(clause, _met(clause, shelf, day), day)))
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


def _met(clause: str, shelf: Shelf, day: date) -> list[int]:
    """Give the enterprises that meet a clause: the whole zone as columns, without a record for anybody."""
    policy, _item = rules.item(shelf, clause, day)
    everybody = Enterprise.objects.order_by("pk").values_list("pk", flat=True)
    rows = columns(everybody, day, rules.sources(shelf, (policy,)))
    holdings = entitle_all(rows.frame, shelf, day, policies=(policy,))
    met = np.flatnonzero(holdings.verdict(clause) == int(Verdict.MET))
    return [rows.pks[place] for place in met.tolist()]


def found(clause: str, enterprises: Iterable[int], day: date) -> Iterator[Found]:
    """Judge some enterprises by everything in force, so that what counts instead of the clause is seen."""
    shelf = rules.shelf()
    policies = rules.applied(shelf, day)
    pks = list(enterprises)
    for record in known.records(known.latest_years(pks, day.year - 1), day) if pks else ():
        owed = entitle(record, shelf, day, policies=policies).owed(clause)
        yield Found(int(record.id), owed, record)


def check_due(payouts: list[Payout]) -> None:
    """Refuse payouts that the data no longer prove; StepError names the first."""
    day = clock.today()
    for clause in sorted({one.clause for one in payouts if one.origin == Origin.UNASKED}):
        rows = {one.enterprise_id: one for one in payouts if one.clause == clause}
        for now in found(clause, rows, day):
            row = rows[now.enterprise]
            if now.why_not or now.fen != row.full:
                raise StepError(
                    "企业数据或政策已变化，匹配结果不再成立；请重新匹配后再推送。",
                    "Data or policy have changed since this was matched; match again, then push.",
                    where=f"{row.enterprise} · {row}",
                )


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

    def run(self, met: list[Found]) -> Matched:
        """Write what is due, and take off what no longer is."""
        left = Counter(one.why_not for one in met if one.why_not)
        due = {one.enterprise: one for one in met if not one.why_not}
        again = self.earlier & due.keys()
        left.update({"earlier": len(again)} if again else {})
        due = {pk: one for pk, one in due.items() if pk not in again}
        fresh = [self._row(one) for pk, one in due.items() if pk not in self.rows]
        Payout.objects.bulk_create(fresh, batch_size=200)
        changed = sum(self._again(self.rows[pk], one) for pk, one in due.items() if pk in self.rows)
        dropped = sum(self._off(row) for pk, row in self.rows.items() if pk not in due)
        return Matched(len(fresh), changed, dropped, dict(left))

    def _row(self, one: Found) -> Payout:
        row = Payout(
            enterprise_id=one.enterprise,
            clause=self.item.key,
            period=self.period,
            matched_at=self.now,
        )
        return self._filled(row, one)

    def _filled(self, row: Payout, one: Found) -> Payout:
        risk, why = risk_of(one, self.policy, self.item)
        row.edition, row.digest = self.policy.key, self.policy.digest
        row.name_zh, row.name_en = self.item.name.zh[:200], self.item.name.en[:200]
        row.full = row.amount = one.fen
        row.shares = [{"level": p.level, "fen": p.sum.low} for p in one.owed.payers]
        row.pool = self.pool
        row.charge = queries.whole_charge(row, self.pool) if self.pool else 0
        row.risk, row.risk_why = risk, why
        row.state, row.changed_at = PayoutState.MATCHED, self.now
        return row

    def _again(self, row: Payout, one: Found) -> bool:
        """Bring a row that was not pushed yet up to date; one that was taken off comes back."""
        same = (row.full, row.state, row.pool) == (one.fen, PayoutState.MATCHED, self.pool)
        if row.state in SETTLED or same:
            return False
        self._filled(row, one).save()
        return True

    def _off(self, row: Payout) -> bool:
        if row.state != PayoutState.MATCHED:
            return False
        row.state, row.changed_at = PayoutState.DROPPED, self.now
        row.save(update_fields=["state", "changed_at"])
        return True


def risk_of(one: Found, policy: Policy, item: Item) -> tuple[Risk, list[dict[str, Any]]]:
    """Tell how sure an award is, by where its facts and its text come from; and why it is not surer."""
    named = {source.fact.id for source in sources_of((item.owed, item.verdict), (item.edition,))}
    labels = {
        seen.source.partition(" · ")[0]
        for name in named
        for seen in one.record.facts.get(name, {}).values()
    }
    weak = sorted(labels - {*OFFICIAL, *CONFIRMED})
    fair = sorted(labels & set(CONFIRMED))
    if weak:
        told = "、".join(label or "来源不明" for label in weak)
        return Risk.HIGH, [{"zh": f"依据中有：{told}", "en": f"It rests on: {told}"}]
    if fair:
        told = "、".join(fair)
        return Risk.MID, [{"zh": f"依据中有：{told}", "en": f"It rests on: {told}"}]
    if item.mark.mark != "found" or policy.validity == "unchecked":
        en = "The clause is not confirmed by its document, or nobody confirmed that it is in force."
        return Risk.MID, [{"zh": "条款原文或有效性尚未核实", "en": en}]
    return Risk.LOW, []
