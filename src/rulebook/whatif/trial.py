"""Trying values: many small changes of one record, evaluated together as rows of one frame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, cast

import numpy as np

from rulebook.evaluate import sources_of
from rulebook.graph import Node, Op, walk
from rulebook.interpreter import Known, Result, interpret
from rulebook.machine import Columns, run
from rulebook.values import Frame, Interval, RankTables, Verdict

if TYPE_CHECKING:
    from rulebook.cohorts import Cohorts
    from rulebook.records import Record
    from rulebook.records.inputs import Source
    from rulebook.rules.editions import Clause, Edition

Change = Mapping[str, Known]
"""Inputs that are otherwise in a trial."""


@dataclass(frozen=True, slots=True, eq=False)
class Cone:
    """All that an edition's goals rest on; `above` lists for each input the nodes that depend on it, in order."""

    goals: tuple[Node, ...]
    leaves: tuple[Clause, ...]
    sources: tuple[Source, ...]
    above: Mapping[str, tuple[Node, ...]]
    order: tuple[Node, ...]


@lru_cache(maxsize=128)
def cone_of(edition: Edition) -> Cone:
    """Work out, once an edition, what depends on what."""
    leaves = tuple(
        clause for clause in edition.walk() if clause.verdict is not None and not clause.children
    )
    goals: list[Node] = [edition.verdict]
    goals += [clause.verdict for clause in edition.walk() if clause.verdict is not None]
    if edition.score is not None:
        goals.append(edition.score)
    goals = list(dict.fromkeys(goals))
    order = walk(*goals)
    reached: dict[str, dict[Node, None]] = {}
    below: dict[Node, frozenset[str]] = {}
    for node in order:
        names = frozenset().union(*(below[arg] for arg in node.args))
        below[node] = names | {node.data.name} if node.op in (Op.INPUT, Op.FLAG) else names
        for name in below[node]:
            reached.setdefault(name, {})[node] = None
    above = {name: tuple(nodes) for name, nodes in reached.items()}
    return Cone(tuple(goals), leaves, sources_of(goals, [edition]), above, tuple(order))


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """One record held ready: its inputs, and the exact value of every node as things stand."""

    cone: Cone
    known: Mapping[str, Known]
    tables: RankTables
    base: Mapping[Node, Result]

    @classmethod
    def of(cls, record: Record, edition: Edition, cohorts: Cohorts | None) -> Trial:
        """Read a record for an edition."""
        cone = cone_of(edition)
        known = {source.name: source.read(record) for source in cone.sources}
        tables = cohorts.tables if cohorts is not None else {}
        return cls(cone, known, tables, interpret(cone.order, known, tables))

    def verdict(self, node: Node) -> Verdict:
        """Give a goal's verdict as things stand."""
        return cast("Verdict", self.base[node])

    def run(self, changes: Sequence[Change]) -> Columns:
        """Evaluate the goals once for each change."""
        numbers, flags = {}, {}
        touched = {name for change in changes for name in change}
        for source in self.cone.sources:
            known = self.known[source.name]
            others = [
                (row, change[source.name])
                for row, change in enumerate(changes)
                if source.name in change
            ]
            if isinstance(known, Verdict):
                flags[source.name] = _flag_column(known, others, len(changes))
            elif source.name in touched or not known.whole:
                numbers[source.name] = _number_columns(known, others, len(changes))
        return run(self.cone.goals, Frame(len(changes), numbers, flags), self.tables, threads=1)


def _flag_column(
    known: Verdict, others: Iterable[tuple[int, Known]], rows: int
) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    column = np.full(rows, known, np.uint8)
    for row, value in others:
        column[row] = cast("Verdict", value)
    return column


def _number_columns(
    known: Interval, others: Iterable[tuple[int, Known]], rows: int
) -> tuple[
    np.ndarray[tuple[int], np.dtype[np.float64]], np.ndarray[tuple[int], np.dtype[np.float64]]
]:
    low = np.full(rows, np.nan if known.whole else float(known.low))
    high = low if known.closed or known.whole else np.full(rows, float(known.high))
    for row, value in others:
        span = cast("Interval", value)
        low[row] = float(span.low)
        high[row] = float(span.high)
    return low, high
