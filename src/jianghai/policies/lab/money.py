"""Who pays and when, to the fen; and what everybody gets where a budget does not suffice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from rulebook.entitle.moments import spans_of

if TYPE_CHECKING:
    from jianghai.policies.lab.awards import Awards
    from jianghai.policies.packing import Whole
    from rulebook.policies import Item, Policy

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Paid:
    """Sums in fen: what is sure, the most, and how many awards nothing limits."""

    sure: int = 0
    most: int = 0
    open: int = 0

    def plus(self, sure: int, most: int, unlimited: int = 0) -> Paid:
        """Add more."""
        return Paid(self.sure + sure, self.most + most, self.open + unlimited)

    def as_dict(self) -> dict[str, int]:
        """Give the form used in JSON."""
        return {"sure": self.sure, "most": self.most, "open": self.open}


def by_level(policy: Policy | None, found: Awards) -> dict[str, Paid]:
    """Share awards among the levels that pay, each award for itself; the empty level is where the text does not say."""
    levels: dict[str, Paid] = defaultdict(Paid)
    for item in policy.items if policy is not None else ():
        if item.key not in found:
            continue
        award = found[item.key]
        unlimited = int(award.open.sum())
        if not award.most.any() and not unlimited:
            continue
        for level, sure, most in _shared(item, award.sure, award.most):
            levels[level] = levels[level].plus(int(sure.sum()), int(most.sum()), unlimited)
    return dict(levels)


def _shared(item: Item, sure: Whole, most: Whole) -> list[tuple[str, Whole, Whole]]:
    """Round every payer's part of every award down; the last takes the rest."""
    if not item.payers:
        return [("", sure, most)]
    parts = []
    rest = (sure, most)
    for payer in item.payers[:-1]:
        top, below = payer.share.numerator, payer.share.denominator
        mine = (sure * top // below, most * top // below)
        rest = (rest[0] - mine[0], rest[1] - mine[1])
        parts.append((payer.level, *mine))
    return [*parts, (item.payers[-1].level, *rest)]


@dataclass(frozen=True, slots=True)
class Month:
    """What falls due in a month (YYYY-MM); `spread` of it is of clauses without a window, spread over the year."""

    month: str
    paid: Paid
    spread: Paid


def by_month(policy: Policy | None, found: Awards, on: date) -> tuple[Month, ...]:
    """Place awards in the month in which their window closes next, within twelve months.

    What has no window, or is taken at any time, is spread evenly over the twelve months and marked.
    """
    fixed: dict[str, Paid] = defaultdict(Paid)
    spread: dict[str, Paid] = defaultdict(Paid)
    months = [_month(on, place) for place in range(MONTHS)]
    for item in policy.items if policy is not None else ():
        if item.key not in found:
            continue
        award = found[item.key]
        sums = int(award.sure.sum()), int(award.most.sum()), int(award.open.sum())
        due = _due(item, on)
        if due is not None:
            fixed[due] = fixed[due].plus(*sums)
            continue
        parts = zip(*(evenly(one, MONTHS) for one in sums), strict=True)
        for month, part in zip(months, parts, strict=True):
            spread[month] = spread[month].plus(*part)
    named = sorted({*months, *fixed})
    return tuple(
        Month(
            month,
            fixed[month].plus(spread[month].sure, spread[month].most, spread[month].open),
            spread[month],
        )
        for month in named
    )


def _due(item: Item, on: date) -> str | None:
    spans = spans_of(item.window, on, on.replace(year=on.year + 1, day=1))
    return spans[0].closes.strftime("%Y-%m") if spans else None


def _month(on: date, later: int) -> str:
    whole = on.year * MONTHS + on.month - 1 + later
    return f"{whole // MONTHS}-{whole % MONTHS + 1:02d}"


def evenly(whole: int, parts: int) -> list[int]:
    """Part a sum so that the parts differ by one at most, the larger first.

    >>> evenly(14, 4)
    [4, 4, 3, 3]
    """
    each, over = divmod(whole, parts)
    return [each + (place < over) for place in range(parts)]


def scaled(awards: Sequence[int], budget: int) -> list[int]:
    """Scale awards down in proportion so that they come to a budget, to the fen: the largest remainders round up.

    >>> scaled([300, 300, 100], 500), scaled([100, 50], 1000)
    ([214, 214, 72], [100, 50])
    """
    whole = sum(awards)
    if whole <= budget:
        return list(awards)
    parts = [divmod(award * budget, whole) for award in awards]
    found = [part for part, _rest in parts]
    order = sorted(range(len(parts)), key=lambda place: (-parts[place][1], place))
    for place in order[: budget - sum(found)]:
        found[place] += 1
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Scaling:
    """What a budget does: which end passes it (`sure`, `most` or empty), and what every firm gets then."""

    budget: int
    passes: str
    whole: int
    awards: Whole

    @property
    def factor(self) -> float:
        """Tell which part of an award is paid."""
        return min(1.0, self.budget / self.whole) if self.whole else 1.0


def scaling(sure: Whole, most: Whole, budget: int) -> Scaling:
    """Scale what is sure where that passes a budget, else the most where that does."""
    for name, column in (("sure", sure), ("most", most)):
        whole = int(column.sum())
        if whole > budget:
            return Scaling(
                budget, name, whole, np.array(scaled(column.tolist(), budget), dtype=np.int64)
            )
    return Scaling(budget, "", int(sure.sum()), sure)
