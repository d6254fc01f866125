"""What an evaluation answers: verdicts with their reasons, as frozen values.

A `Result` belongs to one record and one edition; its clauses form the tree of reasons. All numbers are ranges; a number
shown to people is a `Shown`, which knows its unit and how to print itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, NamedTuple

from rulebook.errors import Text
from rulebook.units import Unit, show, show_english
from rulebook.values import INFINITY, Verdict

Language = Literal["zh", "en"]
Saying = Callable[[Any], str]


class Range(NamedTuple):
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
        low, high = self
        return {
            "low": None if low == -INFINITY else low,
            "high": None if high == INFINITY else high,
        }


@dataclass(slots=True)
class Shown:
    """A range with its unit, as pages print it; printed once, however often it is looked at.

    >>> from rulebook.units import RATIO
    >>> Shown(Range(0.05096, 0.05096), RATIO).zh
    '5.096%'
    """

    range: Range
    unit: Unit
    labels: tuple[tuple[int, str], ...] = ()
    _zh: str | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def zh(self) -> str:
        """Print in Chinese units."""
        if self._zh is None:
            self._zh = self._printed()
        return self._zh

    def _printed(self) -> str:
        low, high = self.range
        if self.labels and low == high:
            return dict(self.labels).get(int(low), "")
        return show(low, high, self.unit)

    @property
    def en(self) -> str:
        """Print in English units."""
        return show_english(*self.range, self.unit)

    def as_dict(self) -> dict[str, Any]:
        """Give the form used in JSON: the range, and the text in Chinese."""
        return {**self.range.as_dict(), "text": self.zh}


class FactUsed(NamedTuple):
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


class ClauseResult(NamedTuple):
    """One clause: its verdict or points, what was measured, what was asked, and why, in words.

    `says` writes the reason, in Chinese and in English, from what it is `about`.
    """

    id: str
    name: Text
    cite: str
    verdict: Verdict | None
    score: Range | None
    most: float | None
    value: Shown | None
    needs: Text | None
    facts: tuple[FactUsed, ...]
    says: tuple[Saying, Saying]
    about: Any
    mark: Mark
    form: str
    children: tuple[ClauseResult, ...] = ()

    @property
    def reason(self) -> Text:
        """Say why it came out as it did."""
        zh, en = self.says
        return Text(zh(self.about), en(self.about))

    def as_dict(
        self, language: Language | None = None, told: dict[int, dict[str, Any]] | None = None
    ) -> dict[str, Any]:
        """Give the form used in JSON; children follow flat in `Result.as_dict`.

        With a `language`, the reason is written in that one only. `told` keeps what was told already.
        """
        told = {} if told is None else told
        verdict, score, value, needs = self.verdict, self.score, self.value, self.needs
        return {
            "id": self.id,
            "name": self.name.as_dict(),
            "cite": self.cite,
            "verdict": verdict.word if verdict is not None else None,
            "score": score.as_dict() if score is not None else None,
            "value": value.as_dict() if value is not None else None,
            "needs": needs.as_dict() if needs is not None else None,
            "facts": [told.get(id(fact)) or _once(fact, told) for fact in self.facts],
            "reason": self._reason(language),
            "provenance": told.get(id(self.mark)) or _once(self.mark, told),
        }

    def _reason(self, language: Language | None) -> dict[str, str]:
        zh, en = self.says
        if language == "zh":
            return {"zh": zh(self.about)}
        if language == "en":
            return {"en": en(self.about)}
        return {"zh": zh(self.about), "en": en(self.about)}


def _once(part: FactUsed | Mark, told: dict[int, dict[str, Any]]) -> dict[str, Any]:
    made = told[id(part)] = part.as_dict()
    return made


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

    def as_dict(self, language: Language | None = None) -> dict[str, Any]:
        """Give the contract of `jianghai evaluate --format json`; what clauses share is one object.

        With a `language` (zh or en), reasons are written in that one only.
        """
        told: dict[int, dict[str, Any]] = {}
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
                    **a.value.as_dict(),
                }
                for a in self.amounts
            ],
            "clauses": [clause.as_dict(language, told) for clause in self.walk()],
            "missing": list(self.missing),
            "provenance": self.mark.as_dict(),
        }
