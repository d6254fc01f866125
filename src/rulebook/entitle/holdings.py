"""Very many enterprises at once: verdicts, amounts and the best combination as columns, without sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from rulebook.graph import Kind, Node
from rulebook.machine import run
from rulebook.records.frames import frame_of
from rulebook.rules.plans import sources_of
from rulebook.values import Frame

if TYPE_CHECKING:
    from datetime import date

    from rulebook.policies.arrangement import Arrangement
    from rulebook.policies.policy import Policy
    from rulebook.policies.shelf import Shelf
    from rulebook.records import Record
    from rulebook.records.inputs import Source

Column = np.ndarray[Any, Any]
Ends = tuple[Column, Column]


@dataclass(frozen=True, slots=True, eq=False)
class Holdings:
    """What some policies come to for every record, in the records' order; amounts in fen, infinite where unlimited."""

    arrangement: Arrangement
    rows: int
    spans: Mapping[Node, Ends]
    verdicts: Mapping[Node, Column]

    @property
    def keys(self) -> tuple[str, ...]:
        """Name the clauses in order."""
        return tuple(item.key for item in self.arrangement.items)

    def verdict(self, key: str) -> Column:
        """Give verdict codes (0 unmet, 1 unknown, 2 a person decides, 3 met) of a clause."""
        return self.verdicts[self._item(key).verdict]

    def amount(self, key: str) -> Ends:
        """Give what a clause gives, earlier payments taken off; KeyError where it gives no computed amount."""
        return self.spans[self.arrangement.values[key]]

    def kept(self, key: str) -> Column:
        """Give verdict codes of whether a clause counts: it applies, and nothing that excludes it is better."""
        return self.verdicts[self.arrangement.kept[key]]

    @property
    def priced(self) -> tuple[str, ...]:
        """Name the clauses that give a computed amount."""
        return tuple(self.arrangement.values)

    @property
    def total(self) -> Ends:
        """Give what all clauses come to together, by the best permitted combination."""
        low, high = np.zeros(self.rows), np.zeros(self.rows)
        for part in self.arrangement.parts:
            more = self.spans[part]
            low += more[0]
            high += more[1]
        return low, high

    @property
    def certain(self) -> Column:
        """Give what is certain of it: the low ends, by policies that somebody confirmed."""
        low = np.zeros(self.rows)
        for part in self.arrangement.assured:
            low += self.spans[part][0]
        return low

    def _item(self, key: str) -> Any:
        return next(item for item in self.arrangement.items if item.key == key)


@lru_cache(maxsize=64)
def arrangement_of(shelf: Shelf, policies: tuple[Policy, ...]) -> Arrangement:
    """Work out how the clauses of some policies combine, once."""
    return shelf.arrangement(policies)


def kept_nodes(arrangement: Arrangement) -> list[Node]:
    """List what is kept of many: verdicts, amounts, which clause counts, and the parts of the total."""
    found = [item.verdict for item in arrangement.items]
    found += [*arrangement.values.values(), *arrangement.kept.values(), *arrangement.parts]
    found += arrangement.assured
    return list(dict.fromkeys(found))


def inputs_of(
    shelf: Shelf, policies: Sequence[Policy], previous: Holdings | None = None
) -> tuple[Source, ...]:
    """Give the inputs that an evaluation reads; with `previous`, those of what changed only."""
    arrangement = arrangement_of(shelf, tuple(policies))
    return _sources(arrangement, _new(arrangement, previous))


def entitle_all(
    records: Sequence[Record] | Frame,
    shelf: Shelf,
    on: date,
    *,
    policies: Iterable[Policy] | None = None,
    previous: Holdings | None = None,
) -> Holdings:
    """Judge, price and combine for many records at once, by the machine that judges one.

    With `previous`, an answer for the same records on the same day, only what differs from it is computed.
    """
    chosen = shelf.chosen(on, policies)
    arrangement = arrangement_of(shelf, chosen)
    nodes = _new(arrangement, previous)
    sources = _sources(arrangement, nodes)
    frame = (
        with_ledgers(records, sources) if isinstance(records, Frame) else frame_of(records, sources)
    )
    spans: dict[Node, Ends] = {}
    verdicts: dict[Node, Column] = {}
    if nodes:
        columns = run(nodes, frame)
        for node in nodes:
            if node.kind is Kind.NUMBER:
                spans[node] = columns.low(node), columns.high(node)
            else:
                verdicts[node] = columns.verdict(node)
    for node in kept_nodes(arrangement):
        if previous is not None and node in previous.spans:
            spans.setdefault(node, previous.spans[node])
        elif previous is not None and node in previous.verdicts:
            verdicts.setdefault(node, previous.verdicts[node])
    return Holdings(arrangement, frame.rows, spans, verdicts)


def _new(arrangement: Arrangement, previous: Holdings | None) -> list[Node]:
    nodes = kept_nodes(arrangement)
    if previous is None:
        return nodes
    return [node for node in nodes if node not in previous.spans and node not in previous.verdicts]


def _sources(arrangement: Arrangement, nodes: Iterable[Node]) -> tuple[Source, ...]:
    return sources_of(nodes, [item.edition for item in arrangement.items])


def with_ledgers(frame: Frame, sources: Iterable[Source]) -> Frame:
    """Give a frame in which ledgers that it lacks are empty: what is not in a ledger did not happen."""
    nothing = np.zeros(frame.rows)
    lacking = [
        source.name
        for source in sources
        if source.fact.ledger and not source.is_flag and source.name not in frame.numbers
    ]
    return Frame(
        frame.rows, {**dict.fromkeys(lacking, (nothing, nothing)), **frame.numbers}, frame.flags
    )
