"""Who wins and who loses by what is tried, clause by clause and firm by firm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from jianghai.policies.lab.awards import together
from jianghai.policies.packing import UNLIMITED, Whole
from jianghai.policies.turning import Side, turns
from rulebook.values import Verdict

if TYPE_CHECKING:
    from jianghai.policies.lab.awards import Award, Awards
    from jianghai.policies.lab.trial import Trial
    from jianghai.policies.models import Turn
    from rulebook.errors import Text

Mask = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True)
class Counts:
    """One clause on the zone: firms by verdict, and sums in fen of those it counts for."""

    met: int = 0
    review: int = 0
    unknown: int = 0
    sure: int = 0
    most: int = 0
    open: int = 0


@dataclass(frozen=True, slots=True)
class ClauseEffect:
    """One clause before and after: None where it is not there or not applied; and whom it turned for."""

    key: str
    name: Text
    before: Counts | None
    after: Counts | None
    turned: tuple[tuple[Turn, int], ...]


@dataclass(frozen=True, slots=True)
class FirmEffect:
    """One firm's sums of the policy in fen before and after: what is sure, and the most."""

    enterprise: int
    sure: tuple[int, int]
    most: tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Effects:
    """What a trial does: by clause, and which firms win and lose, those with the largest difference first."""

    clauses: tuple[ClauseEffect, ...]
    winners: tuple[FirmEffect, ...]
    losers: tuple[FirmEffect, ...]
    won: int
    lost: int
    sure_won: int
    sure_lost: int


def effects(tried: Trial, before: Awards, after: Awards, most: int) -> Effects:
    """Compare two sides of a trial; of winners and losers so many are listed."""
    rows = tried.new.rows
    names = {
        item.key: item.name
        for policy in (tried.before, tried.after)
        if policy is not None
        for item in policy.items
    }
    clauses, better, worse = [], np.zeros(rows, dtype=bool), np.zeros(rows, dtype=bool)
    for key in tried.keys:
        masks = turns(_side(before.get(key), rows), _side(after.get(key), rows))
        for turn, mask in masks.items():
            side = better if turn.better else worse
            side |= mask
        turned = tuple((turn, int(mask.sum())) for turn, mask in masks.items() if mask.any())
        clauses.append(
            ClauseEffect(key, names[key], counts(before.get(key)), counts(after.get(key)), turned)
        )
    return _firms(tuple(clauses), tried, (before, after), (better, worse), most)


def _side(award: Award | None, rows: int) -> Side:
    """Give a side as changes are told by: an award without a limit is higher than any with one."""
    if award is None:
        return Side.of(None, rows)
    high = np.where(award.open > 0, UNLIMITED, award.most)
    return Side(award.verdicts, award.counts, award.sure, high)


def counts(award: Award | None) -> Counts | None:
    """Count one clause."""
    if award is None:
        return None
    firms = {name: int((award.verdicts == code).sum()) for name, code in _CODES.items()}
    sums = int(award.sure.sum()), int(award.most.sum()), int(award.open.sum())
    return Counts(firms["met"], firms["review"], firms["unknown"], *sums)


_CODES = {"met": Verdict.MET, "review": Verdict.REVIEW, "unknown": Verdict.UNKNOWN}


def _firms(
    clauses: tuple[ClauseEffect, ...],
    tried: Trial,
    sides: tuple[Awards, Awards],
    turned: tuple[Mask, Mask],
    most: int,
) -> Effects:
    """Net what firms win and lose: by sums where these differ, else by what turned for them."""
    rows = tried.new.rows
    (sure_old, most_old), (sure_new, most_new) = (together(side, rows) for side in sides)
    sure, high = sure_new - sure_old, most_new - most_old
    net = np.where(sure != 0, sure, high)
    won = (net > 0) | ((net == 0) & turned[0] & ~turned[1])
    lost = (net < 0) | ((net == 0) & turned[1] & ~turned[0])

    def listed(mask: Mask) -> tuple[FirmEffect, ...]:
        places = np.flatnonzero(mask)
        order = np.lexsort((-np.abs(high[places]), -np.abs(sure[places])))[:most]
        return tuple(
            FirmEffect(
                tried.zone.rows.pks[place],
                (int(sure_old[place]), int(sure_new[place])),
                (int(most_old[place]), int(most_new[place])),
            )
            for place in places[order].tolist()
        )

    return Effects(
        clauses,
        listed(won),
        listed(lost),
        int(won.sum()),
        int(lost.sum()),
        _sum(sure, up=True),
        _sum(sure, up=False),
    )


def _sum(more: Whole, *, up: bool) -> int:
    return int(more[more > 0].sum()) if up else int(-more[more < 0].sum())
