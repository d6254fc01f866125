"""One enterprise at a glance: every clause with its verdict and amount, reasons only for those that are opened."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from rulebook.entitle.choosing import dropped, sum_of
from rulebook.entitle.one import Told, owed_of, payers_of, totals_of, valued
from rulebook.entitle.owed import AmountRange, Sum
from rulebook.evaluate import explain, reasons
from rulebook.evaluate.outlines import outlines_of
from rulebook.values import Interval, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from rulebook.entitle.owed import Owed, Paying, Totals
    from rulebook.errors import Text
    from rulebook.evaluate.outlines import Outline
    from rulebook.graph import Node
    from rulebook.interpreter import Known
    from rulebook.policies.policy import Item, Policy
    from rulebook.policies.shelf import Shelf
    from rulebook.records import Record
    from rulebook.results import Result
    from rulebook.rules.editions import Clause, Edition

_OPEN = (Verdict.UNKNOWN, Verdict.REVIEW)
NOTHING = Sum(0, 0)


@dataclass(frozen=True, slots=True)
class Glance:
    """One clause for one enterprise without its reasons; the basis of its amount is left out too.

    `missing` are the facts that would settle it.
    """

    policy: Policy
    item: Item
    verdict: Verdict
    amount: AmountRange | None
    kept: bool
    why: Text | None
    missing: tuple[str, ...]

    @property
    def negotiated(self) -> bool:
        """Tell whether the amount is for negotiation."""
        return self.item.formula is not None and self.item.formula.kind == "negotiated"

    @property
    def payers(self) -> tuple[Paying, ...]:
        """Share the amount among the levels; nothing where the clause does not count or the shares are not known."""
        if self.amount is None or self.amount.dropped_by is not None:
            return ()
        return payers_of(self.item, self.amount.sum)


@dataclass(slots=True, eq=False)
class Survey:
    """All clauses at a glance; `owed` tells the whole of one, with reasons, when it is asked for."""

    record: Record
    items: tuple[Glance, ...]
    total: Totals
    _told: Told
    _tell: Callable[[Edition], Result]
    _opened: dict[str, Owed] = field(default_factory=dict)

    def glance(self, key: str) -> Glance:
        """Give a clause by its key; KeyError where it was not looked at."""
        for glance in self.items:
            if glance.item.key == key:
                return glance
        raise KeyError(key)

    def owed(self, glance: Glance) -> Owed:
        """Tell one clause with its reasons; told once."""
        key = glance.item.key
        if key not in self._opened:
            result = self._tell(glance.item.edition)
            self._opened[key] = owed_of(glance.policy, result, self._told, glance.item)
        return self._opened[key]

    def would(self, glance: Glance) -> Sum | None:
        """Give what a clause would give if it applied; None where it gives no computed amount."""
        return sum_of(glance.item.owed, self._told.values) if glance.amount is not None else None

    def verdict(self, clause: Clause) -> Verdict | None:
        """Give the verdict of a condition; None where it has none."""
        if clause.verdict is None:
            return None
        return cast("Verdict", self._told.values[clause.verdict])


def survey(
    record: Record, shelf: Shelf, on: date, *, policies: Sequence[Policy] | None = None
) -> Survey:
    """Look at everything one firm is owed on a day, as `entitle` tells it, without telling reasons."""
    chosen = shelf.chosen(on, policies)
    arrangement, values, known = valued(record, shelf, chosen)
    told = Told(values, arrangement.values, dropped(arrangement, values))
    homes = {policy.id: policy for policy in chosen}
    look = _Look(told, frozenset(name for name, value in known.items() if _closed(value)))
    items = tuple(look.glance(homes[item.policy_id], item) for item in arrangement.items)
    total = totals_of(cast("Sequence[Owed]", items), arrangement, values)
    return Survey(record, items, total, told, explain.telling(record, values, known))


def _closed(known: Known) -> bool:
    return known.closed if isinstance(known, Interval) else known is not Verdict.UNKNOWN


class _Look:
    """The values of one firm, and which of its inputs are settled."""

    def __init__(self, told: Told, closed: frozenset[str]) -> None:
        self.told = told
        self.values: Mapping[Node, object] = told.values
        self.closed = closed

    def glance(self, policy: Policy, item: Item) -> Glance:
        verdict, key = cast("Verdict", self.values[item.edition.verdict]), item.key
        if verdict is Verdict.UNMET:
            nothing = self._nothing(item) if key in self.told.left else None
            return Glance(policy, item, verdict, nothing, kept=False, why=None, missing=())
        out, missing = self.told.out.get(key), self._missing(item.edition)
        return Glance(
            policy,
            item,
            verdict,
            self._amount(item, key, missing),
            kept=out is None,
            why=out.why if out else None,
            missing=missing,
        )

    @staticmethod
    def _nothing(item: Item) -> AmountRange | None:
        sure = item.formula is not None and item.formula.sure
        return AmountRange(NOTHING, exact=sure, basis=(), missing=(), dropped_by=None)

    def _amount(self, item: Item, key: str, missing: tuple[str, ...]) -> AmountRange | None:
        if key not in self.told.left or item.formula is None:
            return None
        found = sum_of(self.told.left[key], self.told.values)
        out = self.told.out.get(key)
        return AmountRange(
            sum=found,
            exact=found.closed and item.formula.sure,
            basis=(),
            missing=() if found.closed else missing,
            dropped_by=out.group if out else None,
        )

    def _missing(self, edition: Edition) -> tuple[str, ...]:
        """List the facts that keep a clause or its amount open, as its reasons would."""
        open_ = (leaf.asked for leaf in _leaves(edition) if self._open(leaf))
        found = dict.fromkeys(fact for asked in open_ for fact in self._lacking(asked))
        for amount in edition.amounts:
            if not reasons.range_of(amount.node, self.told.values).closed:
                read = (edition.sources[name] for name in amount.inputs)
                asked = [(one.name, one.fact.id) for one in read if one.fact.asked]
                found |= dict.fromkeys(self._lacking(asked))
        return tuple(found)

    def _lacking(self, asked: Iterable[tuple[str, str]]) -> list[str]:
        return [fact for name, fact in asked if name not in self.closed]

    def _open(self, leaf: _Leaf) -> bool:
        """Tell whether a condition without parts is open, and everything above it."""
        values = self.values
        if any(values[node] not in _OPEN for node in leaf.above):
            return False
        verdict = values[leaf.clause.verdict] if leaf.clause.verdict else None
        if leaf.clause.points is not None:
            scored = not reasons.range_of(leaf.clause.points, self.told.values).closed
            return scored and verdict is not Verdict.REVIEW
        return verdict is Verdict.UNKNOWN


@dataclass(frozen=True, slots=True, eq=False)
class _Leaf:
    """A condition without parts, the verdicts above it, and what it asks: names of inputs and their facts."""

    clause: Clause
    above: tuple[Node, ...]
    asked: tuple[tuple[str, str], ...]


@lru_cache(maxsize=4096)
def _leaves(edition: Edition) -> tuple[_Leaf, ...]:
    """Give the conditions of an edition that have no parts; kept for the next firm."""
    return tuple(leaf for outline in outlines_of(edition) for leaf in _under(outline, ()))


def _under(outline: Outline, above: tuple[Node, ...]) -> Iterator[_Leaf]:
    clause = outline.clause
    if not outline.children:
        asked = tuple((source.name, source.fact.id) for source in outline.asked)
        yield _Leaf(clause, above, asked)
        return
    if clause.verdict is None:
        return
    for child in outline.children:
        yield from _under(child, (*above, clause.verdict))
