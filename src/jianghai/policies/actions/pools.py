"""Pools of money: setting them up, and cutting what was matched to what is there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from jianghai.base import clock, journal, money
from jianghai.base.deeds import once
from jianghai.base.errors import NotAllowedError
from jianghai.policies import rules
from jianghai.policies.errors import PoolError
from jianghai.policies.models import FundPool, Payer, Payout, PayoutState
from jianghai.policies.queries import payouts as queries

if TYPE_CHECKING:
    from jianghai.people.models import Person


@transaction.atomic
def make_pool(
    name: str, clauses: Iterable[str], *, level: str, budget: int, by: Person
) -> FundPool:
    """Set up the pool of one level for some clauses in this year; `budget` is in fen."""
    _allowed(by)
    held = sorted(set(clauses))
    known = rules.shelf()
    for clause in held:
        rules.item(known, clause, clock.today())
    if not name.strip() or not held or level not in Payer.values or budget <= 0:
        raise PoolError(
            "请填写资金池名称、至少一个条款、出资层级和大于零的预算。",
            "Give the pool a name, at least one clause, the level that pays and a budget above zero.",
        )
    try:
        with transaction.atomic():
            pool = FundPool.objects.create(
                name=name.strip()[:100],
                clauses=held,
                level=level,
                year=clock.today().year,
                budget=budget,
                made_by=by,
                made_at=clock.now(),
            )
    except IntegrityError:
        raise PoolError(
            "该年度已有同名资金池，请换一个名称。",
            "That year has a pool of this name already; choose another.",
            where=name,
        ) from None
    journal.record(by, "pool made", pool, clauses=held, level=level, budget=budget)
    return pool


@transaction.atomic
def set_budget(pool: FundPool, budget: int, *, by: Person, reason: str) -> FundPool:
    """Raise or lower a budget; what was promised or paid already is the least it can be."""
    _allowed(by)
    pool = FundPool.objects.select_for_update().get(pk=pool.pk)
    if budget < pool.committed or budget <= 0 or not reason.strip():
        least = money.written(pool.committed, "元")
        raise PoolError(
            f"预算不能低于已占用的 {least}，并须写明原因。",
            f"The budget cannot fall below the {least} in use, and needs a reason.",
            where=pool.name,
        )
    before, pool.budget = pool.budget, budget
    pool.save(update_fields=["budget"])
    journal.record(by, "budget set", pool, before=before, after=budget, reason=reason.strip())
    return pool


@transaction.atomic
def scale_down(pool: FundPool, *, by: Person, key: str) -> list[Payout]:
    """Cut everything matched in proportion, so that it comes to the balance exactly; give what was cut."""
    _allowed(by)
    pool = FundPool.objects.select_for_update().get(pk=pool.pk)
    deed = once(key, "payouts scaled down", f"pool:{pool.pk}", by)
    matched = Payout.objects.filter(pool=pool, state=PayoutState.MATCHED)
    if deed is None:
        return list(matched)
    offer = queries.offer(pool)
    if not offer.needed:
        raise PoolError(
            "已匹配的金额没有超过余额，无须下调。",
            "What was matched is within the balance; nothing is to be cut.",
            where=pool.name,
        )
    charges = dict(offer.charges)
    if not min(charges.values()):
        raise PoolError(where=pool.name)
    cut = list(matched.filter(pk__in=charges).select_for_update().order_by("pk"))
    for payout in cut:
        queries.recharge(payout, pool, charges[payout.pk])
        payout.changed_at = clock.now()
    Payout.objects.bulk_update(cut, ["charge", "amount", "shares", "changed_at"], batch_size=200)
    journal.record(
        by, "payouts scaled down", pool, asked=offer.asked, given=offer.balance, payouts=len(cut)
    )
    return cut


def _allowed(by: Person) -> None:
    if not by.edits_zone:
        raise NotAllowedError
