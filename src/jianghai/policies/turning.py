"""Which way a clause turned for every enterprise, between two answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from jianghai.policies.models import Turn
from jianghai.policies.packing import UNLIMITED, Codes, Whole
from rulebook.values import Verdict

if TYPE_CHECKING:
    from jianghai.policies.zone import Answer


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One clause before or after: verdicts, whether it counts, and the amounts that count."""

    verdicts: Codes
    counts: Codes
    low: Whole
    high: Whole

    @classmethod
    def of(cls, told: Answer | None, rows: int) -> Side:
        """Take up an answer; a clause that is not there is unmet."""
        nothing = np.zeros(rows, dtype=np.int64)
        if told is None:
            codes = np.zeros(rows, dtype=np.uint8)
            return cls(codes, codes, nothing, nothing)
        low = nothing if told.low is None else told.low
        high = nothing if told.high is None else told.high
        counts = told.kept > Verdict.UNMET
        return cls(told.verdicts, told.kept, np.where(counts, low, 0), np.where(counts, high, 0))


def turns(before: Side, after: Side) -> dict[Turn, np.ndarray[Any, Any]]:
    """Tell for every enterprise which way a clause turned, as masks that have nobody in common."""
    had = (before.verdicts == Verdict.MET) & (before.counts > Verdict.UNMET)
    has = (after.verdicts == Verdict.MET) & (after.counts > Verdict.UNMET)
    both = (before.verdicts == Verdict.MET) & (after.verdicts == Verdict.MET)
    highs = (_height(before.high), _height(after.high))
    more = (after.low > before.low) | ((after.low == before.low) & (highs[1] > highs[0]))
    less = (after.low < before.low) | ((after.low == before.low) & (highs[1] < highs[0]))
    opened = (before.verdicts < Verdict.REVIEW) & (after.verdicts == Verdict.REVIEW) & ~had
    return {
        Turn.GAINED: has & (before.verdicts < Verdict.MET),
        Turn.LOST: had & (after.verdicts < Verdict.MET),
        Turn.RAISED: both & more,
        Turn.LOWERED: both & less,
        Turn.OPENED: opened & (after.counts > Verdict.UNMET),
    }


def _height(high: Whole) -> np.ndarray[Any, Any]:
    return np.where(high == UNLIMITED, np.inf, high)
