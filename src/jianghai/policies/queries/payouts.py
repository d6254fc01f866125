"""Questions about payouts and pools: firms see their own once they were told, the public what was published."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, Sum
from django.utils import timezone

from jianghai.base import money
from jianghai.enterprises import queries as registry
from jianghai.enterprises.columns.records import among
from jianghai.people.models import Person
from jianghai.policies.models import HELD, FundPool, Payout, PayoutState

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db import models

#: Not told to the firm, or taken off before it was.
UNTOLD = frozenset({PayoutState.MATCHED, PayoutState.DROPPED})


@dataclass(frozen=True, slots=True)
class Offer:
    """What a pool is asked for and what it has, in fen; `charges` are what each payout would get, to the fen."""

    balance: int
    asked: int
    charges: tuple[tuple[int, int], ...]

    @property
    def needed(self) -> bool:
        """Tell whether more is asked than is there."""
        return self.asked > self.balance

    @property
    def ratio(self) -> float:
        """Give the share of everything that can be paid, one where nothing is to be cut."""
        return min(1.0, self.balance / self.asked) if self.asked else 1.0


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the public list; it names no account and no person."""

    enterprise: str
    uscc: str
    clause: str
    name_zh: str
    name_en: str
    amount: int
    period: str
    paid_on: str
    published_on: str


def of(person: Person | AnonymousUser) -> models.QuerySet[Payout]:
    """List the payouts a person may see: the zone's people all, members those their firm was told of."""
    if not isinstance(person, Person) or not person.is_active:
        return Payout.objects.none()
    visible = Payout.objects.defer("account").select_related("enterprise", "pool")
    if person.sees_zone:
        return visible
    return visible.filter(enterprise__in=registry.of(person)).exclude(state__in=UNTOLD)


def pools_of(person: Person | AnonymousUser) -> models.QuerySet[FundPool]:
    """List the pools with what was matched from each (`matched`, `asked`), for the zone's people only."""
    if not isinstance(person, Person) or not person.sees_zone:
        return FundPool.objects.none()
    matched = Q(payouts__state=PayoutState.MATCHED)
    return FundPool.objects.annotate(
        matched=Count("payouts", filter=matched), asked=Sum("payouts__charge", filter=matched)
    )


def counts(person: Person | AnonymousUser, clause: str = "") -> dict[str, tuple[int, int]]:
    """Count payouts and their sum in fen by state, of those the person may see."""
    visible = of(person).filter(clause=clause) if clause else of(person)
    rows = visible.order_by().values_list("state").annotate(Count("pk"), Sum("amount"))
    return {state: (count, total) for state, count, total in rows}


def offer(pool: FundPool) -> Offer:
    """Work out what everything matched from a pool could get: in proportion, and to the fen.

    Every charge is rounded down, then the fen left over go to those that lost most by it.
    """
    rows = Payout.objects.filter(pool=pool, state=PayoutState.MATCHED).order_by("pk")
    wanted = [(one.pk, whole_charge(one, pool)) for one in rows]
    return Offer(pool.balance, sum(fen for _, fen in wanted), _proportioned(wanted, pool.balance))


def _proportioned(wanted: Sequence[tuple[int, int]], balance: int) -> tuple[tuple[int, int], ...]:
    asked = sum(fen for _, fen in wanted)
    if asked <= balance:
        return tuple(wanted)
    parts = {pk: divmod(fen * balance, asked) for pk, fen in wanted}
    left = balance - sum(whole for whole, _ in parts.values())
    lucky = set(sorted(parts, key=lambda pk: (-parts[pk][1], pk))[:left])
    return tuple((pk, whole + (pk in lucky)) for pk, (whole, _) in parts.items())


def whole_charge(payout: Payout, pool: FundPool) -> int:
    """Give what a pool would pay of a payout before any cut: its level's share, or all where no shares are known."""
    levels = [share["level"] for share in payout.shares]
    if pool.level not in levels:
        return payout.full
    return payout.full - sum(
        int(share["fen"]) for share in payout.shares if share["level"] != pool.level
    )


def recharge(payout: Payout, pool: FundPool, charge: int) -> None:
    """Let a pool pay another amount of a payout; what other levels pay stays as it is."""
    others = payout.full - whole_charge(payout, pool)
    payout.charge, payout.amount = charge, others + charge
    payout.shares = [
        {**share, "fen": charge} if share["level"] == pool.level else share
        for share in payout.shares
    ]


def pool_for(clause: str, year: int) -> FundPool | None:
    """Find the pool that pays a clause in a year; None where there is none."""
    pools = FundPool.objects.filter(year=year).order_by("pk")
    return next((pool for pool in pools if clause in pool.clauses), None)


def published(limit: int = 500) -> list[Told]:
    """Give the public list, the last published first."""
    rows = Payout.objects.filter(state=PayoutState.PUBLISHED).select_related("enterprise")
    return [
        Told(
            enterprise=one.enterprise.name,
            uscc=one.enterprise.uscc or "",
            clause=one.clause,
            name_zh=one.name_zh,
            name_en=one.name_en,
            amount=one.amount,
            period=one.period,
            paid_on=str(one.paid_on or ""),
            published_on=str(timezone.localtime(one.published_at).date())
            if one.published_at
            else "",
        )
        for one in rows.order_by("-published_at", "-pk")[:limit]
    ]


def ledger(pks: Sequence[int]) -> Iterable[tuple[int, dict[str, Any]]]:
    """Give every payment that enterprises hold, as the registry's list `payouts`; one query."""
    rows = Payout.objects.filter(among(pks), state__in=HELD).order_by("paid_on", "pk")
    wanted = set(pks)
    for pk, clause, fen, day, project, step in rows.values_list(
        "enterprise", "clause", "amount", "paid_on", "project", "step"
    ):
        if pk in wanted:
            yield (
                pk,
                {
                    "clause": clause,
                    "amount": f"{money.in_unit(fen, '元'):f}",
                    "date": str(day),
                    "project": project,
                    "step": step,
                },
            )


def ledger_of(enterprises: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """Give the payments of some enterprises by their key; a key without any has an empty list."""
    found: dict[int, list[dict[str, Any]]] = {pk: [] for pk in enterprises}
    for pk, entry in ledger(enterprises):
        found[pk].append(entry)
    return found
