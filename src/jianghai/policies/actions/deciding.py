"""What a person of the zone does with an application: return it with remarks, approve it with an amount, refuse it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from jianghai.base import clock, journal, money
from jianghai.base.deeds import once
from jianghai.base.errors import NotAllowedError
from jianghai.enterprises import queries as registry
from jianghai.enterprises.models import Enterprise
from jianghai.policies.actions.applications import move
from jianghai.policies.errors import ApplyError, PayoutError, PoolError, StepError
from jianghai.policies.models import (
    Application,
    ApplicationState,
    FundPool,
    Origin,
    Payout,
    PayoutState,
    Risk,
)
from jianghai.policies.queries import applications as queries
from jianghai.policies.queries import payouts
from jianghai.policies.queries.grouped import FREE, room
from rulebook.entitle.one import shared

if TYPE_CHECKING:
    from jianghai.people.models import Person

S = ApplicationState
#: A payout of these states was never promised, so that an approval may take its place.
UNPROMISED = frozenset({PayoutState.MATCHED, PayoutState.DROPPED, PayoutState.DECLINED})
DECIDED_BY_A_PERSON = {"zh": "由工作人员审核认定", "en": "Decided by a person of the zone"}


@transaction.atomic
def return_(application: Application, *, text: str, by: Person, key: str) -> Application:
    """Give it back to be corrected; the remarks say what."""
    found, again = _taken(application, by, key, "application returned")
    if again:
        return found
    _remark(found, "application returned", text, by)
    move(found, S.RETURNED)
    journal.record(by, "application returned", found, text=text.strip())
    return found


@transaction.atomic
def refuse(application: Application, *, text: str, by: Person, key: str) -> Application:
    """Refuse it; the reason is told to the firm."""
    found, again = _taken(application, by, key, "application refused")
    if again:
        return found
    _remark(found, "application refused", text, by)
    found.decided_by, found.decided_at = by, clock.now()
    move(found, S.REFUSED)
    journal.record(by, "application refused", found, text=text.strip())
    return found


@transaction.atomic
def approve(
    application: Application, *, granted: int | None, by: Person, key: str, text: str = ""
) -> Application:
    """Grant it; `granted` is in fen, None for clauses without money. A payout follows, for the firm to confirm."""
    found, again = _taken(application, by, key, "application approved")
    if again:
        return found
    _fits(found, granted)
    found.granted = granted
    found.decided_by, found.decided_at = by, clock.now()
    if text.strip():
        _remark(found, "application approved", text, by)
    if granted is not None:
        found.payout = _payout(found, granted)
    move(found, S.APPROVED)
    journal.record(by, "application approved", found, granted=granted, text=text.strip())
    if found.payout is not None:
        journal.record(by, "payout pushed", found.payout, amount=granted, application=found.pk)
    return found


def _taken(application: Application, by: Person, key: str, verb: str) -> tuple[Application, bool]:
    """Give the application locked, for a person of the zone who does not act for its firm; and whether it is done."""
    visible = queries.of(by).filter(pk=application.pk)
    own = registry.memberships_of(by).filter(enterprise=application.enterprise_id)
    if not by.edits_zone or not visible.exists() or own.exists():
        raise NotAllowedError
    firm = Enterprise.objects.select_for_update(no_key=True).filter(pk=application.enterprise_id)
    list(firm.values_list("pk", flat=True))  # nobody else promises it anything meanwhile
    found = Application.objects.select_for_update().get(pk=application.pk)
    again = once(key, verb, f"application:{found.pk}", by) is None
    if not again and found.state != S.IN_REVIEW:
        raise StepError(where=str(found))
    return found, again


def _remark(found: Application, verb: str, text: str, by: Person) -> None:
    if not text.strip():
        raise ApplyError("请写明意见或理由。", "Say what is to be corrected, or why.")
    said = {
        "by": str(by),
        "at": clock.now().isoformat(),
        "verb": verb,
        "text": text.strip()[:2000],
    }
    found.remarks = [*found.remarks, said]


def _fits(found: Application, granted: int | None) -> None:
    """Hold the amount against what the clause can give at most, by what is known today."""
    policy, item = queries.item_of(found)
    if item.formula is None or item.class_ != "reward":
        if granted is not None:
            raise PayoutError(
                "该条款不涉及资金，核定金额应为空。",
                "This clause gives no money; leave the amount empty.",
                where=item.name.zh,
            )
        return
    owed = queries.judged(policy, item, queries.record_of(found))
    most = _most(found, owed.amount.sum.high if owed.amount else None)
    if granted is None or granted <= 0 or (most is not None and granted > most):
        limit = "" if most is None else money.written(most, "元")
        raise PayoutError(
            "核定金额应大于零" + (f"，且不超过测算上限 {limit}。" if limit else "。"),
            "The amount is above zero" + (f" and at most {limit}." if limit else "."),
            where=item.name.zh,
        )


def _most(found: Application, most: int | None) -> int | None:
    """Hold the amount against what other payouts of the clause's groups leave."""
    firm = found.enterprise_id
    left = room(found.clause, clock.today(), [firm]).get(firm, FREE)
    if left.why_not:
        raise PayoutError(
            "同组的其他条款已承诺或已付满，不能再核定；请先处理那一笔。",
            "Another clause of the same group was promised, or has used up its limit; settle that first.",
            where=found.name_zh,
        )
    if left.most is None or most is None:
        return most if left.most is None else left.most
    return min(most, left.most)


def _payout(found: Application, granted: int) -> Payout:
    """Make the payout that follows from an approval, its money kept ready in the pool."""
    pool = payouts.pool_for(found.clause, int(found.period[:4]))
    pool = FundPool.objects.select_for_update().get(pk=pool.pk) if pool else None
    row = _row(found)
    _policy, item = queries.item_of(found)
    parts = shared(granted, [payer.share for payer in item.payers])
    now = clock.now()
    row.full = row.amount = granted
    row.shares = [
        {"level": payer.level, "fen": fen} for payer, fen in zip(item.payers, parts, strict=True)
    ]
    row.pool, row.charge = pool, payouts.whole_charge(row, pool) if pool else 0
    row.origin, row.state = Origin.APPLICATION, PayoutState.PUSHED
    row.risk, row.risk_why = Risk.MID, [DECIDED_BY_A_PERSON]
    row.pushed_at = row.changed_at = now
    if pool is not None:
        if row.charge > pool.balance:
            raise PoolError(where=str(pool))
        pool.committed += row.charge
        pool.save(update_fields=["committed"])
    row.save()
    return row


def _row(found: Application) -> Payout:
    """Give the payout of this award where one was taken off or declined, else a new one."""
    same = {
        "enterprise": found.enterprise,
        "clause": found.clause,
        "period": found.period,
        "project": found.project,
        "step": "",
    }
    row = Payout.objects.select_for_update().filter(**same).first()
    if row is not None and row.state not in UNPROMISED:
        raise PayoutError(
            "该企业本期该条款已有兑付，不能重复兑付。",
            "This award was made to the firm already; it cannot be made twice.",
            where=str(row),
        )
    row = row or Payout(**same, matched_at=clock.now())
    row.edition, row.digest = found.edition, found.digest
    row.name_zh, row.name_en = found.name_zh, found.name_en
    return row
