"""The steps of a payout: pushed, confirmed, paid, published; and the ways back. Each is done once.

A step of several payouts is one transaction: all of them move, or none. Firms are locked before pools and pools before
payouts, each in the order of their keys, so that two workers never wait for each other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction

from jianghai.base import clock, journal, money, sealing
from jianghai.base.deeds import named, once
from jianghai.base.errors import NotAllowedError
from jianghai.enterprises import queries as registry
from jianghai.enterprises.models import Enterprise
from jianghai.policies import carried
from jianghai.policies.actions.matching import check_due, check_standing
from jianghai.policies.actions.zone.evaluating import ledger_changed
from jianghai.policies.errors import PayoutError, PoolError, StepError
from jianghai.policies.models import PROMISED, FundPool, Payout, PayoutState
from jianghai.policies.queries import payouts as queries
from jianghai.policies.signals import stepped

if TYPE_CHECKING:
    from jianghai.people.models import Person

ACCOUNT = re.compile(r"\d{8,32}")
S = PayoutState


@dataclass(frozen=True, slots=True)
class Step:
    """One verb: from which states it leads where, and whether the firm itself does it."""

    verb: str
    start: frozenset[str]
    end: str
    by_firm: bool = False
    check: Callable[[list[Payout]], None] | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for a step of which payouts, under which key; what is set on them, and told to the journal."""

    payouts: Iterable[int]
    by: Person
    key: str
    set: Mapping[str, Any] = field(default_factory=dict)
    told: Mapping[str, Any] = field(default_factory=dict)


PUSH = Step("payout pushed", frozenset({S.MATCHED}), S.PUSHED, check=check_due)
CONFIRM = Step("payout confirmed", frozenset({S.PUSHED, S.RETURNED}), S.CONFIRMED, by_firm=True)
DECLINE = Step("payout declined", frozenset({S.PUSHED}), S.DECLINED, by_firm=True)
PAY = Step("payout paid", frozenset({S.CONFIRMED}), S.PAID, check=check_standing)
PUBLISH = Step("payout published", frozenset({S.PAID}), S.PUBLISHED)
RETURN = Step("payout returned", frozenset({S.PAID}), S.RETURNED)
#: From `confirmed` only where part of it was paid by instalments.
CLAW_BACK = Step("payout clawed back", frozenset({S.CONFIRMED, S.PAID, S.PUBLISHED}), S.CLAWED_BACK)
DROP = Step("payout dropped", frozenset({S.MATCHED, S.PUSHED, S.CONFIRMED}), S.DROPPED)
#: After these the ledger of the firm reads otherwise.
LEDGER = frozenset({PAY.verb, RETURN.verb, CLAW_BACK.verb})


@transaction.atomic
def push(payouts: Iterable[int], *, by: Person, key: str) -> list[Payout]:
    """Tell firms what they are owed; the pool keeps the money ready from now on, and what is due is looked at again."""
    return _step(PUSH, Asked(payouts, by, key))


@transaction.atomic
def confirm(payout: int, *, account: str, bank: str, by: Person, key: str) -> Payout:
    """Confirm for the firm that it wants the money, on an account that is sealed; pages show its last signs only."""
    number = re.sub(r"[\s-]", "", account)
    if not ACCOUNT.fullmatch(number) or not bank.strip():
        raise PayoutError(
            "请填写 8 至 32 位数字的对公账号和开户行。",
            "Give an account number of 8 to 32 digits and the bank that keeps it.",
        )
    set_ = {
        "account": sealing.seal(number),
        "account_shown": sealing.masked(number),
        "bank": bank.strip()[:100],
        "confirmed_at": clock.now(),
        "confirmed_by": by,
    }
    told = {"account": sealing.masked(number)}
    [done] = _step(CONFIRM, Asked([payout], by, key, set_, told))
    return done


@transaction.atomic
def decline(payout: int, *, reason: str, by: Person, key: str) -> Payout:
    """Decline for the firm; the pool has the money back."""
    [done] = _step(DECLINE, Asked([payout], by, key, _why(reason), {"reason": reason}))
    return done


@transaction.atomic
def pay(
    payouts: Iterable[int], *, batch: str, reference: str, by: Person, key: str
) -> list[Payout]:
    """Note that finance paid a batch; `reference` is its voucher. The ledger names these payments from now on."""
    if not batch.strip() or not reference.strip():
        raise PayoutError(
            "请填写拨付批次和支付凭证号。", "Give the batch and the reference of the payment."
        )
    told = {"batch": batch.strip()[:60], "reference": reference.strip()[:100]}
    return _step(PAY, Asked(payouts, by, key, {**told, "paid_on": clock.today()}, told))


@transaction.atomic
def publish(payouts: Iterable[int], *, by: Person, key: str) -> list[Payout]:
    """Put paid awards on the public list."""
    return _step(PUBLISH, Asked(payouts, by, key, {"published_at": clock.now()}))


@transaction.atomic
def return_(payout: int, *, reason: str, by: Person, key: str) -> Payout:
    """Note that the bank sent the money back; the pool keeps it ready until the firm names another account."""
    set_ = {**_why(reason), "paid_on": None}
    [done] = _step(RETURN, Asked([payout], by, key, set_, {"reason": reason}))
    return done


@transaction.atomic
def claw_back(payout: int, *, reason: str, by: Person, key: str) -> Payout:
    """Note that money paid wrongly was taken back; it is not offered again by itself."""
    [done] = _step(CLAW_BACK, Asked([payout], by, key, _why(reason), {"reason": reason}))
    return done


@transaction.atomic
def drop(payouts: Iterable[int], *, reason: str, by: Person, key: str) -> list[Payout]:
    """Take payouts off before they are paid."""
    return _step(DROP, Asked(payouts, by, key, _why(reason), {"reason": reason}))


@dataclass(frozen=True, slots=True)
class Transfer:
    """One line of what finance pays: to whom, where to, how much in fen."""

    payout: Payout
    account: str
    bank: str
    amount: int


@transaction.atomic
def transfers(payouts: Iterable[int], *, by: Person) -> list[Transfer]:
    """Open the accounts of confirmed payouts for whoever pays them at once; the journal says who looked."""
    lines = _opened(payouts, by)
    carried.check(PAY.verb, [line.payout for line in lines])
    return lines


def _opened(payouts: Iterable[int], by: Person) -> list[Transfer]:
    wanted = sorted(set(payouts))
    if not by.edits_zone:
        raise NotAllowedError
    rows = Payout.objects.filter(pk__in=wanted, state__in=(S.CONFIRMED, S.PAID))
    found = list(rows.select_related("enterprise").order_by("pk"))
    if len(found) != len(wanted):
        raise StepError
    for row in found:
        journal.record(by, "account opened", row)
    return [Transfer(row, sealing.unseal(row.account), row.bank, row.amount) for row in found]


@transaction.atomic
def open_account(payout: int, *, by: Person) -> str:
    """Show one whole account to whoever pays; the journal says who looked."""
    [line] = _opened([payout], by)
    return line.account


def _why(reason: str) -> dict[str, Any]:
    if not reason.strip():
        raise PayoutError("请写明原因。", "Say why.")
    return {"remark": reason.strip()[:500]}


def _step(step: Step, asked: Asked) -> list[Payout]:
    """Move payouts one step, all or none; under a key that was used for this very step, only give them."""
    wanted, by = sorted(set(asked.payouts)), asked.by
    _allowed(step, wanted, by)
    _lock_firms(wanted)
    pools = _locked_pools(wanted)
    rows = list(Payout.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))
    deed = once(asked.key, step.verb, named(wanted), by)
    if deed is None:
        return rows
    for row in rows:
        if row.state not in step.start:
            raise StepError(where=f"{row.enterprise} · {row}")
    carried.check(step.verb, rows)
    _move_all(rows, step, asked, pools)
    transaction.on_commit(lambda: stepped.send_robust(sender=Payout, verb=step.verb, rows=rows))
    if step.verb in LEDGER:
        firms = [row.enterprise_id for row in rows]
        reference = f"{step.verb}:{deed.pk}"
        transaction.on_commit(lambda: ledger_changed(firms, reference=reference), robust=True)
    return rows


def _lock_firms(pks: list[int]) -> None:
    """Let nobody else promise the same firms anything meanwhile: clauses of one group are held against each other."""
    firms = Payout.objects.filter(pk__in=pks).values("enterprise")
    locked = Enterprise.objects.select_for_update(no_key=True).filter(pk__in=firms)
    list(locked.order_by("pk").values_list("pk", flat=True))


def _one_a_firm(rows: list[Payout]) -> list[list[Payout]]:
    """Split payouts so that a firm is in a part once: what one promises counts against the next."""
    parts: list[list[Payout]] = []
    seen: Counter[int] = Counter()
    for row in rows:
        place = seen[row.enterprise_id]
        seen[row.enterprise_id] += 1
        if place == len(parts):
            parts.append([])
        parts[place].append(row)
    return parts


def _move_all(rows: list[Payout], step: Step, asked: Asked, pools: dict[int, FundPool]) -> None:
    for part in _one_a_firm(rows):
        if step.check is not None:
            step.check(part)
        for row in part:
            _move(row, step, asked, pools)
    for pool in pools.values():
        pool.save(update_fields=["committed"])


def _move(row: Payout, step: Step, asked: Asked, pools: dict[int, FundPool]) -> None:
    _commit(row, step.end, pools)
    for name, value in asked.set.items():
        setattr(row, name, value)
    row.state, row.changed_at = step.end, clock.now()
    row.pushed_at = row.changed_at if step is PUSH else row.pushed_at
    row.save()
    journal.record(asked.by, step.verb, row, amount=row.amount, **asked.told)


def _allowed(step: Step, wanted: list[int], by: Person) -> None:
    """Let the zone's people do the zone's steps and the firm's people theirs; nobody touches what he cannot see."""
    if not wanted:
        raise PayoutError("请先选择要办理的兑付。", "Choose the payouts first.")
    visible = queries.of(by).filter(pk__in=wanted)
    if step.by_firm:
        mine = registry.memberships_of(by).values("enterprise")
        visible = visible.filter(enterprise__in=mine)
    elif not by.edits_zone:
        raise NotAllowedError
    if visible.count() != len(wanted):
        raise NotAllowedError


def _locked_pools(pks: list[int]) -> dict[int, FundPool]:
    used = Payout.objects.filter(pk__in=pks, pool__isnull=False).values("pool")
    found = FundPool.objects.select_for_update().filter(pk__in=used).order_by("pk")
    return {pool.pk: pool for pool in found}


def _commit(row: Payout, end: str, pools: dict[int, FundPool]) -> None:
    """Take from the pool what is promised now, and give back what no longer is."""
    if row.pool_id is None or row.pool_id not in pools:
        return
    pool = pools[row.pool_id]
    pool.committed += row.charge * ((end in PROMISED) - (row.state in PROMISED))
    if pool.balance < 0:
        lacking = money.written(-pool.balance, "元")
        raise PoolError(
            f"资金池余额不足，还差 {lacking}；请按预算比例下调已匹配的兑付，或增加预算。",
            f"The pool lacks {lacking}; scale what was matched down to the budget, or raise it.",
            where=str(pool),
        )
