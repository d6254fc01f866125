"""What a policy does to the firms of a file before and after a change: who gains, who loses, what it costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from jianghai.policies import totals
from jianghai.policies.packing import Whole, fen
from rulebook.entitle.holdings import entitle_all
from rulebook.values import Verdict

if TYPE_CHECKING:
    from datetime import date

    from rulebook.entitle.holdings import Holdings
    from rulebook.policies import Item, Policy, Shelf
    from rulebook.records import Record

#: Who pays where the clause does not say.
UNSTATED = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Sums in fen: at least, at most as far as limits are known, and how many amounts have no limit."""

    low: int = 0
    high: int = 0
    unlimited: int = 0

    def as_dict(self) -> dict[str, int]:
        """Give the form used in JSON."""
        return {"low": self.low, "high": self.high, "unlimited": self.unlimited}


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause on the firms of the file: how many of each verdict, and what those that apply cost."""

    met: int = 0
    review: int = 0
    unknown: int = 0
    cost: Span = Span()

    def as_dict(self) -> dict[str, object]:
        """Give the form used in JSON."""
        counts = {"met": self.met, "manual_review": self.review, "unknown": self.unknown}
        return {**counts, "cost": self.cost.as_dict()}


@dataclass(frozen=True, slots=True)
class Turn:
    """One firm's total before and after, in fen: the low ends, and the most that may come of what applies."""

    record: Record
    low: tuple[int, int]
    most: tuple[int, int]

    @property
    def gain(self) -> tuple[int, int]:
        """Tell by how much the low end and the most rise."""
        return self.low[1] - self.low[0], self.most[1] - self.most[0]

    def as_dict(self) -> dict[str, object]:
        """Give the form used in JSON."""
        record = self.record
        ends = {
            when: {"low": self.low[place], "high": self.most[place]}
            for place, when in enumerate(("before", "after"))
        }
        firm = {"name": record.name, "uscc": record.uscc or None}
        return {"record": record.id, "firm": firm, "year": record.year, **ends}


class Side:
    """The firms under all policies in force, one of them in one of its forms, or without it."""

    def __init__(self, holdings: Holdings) -> None:
        """Keep what was judged, priced and combined for all firms."""
        self.holdings = holdings

    @cached_property
    def low(self) -> Whole:
        """Give what each firm has at least."""
        return fen(self.holdings.total[0])

    @cached_property
    def most(self) -> Whole:
        """Give what each firm may have at most of what applies and has a limit."""
        return totals.certain(self.holdings) + totals.possible(self.holdings)

    @property
    def cost(self) -> Span:
        """Give what all firms come to."""
        unlimited = int(totals.unbounded(self.holdings).sum())
        return Span(int(self.low.sum()), int(self.most.sum()), unlimited)

    def clause(self, item: Item) -> Clause:
        """Give one clause's counts and cost."""
        codes = self.holdings.verdict(item.key)
        met, review, unknown = (
            int((codes == verdict).sum())
            for verdict in (Verdict.MET, Verdict.REVIEW, Verdict.UNKNOWN)
        )
        if item.key not in self.holdings.arrangement.values:
            return Clause(met, review, unknown)
        low, high, unlimited = _counted(self.holdings, item)
        cost = Span(int(low.sum()), int(high.sum()), int(unlimited.sum()))
        return Clause(met, review, unknown, cost)

    def by_level(self, policy: Policy) -> dict[str, Span]:
        """Share what a policy costs among the levels that pay, each award to the fen; reliefs are nobody's payment."""
        found: dict[str, Span] = {}
        for item in policy.items:
            if item.key in self.holdings.arrangement.values and item.class_ != "relief":
                for level, low, high, unlimited in _levels(self.holdings, item):
                    known = found.get(level, Span())
                    found[level] = Span(
                        known.low + int(low.sum()),
                        known.high + int(high.sum()),
                        known.unlimited + unlimited,
                    )
        return found


def weighed(
    records: Sequence[Record], shelf: Shelf, on: date, forms: Sequence[tuple[Policy, ...]]
) -> tuple[Side, ...]:
    """Judge the firms under each of some sets of policies; only what differs from the first is computed again."""
    first = entitle_all(records, shelf, on, policies=forms[0])
    later = (entitle_all(records, shelf, on, policies=f, previous=first) for f in forms[1:])
    return tuple(map(Side, (first, *later)))


def _counted(holdings: Holdings, item: Item) -> tuple[Whole, Whole, Whole]:
    """Give what a clause costs by firm, where it applies and nothing better stands in its place."""
    low, high = holdings.amount(item.key)
    kept = holdings.kept(item.key)
    applies = (kept >= Verdict.REVIEW) & (holdings.verdict(item.key) >= Verdict.REVIEW)
    least = np.where(kept == Verdict.MET, fen(low), 0)
    limited = applies & np.isfinite(high)
    most = np.where(limited, fen(np.where(limited, high, 0.0)), least)
    return least, most, (applies & ~limited).astype(np.int64)


def _levels(holdings: Holdings, item: Item) -> Iterator[tuple[str, Whole, Whole, int]]:
    low, high, unlimited = _counted(holdings, item)
    count = int(unlimited.sum())
    if not item.payers:
        yield UNSTATED, low, high, count
        return
    left = [low, high]
    for payer in item.payers[:-1]:
        parts = [
            column * payer.share.numerator // payer.share.denominator for column in (low, high)
        ]
        left = [rest - part for rest, part in zip(left, parts, strict=True)]
        yield payer.level, parts[0], parts[1], count
    yield item.payers[-1].level, left[0], left[1], count


@dataclass(frozen=True, slots=True, eq=False)
class Effect:
    """A policy before (None: there was none) and after a change, and what that does to some firms."""

    records: Sequence[Record]
    policies: tuple[Policy | None, Policy]
    sides: tuple[Side, Side]

    @property
    def turns(self) -> list[Turn]:
        """List the firms for which something changes, those that gain most first."""
        before, after = self.sides
        changed = np.flatnonzero((before.low != after.low) | (before.most != after.most))
        found = [
            Turn(
                self.records[place],
                (int(before.low[place]), int(after.low[place])),
                (int(before.most[place]), int(after.most[place])),
            )
            for place in changed.tolist()
        ]
        return sorted(found, key=lambda turn: turn.gain, reverse=True)

    def clauses(self) -> Iterator[tuple[Item, Clause, Clause]]:
        """Give every clause of the policy before and after, in the order of the file."""
        before, after = ([*p.items] if p is not None else [] for p in self.policies)
        items = {item.key: item for item in (*before, *after)}
        for key, item in items.items():
            yield item, _of(self.sides[0], key), _of(self.sides[1], key)

    def levels(self) -> dict[str, tuple[Span, Span]]:
        """Give what each level pays for the policy before and after."""
        sides = [
            side.by_level(policy) if policy is not None and _applied(side, policy) else {}
            for side, policy in zip(self.sides, self.policies, strict=True)
        ]
        names = dict.fromkeys(name for side in sides for name in side)
        return {name: (sides[0].get(name, Span()), sides[1].get(name, Span())) for name in names}


def _applied(side: Side, policy: Policy) -> bool:
    return all(item.key in side.holdings.keys for item in policy.items)


def _of(side: Side, key: str) -> Clause:
    for item in side.holdings.arrangement.items:
        if item.key == key:
            return side.clause(item)
    return Clause()
