"""Trying: the facts that a result looked at, as inputs that one can change on the spot; nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from jianghai.web.contents.ledger import in_words
from jianghai.web.words import told
from rulebook.errors import RecordError
from rulebook.records import Observation, Record, read_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rulebook.facts import Catalogue, Fact
    from rulebook.results import ClauseResult, Result

TRIED = "试算"
LISTS = "list"
EXPERTS = "专家与平台评分"


@dataclass(frozen=True, slots=True)
class Input:
    """One fact of one year as a form field: what is on record, what was typed, and what is wrong with it."""

    fact: Fact
    year: int | None
    known: str
    typed: str
    error: str = ""

    @property
    def name(self) -> str:
        """Name the form field."""
        return f"{self.fact.id}@{self.year or ''}"

    @property
    def moved(self) -> bool:
        """Tell whether something else was typed than is on record."""
        return self.typed != self.known

    @property
    def options(self) -> list[tuple[str, str]]:
        """Give the choices of a field that has some; the empty one says that nobody knows."""
        if self.fact.kind == "yesno":
            return [("", _("不知道")), ("是", _("是")), ("否", _("否"))]
        if self.fact.kind == "choice":
            return [("", _("不知道")), *((word, word) for word in self.fact.of)]
        return []


@dataclass(frozen=True, slots=True)
class Part:
    """The fields that belong together: those of one clause still open, of all that are settled, of the experts."""

    name: str
    clause: ClauseResult | None
    open: bool
    inputs: tuple[Input, ...]


def inputs(
    record: Record, result: Result, catalogue: Catalogue, typed: Mapping[str, str]
) -> list[Input]:
    """List the facts that the result looked at, lists left out, with what was typed where something was."""
    return [
        _input(record, catalogue[fact_id], year, typed)
        for fact_id, year in _looked_at(result)
        if fact_id in catalogue and catalogue[fact_id].kind != LISTS
    ]


def parts(result: Result, made: Iterable[Input]) -> list[Part]:
    """Put the fields under the clauses that look at them: unmet and open clauses first, then all that is settled.

    A fact that only stands in for others is left out unless it holds a value.
    """
    waiting = {(one.fact.id, one.year): one for one in made if _wanted(one)}
    experts = [key for key, one in waiting.items() if one.fact.group == EXPERTS]
    marked = tuple(waiting.pop(key) for key in experts)
    found = []
    for clause in sorted(result.clauses, key=_settled):
        if _settled(clause) < SETTLED:
            taken = [waiting.pop(key) for key in _facts_of(clause) if key in waiting]
            found.append(Part(told(clause.name), clause, open=True, inputs=tuple(taken)))
    rest = Part(_("已符合、已确定的条款"), None, open=False, inputs=tuple(waiting.values()))
    judged = Part(_("专家和平台评分"), None, open=False, inputs=marked)
    kept = [one for one in (*found, rest, judged) if one.inputs]
    return [replace(kept[0], open=True), *kept[1:]] if kept else []


def _wanted(one: Input) -> bool:
    return one.fact.asked or bool(one.known or one.typed)


#: How settled a clause is: unmet, open, for a person to judge, settled.
SETTLED = 3


def _settled(clause: ClauseResult) -> int:
    if clause.verdict is None:
        return SETTLED if clause.score is None or clause.score.closed else 1
    return min(int(clause.verdict), SETTLED)


def _facts_of(clause: ClauseResult) -> Iterable[tuple[str, int | None]]:
    yield from ((used.fact, used.year) for used in clause.facts)
    for child in sorted(clause.children, key=_settled):
        yield from _facts_of(child)


def lists(result: Result, catalogue: Catalogue) -> list[Fact]:
    """List the lists that the result looked at; they are changed on their own page."""
    seen = dict.fromkeys(fact_id for fact_id, _year in _looked_at(result))
    return [catalogue[name] for name in seen if name in catalogue and catalogue[name].kind == LISTS]


def _looked_at(result: Result) -> Iterable[tuple[str, int | None]]:
    return dict.fromkeys(
        (used.fact, used.year) for clause in result.walk() for used in clause.facts
    )


def _input(record: Record, fact: Fact, year: int | None, typed: Mapping[str, str]) -> Input:
    known = cell(fact, record.get(fact, record.year + 1 - year if year else 1))
    made = Input(fact, year, known, known)
    given = typed.get(made.name)
    if given is None:
        return made
    made = replace(made, typed=given.strip())
    try:
        if made.typed:
            read_cell(fact, made.typed)
    except RecordError as error:
        return replace(made, error=f"{told(error.what)}，{told(error.remedy)}")
    return made


def with_typed(record: Record, made: Iterable[Input]) -> Record:
    """Give the record as it would be with what was typed; fields in error keep what is on record."""
    made = [one for one in made if one.moved and not one.error]
    if not made:
        return record
    facts: dict[str, dict[int | None, Observation]] = {
        name: dict(known) for name, known in record.facts.items()
    }
    for one in made:
        known = facts.setdefault(one.fact.id, {})
        for year in (one.year,) if one.year else tuple(known):
            known.pop(year, None)
        if one.typed:
            known[one.year] = replace(read_cell(one.fact, one.typed), source=TRIED)
    return replace(record, facts=facts)


def cell(fact: Fact, seen: Observation | None) -> str:
    """Write what is known as it would be typed; nothing for what is not known.

    >>> from rulebook.errors import Text
    >>> from rulebook.facts import Fact
    >>> cell(Fact("staff", Text("职工", "Staff"), "number", "人"), None)
    ''
    """
    if seen is None or isinstance(seen.value, tuple):
        return ""
    return in_words(fact, seen.value)
