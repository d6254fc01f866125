"""Inputs: the columns that rules ask for, and how each is read from a record.

An input has one canonical name, such as ``rd_expense@1`` (research cost in t-1) or ``count(ip where class == I)``.
Conditions over words, codes, dates and lists become inputs too: the graph itself holds only numbers and verdicts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from rulebook.graph import Input
from rulebook.records import lists
from rulebook.records.dates import Span, read_date, whole_years
from rulebook.units import SUFFIXES, Unit
from rulebook.values import WHOLE, Interval, Verdict

if TYPE_CHECKING:
    from rulebook.facts import Fact
    from rulebook.interpreter import Known
    from rulebook.records.cells import Record
    from rulebook.syntax import Expression


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """How an input is read: by `how`, from a fact of year t-lag, with words or a condition where it needs them."""

    name: str
    how: str
    fact: Fact
    lag: int = 1
    words: tuple[str, ...] = ()
    part: str = ""
    where: Expression | None = None
    #: What is taken of each entry's amount; `how` is `shared` then.
    share: lists.Share = lists.PLAIN

    @property
    def is_flag(self) -> bool:
        """Tell whether the input is a yes/no."""
        return self.how in FLAGS

    @property
    def input(self) -> Input:
        """Give the graph's view of this input."""
        if self.how != "number":
            return Input(
                self.name,
                integral=self.how not in SUMS or self.fact.item[self.part].kind == "number",
            )
        bounds = (self.fact.least, self.fact.most) if self.fact.bounded else (None, None)
        return Input(self.name, *bounds, integral=self.fact.integral)

    @property
    def integral(self) -> bool:
        """Tell whether values are whole numbers of base units."""
        return self.input.integral

    @property
    def unit(self) -> Unit:
        """Give the unit of the input's values."""
        if self.how in DATE_UNITS:
            return SUFFIXES[DATE_UNITS[self.how]][0]
        measured = self.part or (self.fact.counted_by if self.how == "count" else "")
        return SUFFIXES[self.fact.item[measured].suffix][0] if measured else self.fact.unit

    def read(self, record: Record) -> Known:
        """Give the value for one record: a range, or a verdict for a yes/no."""
        return READERS[self.how](self, record)


def _number(source: Source, record: Record) -> Interval:
    fact = source.fact
    known = record.get(fact, source.lag)
    if known is not None and isinstance(known.value, Interval):
        return known.value
    if fact.per_year and fact.integral and _before_founding(record, source.lag):
        return Interval(Fraction(0), Fraction(0))
    return WHOLE


def _before_founding(record: Record, lag: int) -> bool:
    founded = record.founded()
    return founded is not None and record.year + 1 - lag < founded.first.year


def _yesno(source: Source, record: Record) -> Verdict:
    known = record.get(source.fact, source.lag)
    return Verdict.of(known.value if known is not None and isinstance(known.value, bool) else None)


def _word(source: Source, record: Record) -> str | None:
    known = record.get(source.fact, source.lag)
    return known.value if known is not None and isinstance(known.value, str) else None


def _in(source: Source, record: Record) -> Verdict:
    word = _word(source, record)
    return Verdict.of(None if word is None else word in source.words)


def under(code: str, prefixes: tuple[str, ...]) -> Verdict:
    """Tell whether an industry code lies under one of the prefixes; unknown where the code is too short to tell.

    A prefix is a letter, digits, or both; digits match behind the letter.

    >>> under("C3912", ("C",)).word, under("C39", ("3912",)).word, under("N77", ("B", "C")).word
    ('met', 'unknown', 'unmet')
    """
    answer = Verdict.UNMET
    letter, digits = (code[:1], code[1:]) if code[:1].isalpha() else ("", code)
    for prefix in prefixes:
        head, tail = (prefix[:1], prefix[1:]) if prefix[:1].isalpha() else ("", prefix)
        if head and letter and head != letter:
            continue
        if digits.startswith(tail) and (not head or letter):
            return Verdict.MET
        if tail.startswith(digits) or (head and not letter and digits.startswith(tail)):
            answer = max(answer, _cannot_be(letter, head, tail))
    return answer


def _cannot_be(letter: str, head: str, tail: str) -> Verdict:
    """Say unmet where the division's own letter rules the prefix out, else unknown."""
    if letter and not head and tail[:2] and letter_of(tail[:2]) not in ("", letter):
        return Verdict.UNMET
    return Verdict.UNKNOWN


_SECTIONS = (
    ("A", 1, 5), ("B", 6, 12), ("C", 13, 43), ("D", 44, 46), ("E", 47, 50), ("F", 51, 52), ("G", 53, 60),
    ("H", 61, 62), ("I", 63, 65), ("J", 66, 69), ("K", 70, 70), ("L", 71, 72), ("M", 73, 75), ("N", 76, 79),
    ("O", 80, 82), ("P", 83, 83), ("Q", 84, 85), ("R", 86, 90), ("S", 91, 96), ("T", 97, 97),
)  # fmt: skip


def letter_of(division: str) -> str:
    """Give the section letter of a two-digit division of GB/T 4754-2017, or nothing where it is too short.

    >>> letter_of("39"), letter_of("65")
    ('C', 'I')
    """
    if not division[1:]:
        return ""
    number = int(division[:2])
    return next((letter for letter, low, high in _SECTIONS if low <= number <= high), "")


def full_code(code: str) -> str:
    """Put the section letter before a code that lacks it.

    >>> full_code("3912")
    'C3912'
    """
    return code if code[:1].isalpha() else letter_of(code) + code


def _under(source: Source, record: Record) -> Verdict:
    word = _word(source, record)
    return Verdict.UNKNOWN if not word else under(full_code(word), source.words)


def _dated(of: Callable[[Span, Record], tuple[int, int]]) -> Callable[[Source, Record], Interval]:
    """Make a reader that turns a written date into a range of whole numbers."""

    def read(source: Source, record: Record) -> Interval:
        word = _word(source, record)
        span = read_date(word) if word else None
        if span is None:
            return WHOLE
        low, high = of(span, record)
        return Interval(Fraction(low), Fraction(high))

    return read


def _days_since(span: Span, record: Record) -> tuple[int, int]:
    return (record.on - span.last).days, (record.on - span.first).days


def _years_since(span: Span, record: Record) -> tuple[int, int]:
    return whole_years(span.last, record.on), whole_years(span.first, record.on)


def _years_at_year_end(span: Span, record: Record) -> tuple[int, int]:
    end = date(record.year, 12, 31)
    return whole_years(span.last, end), whole_years(span.first, end)


def _moment(record: Record) -> lists.Moment:
    return lists.Moment(record.on, record.year)


def _count(source: Source, record: Record) -> Interval:
    return lists.count(record.get(source.fact), source.where, source.fact, _moment(record))


def _any(source: Source, record: Record) -> Verdict:
    found = _count(source, record)
    if found.low >= 1:
        return Verdict.MET
    return Verdict.UNMET if found.high < 1 else Verdict.UNKNOWN


def _total(source: Source, record: Record) -> Interval:
    part = (source.fact.item[source.part], source.where)
    known = record.get(source.fact)
    return lists.total(known, part, source.fact, _moment(record), source.share)


def _on_record(source: Source, record: Record) -> Verdict:
    """Say yes where any yearly figure of year t-lag or before is on record."""
    latest = record.year + 1 - source.lag
    seen = any(
        year is not None and year <= latest for known in record.facts.values() for year in known
    )
    return Verdict.MET if seen else Verdict.UNKNOWN


READERS: Mapping[str, Callable[[Source, Record], Known]] = {
    "number": _number,
    "yesno": _yesno,
    "in": _in,
    "under": _under,
    "days_since": _dated(_days_since),
    "years_since": _dated(_years_since),
    "years_at_year_end": _dated(_years_at_year_end),
    "year_of": _dated(lambda span, _record: (span.first.year, span.last.year)),
    "count": _count,
    "any": _any,
    "total": _total,
    "shared": _total,
    "on_record": _on_record,
}
DATE_UNITS = {"days_since": "天", "years_since": "年", "years_at_year_end": "年", "year_of": "年"}
SUMS = frozenset({"total", "shared"})
FLAGS = frozenset({"yesno", "in", "under", "any", "on_record"})
