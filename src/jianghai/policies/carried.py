"""Payouts that an app above pays in parts: it tells how much of each is paid, and the steps of policies hold to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from jianghai.policies.errors import PayoutError, StepError
from jianghai.policies.models import PayoutState

if TYPE_CHECKING:
    from jianghai.policies.models import Payout

#: Gives, of some payouts, those that are paid in parts, each with what was paid so far in fen; in one query.
Reader = Callable[[Sequence[int]], Mapping[int, int]]

_readers: list[Reader] = []


def offer(reader: Reader) -> None:
    """Tell of payouts that are paid in parts, in place of whoever told before; done when apps are ready."""
    _readers[:] = [reader]


def paid(payouts: Sequence[int]) -> Mapping[int, int]:
    """Give what was paid so far of those payouts that are paid in parts, in fen."""
    return _readers[0](payouts) if _readers and payouts else {}


def check(verb: str, rows: Iterable[Payout]) -> None:
    """Refuse what does not fit what was paid so far: the whole is not paid beside its parts, nor dropped after one."""
    held = list(rows)
    parts = paid([row.pk for row in held])
    for row in held:
        begun = 0 < parts.get(row.pk, 0) < row.amount
        if verb == "payout paid" and row.pk in parts and parts[row.pk] < row.amount:
            raise PayoutError(
                "这笔兑付由办件按拨付计划分期拨付，请在办件页面办理。",
                "This payout is paid by instalments; do it on the page of its case.",
                where=str(row),
            )
        if verb == "payout dropped" and begun:
            raise PayoutError(
                "这笔兑付已拨付一部分，不能撤下；须追回。",
                "Part of this payout was paid; it can only be taken back.",
                where=str(row),
            )
        if verb == "payout clawed back" and row.state == PayoutState.CONFIRMED and not begun:
            raise StepError(where=str(row))
