"""One enterprise at a glance: every clause with its verdict and amount, reasons only for those that are opened."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from rulebook.entitle.choosing import dropped, sum_of
from rulebook.entitle.one import Told, owed_of, payers_of, plan_of, totals_of
from rulebook.entitle.owed import AmountRange, Sum
from rulebook.evaluate import explain, reasons
from rulebook.evaluate.outlines import outlines_of
from rulebook.machine import run_one
from rulebook.values import Interval, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from rulebook.entitle.owed import Owed, Paying, Totals
    from rulebook.errors import Text
    from rulebook.evaluate.outlines import Outline
    from rulebook.graph import Node
    from rulebook.interpreter import Known
    from rulebook.policies.policy import Item, Policy
    from rulebook.policies.shelf import Shelf
    from rulebook.records import Record
    from rulebook.records.inputs import Source
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

    def owed(self, glance: Glance) -> Owed:
        """Tell one clause with its reasons; told once."""
        key = glance.item.key
        if key not in self._opened:
            result = self._tell(glance.item.edition)
            self._opened[key] = owed_of(glance.policy, result, self._told, glance.item)
        return self._opened[key]

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
    arrangement, nodes, sources = plan_of(shelf, chosen)
    known = {source.name: source.read(record) for source in sources}
    values = run_one(nodes, known)
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
        found: dict[str, None] = {}
        for outline in outlines_of(edition):
            found |= dict.fromkeys(self._below(outline))
        for amount in edition.amounts:
            if not reasons.range_of(amount.node, self.told.values).closed:
                asked = (edition.sources[name] for name in amount.inputs)
                found |= dict.fromkeys(self._facts(one for one in asked if one.fact.asked))
        return tuple(found)

    def _below(self, outline: Outline) -> Iterator[str]:
        clause = outline.clause
        verdict = self.values[clause.verdict] if clause.verdict else None
        if outline.children:
            if verdict in _OPEN:
                for child in outline.children:
                    yield from self._below(child)
            return
        score = reasons.range_of(clause.points, self.told.values) if clause.points else None
        open_ = verdict in _OPEN if score is None else not score.closed
        if open_ and verdict is not Verdict.REVIEW:
            yield from self._facts(outline.asked)

    def _facts(self, asked: Iterator[Source] | Sequence[Source]) -> Iterator[str]:
        return (one.fact.id for one in asked if one.name not in self.closed)
