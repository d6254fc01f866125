"""What an evaluation answers: verdicts with their reasons, as frozen values.

A `Result` belongs to one record and one edition; its clauses form the tree of reasons. All numbers are ranges; a number
shown to people is a `Shown`, which knows its unit and how to print itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from rulebook.units import Unit, show, show_english
from rulebook.values import INFINITY, Verdict

if TYPE_CHECKING:
    from rulebook.errors import Text


@dataclass(frozen=True, slots=True)
class Range:
    """A range of floats in base units; ends meet when the value is certain, infinite where open."""

    low: float
    high: float

    @property
    def closed(self) -> bool:
        """Tell whether there is one value."""
        return self.low == self.high

    @property
    def whole(self) -> bool:
        """Tell whether nothing is known."""
        return self.low == -INFINITY and self.high == INFINITY

    def as_dict(self) -> dict[str, float | None]:
        """Give the form used in JSON; an open end is null."""
        return {
            "low": None if self.low == -INFINITY else self.low,
            "high": None if self.high == INFINITY else self.high,
        }


@dataclass(frozen=True, slots=True)
class Shown:
    """A range with its unit, as pages print it.

    >>> from rulebook.units import RATIO
    >>> Shown(Range(0.05096, 0.05096), RATIO).zh
    '5.096%'
    """

    range: Range
    unit: Unit
    labels: tuple[tuple[int, str], ...] = ()

    @property
    def zh(self) -> str:
        """Print in Chinese units."""
        if self.range.closed and self.labels and not self.range.whole:
            return dict(self.labels).get(int(self.range.low), "")
        return show(self.range.low, self.range.high, self.unit)

    @property
    def en(self) -> str:
        """Print in English units."""
        return show_english(self.range.low, self.range.high, self.unit)


@dataclass(frozen=True, slots=True)
class FactUsed:
    """A fact that a clause looked at: which year, what value, from where."""

    fact: str
    year: int | None
    name: Text
    value: str
    known: bool
    source: str = ""
    as_of: str = ""
    presumed: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Give the form used in JSON."""
        return {
            "fact": self.fact,
            "year": self.year,
            "name": self.name.as_dict(),
            "value": self.value if self.known else None,
            "source": self.source,
            "as_of": self.as_of,
        }


@dataclass(frozen=True, slots=True)
class Mark:
    """How sure we are of a rule: found, single-source, recalled or local-draft."""

    mark: str
    confidence: str = ""
    sources: tuple[str, ...] = ()
    note: Text | None = None

    def as_dict(self) -> dict[str, Any]:
        """Give the form used in JSON."""
        return {
            "mark": self.mark,
            "confidence": self.confidence or None,
            "sources": list(self.sources),
            "note": self.note.as_dict() if self.note else None,
        }


@dataclass(frozen=True, slots=True)
class ClauseResult:
    """One clause: its verdict or points, what was measured, what was asked, and why, in words."""

    id: str
    name: Text
    cite: str
    verdict: Verdict | None
    score: Range | None
    most: float | None
    value: Shown | None
    needs: Text | None
    facts: tuple[FactUsed, ...]
    reason: Text
    mark: Mark
    form: str
    children: tuple[ClauseResult, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Give the form used in JSON; children follow flat in `Result.as_dict`."""
        return {
            "id": self.id,
            "name": self.name.as_dict(),
            "cite": self.cite,
            "verdict": self.verdict.word if self.verdict is not None else None,
            "score": self.score.as_dict() if self.score else None,
            "value": self.value.range.as_dict() | {"text": self.value.zh} if self.value else None,
            "needs": self.needs.as_dict() if self.needs else None,
            "facts": [fact.as_dict() for fact in self.facts],
            "reason": self.reason.as_dict(),
            "provenance": self.mark.as_dict(),
        }


@dataclass(frozen=True, slots=True)
class Amount:
    """A named amount of money (tax) with its range in fen."""

    id: str
    name: Text
    cite: str
    value: Shown
    mark: Mark


@dataclass(frozen=True, slots=True)
class Result:
    """The answer of one edition for one record."""

    record: str
    firm: str
    uscc: str
    year: int
    standard: str
    name: Text
    short: Text
    kind: str
    edition: str
    on: date
    verdict: Verdict
    score: Range | None
    most: float | None
    value: str | None
    possible: tuple[str, ...]
    clauses: tuple[ClauseResult, ...]
    amounts: tuple[Amount, ...]
    missing: tuple[str, ...]
    mark: Mark
    digest: str
    views: tuple[tuple[Text, float], ...] = field(default=())

    def walk(self) -> Iterator[ClauseResult]:
        """Give every clause, parents before children."""
        stack = list(reversed(self.clauses))
        while stack:
            clause = stack.pop()
            yield clause
            stack.extend(reversed(clause.children))

    def clause(self, clause_id: str) -> ClauseResult:
        """Give a clause by id; KeyError where there is none."""
        for clause in self.walk():
            if clause.id == clause_id:
                return clause
        raise KeyError(clause_id)

    def as_dict(self) -> dict[str, Any]:
        """Give the contract of `jianghai evaluate --format json`."""
        return {
            "record": self.record,
            "firm": {"name": self.firm, "uscc": self.uscc or None},
            "year": self.year,
            "standard": self.standard,
            "edition": self.edition,
            "verdict": self.verdict.word,
            "score": self.score.as_dict() if self.score else None,
            "value": self.value,
            "possible": list(self.possible),
            "amounts": [
                {
                    "id": a.id,
                    "name": a.name.as_dict(),
                    "cite": a.cite,
                    **a.value.range.as_dict(),
                    "text": a.value.zh,
                }
                for a in self.amounts
            ],
            "clauses": [clause.as_dict() for clause in self.walk()],
            "missing": list(self.missing),
            "provenance": self.mark.as_dict(),
        }
