"""Evaluation of very many records: columns of verdicts and scores, without sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from rulebook.cohorts import Cohorts, build_cohorts
from rulebook.graph import Node, Op, walk
from rulebook.machine import Columns, run
from rulebook.machine.evaluation import THREADS
from rulebook.records.frames import frame_of
from rulebook.rules.plans import bulk_nodes, sources_of
from rulebook.values import Frame

if TYPE_CHECKING:
    from rulebook.records import Record
    from rulebook.rules.editions import Edition

Column = np.ndarray[Any, Any]
__all__ = ["Column", "Table", "bulk_nodes", "cohorts_of", "evaluate_all"]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """What some editions came to for every record, in the records' order."""

    editions: tuple[Edition, ...]
    columns: Columns

    def edition(self, code: str) -> Edition:
        """Give the edition of a standard that was evaluated."""
        return next(edition for edition in self.editions if edition.standard == code)

    def verdict(self, code: str) -> Column:
        """Give verdict codes (0 unmet, 1 unknown, 2 a person decides, 3 met) of a standard."""
        return self.columns.verdict(self.edition(code).verdict)

    def score(self, code: str) -> tuple[Column, Column]:
        """Give the score range of a standard; KeyError where it has none."""
        return self._span(self.edition(code).score)

    def class_(self, code: str) -> tuple[Column, Column]:
        """Give the class range of a standard; KeyError where it has none."""
        measure = self.edition(code).class_
        return self._span(measure.left if measure is not None else None)

    def clause(self, code: str, clause_id: str) -> Column:
        """Give a condition clause's verdict codes."""
        node = self.edition(code).clause(clause_id).verdict
        if node is None:
            raise KeyError(clause_id)
        return self.columns.verdict(node)

    def points(self, code: str, clause_id: str) -> tuple[Column, Column]:
        """Give a points clause's range."""
        return self._span(self.edition(code).clause(clause_id).points)

    def named(self, code: str, name: str) -> tuple[Column, Column]:
        """Give the range of a named value (`let`)."""
        return self._span(self.edition(code).lets[name].left)

    def amount(self, code: str, amount_id: str) -> tuple[Column, Column]:
        """Give the range of an amount in fen."""
        amounts = self.edition(code).amounts
        return self._span(next(a.node for a in amounts if a.id == amount_id))

    def span(self, node: Node) -> tuple[Column, Column]:
        """Give the range of a number node that was asked for."""
        return self._span(node)

    def _span(self, node: Node | None) -> tuple[Column, Column]:
        if node is None:
            raise KeyError("this edition has no such number")
        return self.columns.low(node), self.columns.high(node)


def evaluate_all(
    records: Sequence[Record] | Frame,
    editions: Sequence[Edition],
    *,
    cohorts: Cohorts | None = None,
    threads: int = THREADS,
    parts: bool = False,
) -> Table:
    """Judge many records at once by the same machine that judges one.

    `parts` asks for the points of every clause and all named values (`let`) too; without it only named values with
    labels, such as a stage, are kept.
    """
    nodes = list(
        dict.fromkeys(node for edition in editions for node in bulk_nodes(edition, parts=parts))
    )
    frame = (
        records if isinstance(records, Frame) else frame_of(records, sources_of(nodes, editions))
    )
    tables = cohorts.tables if cohorts is not None else {}
    return Table(tuple(editions), run(nodes, frame, tables, threads=threads))


def cohorts_of(
    records: Sequence[Record] | Frame, edition: Edition, as_of: date, source: str
) -> Cohorts:
    """Make the cohorts that an edition ranks in from the firms themselves, leaving out what is not known exactly."""
    roots = [node for node in (edition.score, edition.verdict) if node is not None]
    ranks = {node.data: node.args for node in walk(*roots) if node.op is Op.RANK}
    nodes = list(dict.fromkeys(node for pair in ranks.values() for node in pair))
    frame = (
        records if isinstance(records, Frame) else frame_of(records, sources_of(nodes, [edition]))
    )
    columns = run(nodes, frame)

    def exact(node: Node) -> Column:
        low, high = columns.low(node), columns.high(node)
        return np.where(low == high, low, np.nan)

    codes = next((exact(code) for _, code in ranks.values()), np.empty(0))
    return build_cohorts(
        codes, {name: exact(value) for name, (value, _) in ranks.items()}, as_of, source
    )
