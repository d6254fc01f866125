"""What would bring an enterprise a clause it misses, or more of one it has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from rulebook.entitle.owed import Sum
from rulebook.values import INFINITY, Verdict
from rulebook.whatif import Change, WhatIf, whatif
from rulebook.whatif.answers import change_of
from rulebook.whatif.search import Step, actionable, nearest, steps_of
from rulebook.whatif.trial import Trial

if TYPE_CHECKING:
    from rulebook.policies.policy import Item
    from rulebook.records import Record

MOST = 5
"""So many changes that raise an amount are told."""


@dataclass(frozen=True, slots=True)
class Raise:
    """A change of one fact, and what the clause gives then; verified by evaluating again."""

    change: Change
    sum: Sum

    def as_dict(self) -> dict[str, Any]:
        """Give the form used in JSON."""
        return {**self.change.as_dict(), "amount": self.sum.as_dict()}


@dataclass(frozen=True, slots=True)
class Steps:
    """How a firm comes to a clause, or to more of it."""

    clause: str
    now: Sum
    reach: WhatIf
    more: tuple[Raise, ...]

    def as_dict(self) -> dict[str, Any]:
        """Give the form used in JSON."""
        return {
            "clause": self.clause,
            "amount": self.now.as_dict(),
            "reach": self.reach.as_dict(),
            "more": [one.as_dict() for one in self.more],
        }


def next_steps(record: Record, item: Item) -> Steps:
    """Say what would make a clause apply, and which single changes would raise what it gives, the nearest first.

    Only what a firm can do is proposed, as in `rulebook.whatif`; a missing fact is asked for instead.
    """
    trial = Trial.of(record, item.priced, None)
    base = trial.base[item.entitled]
    low, high = cast("float", getattr(base, "low", 0)), cast("float", getattr(base, "high", 0))
    return Steps(
        item.key,
        _sum(low, high),
        whatif(record, item.edition),
        tuple(_raises(record, item, trial, low)),
    )


def _raises(record: Record, item: Item, trial: Trial, low: float) -> list[Raise]:
    if item.formula is None or trial.verdict(item.verdict) is not Verdict.MET:
        return []
    steps = [step for step in steps_of(trial) if actionable(step, trial)]
    if not steps:
        return []
    columns = trial.run([step.change for step in steps])
    lows, highs = columns.low(item.entitled), columns.high(item.entitled)
    found = []
    for step in nearest(steps, np.asarray(lows > low), trial)[:MOST]:
        place = steps.index(step)
        found.append(
            Raise(_told(record, step, trial), _sum(float(lows[place]), float(highs[place])))
        )
    return found


def _told(record: Record, step: Step, trial: Trial) -> Change:
    return change_of(
        step.source, record.year, trial.known[step.source.name], step.value, step.effort
    )


def _sum(low: float, high: float) -> Sum:
    least = max(0, round(low)) if low > -INFINITY else 0
    return Sum(least, None if high == INFINITY else max(least, round(high)))
