"""What every clause gives every firm, in whole fen, once groups and limits are taken into account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from jianghai.policies.packing import Codes, Whole, fen
from rulebook.values import Verdict

if TYPE_CHECKING:
    from rulebook.entitle.holdings import Holdings
    from rulebook.policies import Policy


@dataclass(frozen=True, slots=True, eq=False)
class Award:
    """One clause for all firms: verdicts, whether it counts, what is sure and the most it may be, where it is paid out.

    `most` is `sure` where nothing limits it; those firms are in `open`.
    """

    verdicts: Codes
    counts: Codes
    sure: Whole
    most: Whole
    open: Codes


Awards = dict[str, Award]


def awards(holdings: Holdings, policy: Policy | None) -> Awards:
    """Give the awards of one policy; nothing for one that is not applied."""
    if policy is None:
        return {}
    known = set(holdings.keys)
    found = {item.key: _award(holdings, item.key) for item in policy.items if item.key in known}
    _limit(holdings, found)
    return found


def _award(holdings: Holdings, key: str) -> Award:
    verdicts, counts = holdings.verdict(key), holdings.kept(key)
    nothing = np.zeros(holdings.rows, dtype=np.int64)
    arrangement = holdings.arrangement
    if key not in arrangement.values or key in arrangement.reliefs:
        return Award(verdicts, counts, nothing, nothing, nothing.astype(np.uint8))
    low, high = holdings.amount(key)
    applies = (counts >= Verdict.REVIEW) & (verdicts >= Verdict.REVIEW)
    sure: Whole = np.where(counts == Verdict.MET, fen(low), 0)
    limited = applies & np.isfinite(high)
    most = np.maximum(np.where(limited, fen(np.where(limited, high, 0.0)), sure), sure)
    return Award(verdicts, counts, sure, most, (applies & ~limited).astype(np.uint8))


def _limit(holdings: Holdings, found: Awards) -> None:
    """Cut the members of a limited group so that they come to no more than its limit, the last ones first."""
    for limited in holdings.arrangement.limits:
        members = [key for key in limited.keys if key in found]
        if limited.after not in holdings.spans or len(members) != len(limited.keys):
            continue
        low, high = (fen(side) for side in holdings.spans[limited.after])
        left = low.copy()
        rest = np.where(high < 0, np.iinfo(np.int64).max, high)
        for key in members:
            one = found[key]
            sure, most = np.minimum(one.sure, left), np.minimum(one.most, rest)
            left, rest = left - sure, rest - most
            found[key] = Award(one.verdicts, one.counts, sure, np.maximum(most, sure), one.open)


def together(found: Awards, rows: int) -> tuple[Whole, Whole]:
    """Add up what firms get of all clauses: what is sure, and the most."""
    sure, most = np.zeros(rows, dtype=np.int64), np.zeros(rows, dtype=np.int64)
    for one in found.values():
        sure += one.sure
        most += one.most
    return sure, most
