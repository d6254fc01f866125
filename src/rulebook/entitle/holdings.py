"""Very many enterprises at once: verdicts, amounts and the best combination as columns, without sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from rulebook.entitle.settling import settled
from rulebook.graph import Kind, Node
from rulebook.machine import run
from rulebook.records.frames import frame_of
from rulebook.rules.plans import sources_of
from rulebook.values import Frame

if TYPE_CHECKING:
    from datetime import date

    from rulebook.machine import Columns
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
    columns: Columns | None = None

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


@lru_cache(maxsize=64)
def kept_nodes(arrangement: Arrangement) -> tuple[Node, ...]:
    """List what is kept of many: verdicts, amounts, which clause counts, and the parts of the total.

    What belongs together stands together, so that few values must be remembered meanwhile.
    """
    items = {item.key: item for item in arrangement.items}
    parts = dict.fromkeys((*arrangement.parts, *arrangement.assured))
    found: dict[Node, None] = {}
    for keys, whole in _together(arrangement):
        for key in keys:
            found[items[key].verdict] = found[arrangement.kept[key]] = None
            if key in arrangement.values:
                found[arrangement.values[key]] = None
        if whole in parts:
            found[whole] = None
    return tuple(found | parts)


def _together(arrangement: Arrangement) -> Iterator[tuple[Iterable[str], Node | None]]:
    """Give clauses that act on one another, and what they come to; in the end every clause once more."""
    choices = [(tuple(item.key for item in c.items), c.value) for c in arrangement.choices]
    for limited in arrangement.limits:
        yield from (choice for choice in choices if set(choice[0]) <= set(limited.keys))
        yield limited.keys, limited.after
    yield from choices
    yield (item.key for item in arrangement.items), None


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
    frame = (
        records if isinstance(records, Frame) else frame_of(records, _sources(arrangement, nodes))
    )
    found = _answered(shelf, arrangement, nodes, frame) if nodes else None
    spans, verdicts = (dict(found.spans), dict(found.verdicts)) if found else ({}, {})
    if previous is not None:
        nodes = kept_nodes(arrangement)
        spans |= {node: previous.spans[node] for node in nodes if node in previous.spans}
        verdicts |= {node: previous.verdicts[node] for node in nodes if node in previous.verdicts}
    return Holdings(arrangement, frame.rows, spans, verdicts)


def entitle_frames(
    frames: Iterable[Frame], shelf: Shelf, on: date, *, policies: Iterable[Policy] | None = None
) -> Iterator[Holdings]:
    """Judge, price and combine for a stream of frames; memory holds one answer.

    Take what is needed of an answer before the next one is asked for: its columns are written over.
    """
    arrangement = arrangement_of(shelf, shelf.chosen(on, policies))
    nodes = kept_nodes(arrangement)
    room: Holdings | None = None
    for frame in frames:
        room = _answered(shelf, arrangement, nodes, frame, room)
        yield room


def _answered(
    shelf: Shelf,
    arrangement: Arrangement,
    nodes: tuple[Node, ...],
    frame: Frame,
    room: Holdings | None = None,
) -> Holdings:
    smaller = _smaller(shelf, nodes, _lacking(frame, _sources(arrangement, nodes)))
    spare = room.columns if room is not None else None
    columns = run(list(dict.fromkeys(smaller.values())), frame, room=spare)
    spans: dict[Node, Ends] = {}
    verdicts: dict[Node, Column] = {}
    for node, same in smaller.items():
        if node.kind is Kind.NUMBER:
            spans[node] = columns.low(same), columns.high(same)
        else:
            verdicts[node] = columns.verdict(same)
    return Holdings(arrangement, frame.rows, spans, verdicts, columns)


def _new(arrangement: Arrangement, previous: Holdings | None) -> tuple[Node, ...]:
    nodes = kept_nodes(arrangement)
    if previous is None:
        return nodes
    return tuple(
        node for node in nodes if node not in previous.spans and node not in previous.verdicts
    )


@lru_cache(maxsize=64)
def _sources(arrangement: Arrangement, nodes: tuple[Node, ...]) -> tuple[Source, ...]:
    return sources_of(nodes, [item.edition for item in arrangement.items])


def _lacking(frame: Frame, sources: Iterable[Source]) -> frozenset[str]:
    """Name the ledgers that a frame lacks: what is not in a ledger did not happen."""
    return frozenset(
        source.name
        for source in sources
        if source.fact.ledger and not source.is_flag and source.name not in frame.numbers
    )


@lru_cache(maxsize=64)
def _smaller(shelf: Shelf, nodes: tuple[Node, ...], nothing: frozenset[str]) -> dict[Node, Node]:
    return settled(shelf.library.graph, nodes, nothing)
