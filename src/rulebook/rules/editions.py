"""Editions and clauses: rule files after they were read, checked and lowered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from rulebook.units import Unit

if TYPE_CHECKING:
    from rulebook.errors import Text
    from rulebook.graph import Node
    from rulebook.records.inputs import Source
    from rulebook.results import Mark


@dataclass(frozen=True, slots=True)
class Cited:
    """A document that a rule rests on."""

    title: str
    number: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """One comparison of a condition: what is measured, against what, and the verdict.

    `bound` is what is asked; `right` is the same where it differs from firm to firm, else None.
    """

    label: Text
    asks: Text
    verdict: Node
    left: Node | None = None
    unit: Unit = field(default_factory=Unit)
    right: Node | None = None
    labels: tuple[tuple[int, str], ...] = ()
    bound: Node | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Clause:
    """One clause of an edition.

    `verdict` for conditions, `points` for scores (one of them is None); `value` is the number a points clause looks
    at. `most` is the most points that anybody can have, `ceiling` the most of one firm where that differs. `inputs` are
    the input names that it reads itself.
    """

    id: str
    name: Text
    cite: str
    document: Cited
    form: str
    mark: Mark
    says: Text | None = None
    needs: Text | None = None
    verdict: Node | None = None
    points: Node | None = None
    most: float | None = None
    ceiling: Node | None = None
    value: Measure | None = None
    measures: tuple[Measure, ...] = ()
    inputs: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    children: tuple[Clause, ...] = ()

    def walk(self) -> Iterator[Clause]:
        """Give this clause and all inside it."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True, eq=False)
class AmountRule:
    """A named amount that an edition computes."""

    id: str
    name: Text
    cite: str
    node: Node
    unit: Unit
    mark: Mark
    inputs: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ShareRule:
    """A share of a zone: two sums over its firms, or one alone where it has no denominator."""

    id: str
    name: Text
    cite: str
    numerator: Node
    denominator: Node | None
    unit: Unit
    mark: Mark
    says: Text | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Edition:
    """One edition of one standard, ready to be evaluated."""

    standard: str
    kind: str
    name: Text
    short: Text
    opens: date
    closes: date | None
    jurisdiction: str
    document: Cited
    mark: Mark
    clauses: tuple[Clause, ...]
    verdict: Node
    tree: Any
    score: Node | None
    most: float | None
    pass_mark: float | None
    class_: Measure | None
    amounts: tuple[AmountRule, ...]
    shares: tuple[ShareRule, ...]
    tables: Mapping[str, Any]
    views: tuple[tuple[Text, float], ...]
    label: Text | None
    notes: tuple[Text, ...]
    lets: Mapping[str, Measure]
    sources: Mapping[str, Source]
    digest: str
    file: str

    def walk(self) -> Iterator[Clause]:
        """Give every clause, parents before children."""
        for clause in self.clauses:
            yield from clause.walk()

    def clause(self, clause_id: str) -> Clause:
        """Give a clause by id; KeyError where there is none."""
        for clause in self.walk():
            if clause.id == clause_id:
                return clause
        raise KeyError(clause_id)

    @property
    def key(self) -> str:
        """Name the edition: code and opening day."""
        return f"{self.standard}@{self.opens.isoformat()}"
