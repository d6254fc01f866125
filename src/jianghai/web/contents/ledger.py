"""The facts of a firm as tables: by group and year; lists as rows that can be edited."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from jianghai.enterprises import queries
from jianghai.enterprises.actions.exports import in_cell
from jianghai.enterprises.models import (
    IDENTITY,
    NO_YEAR,
    Completeness,
    Enterprise,
    Entry,
    FactValue,
)
from jianghai.enterprises.models.packing import Packed, unpack
from rulebook.values import Interval

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import QueryDict

    from rulebook.facts import Attribute, Catalogue, Fact

BLANK_ROWS = 1
Value = Interval | bool | str
MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class Cell:
    """One fact of one year: what is on file."""

    year: int
    written: str
    source: str


@dataclass(frozen=True, slots=True)
class Row:
    """One fact over the years."""

    fact: Fact
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """A list of a firm: how many records, and whether it is declared complete."""

    fact: Fact
    count: int
    complete: bool


def written(value: FactValue, fact: Fact) -> str:
    """Write a value as it would be typed."""
    return in_words(fact, unpack(fact, Packed(value.low, value.high, value.text, value.yes)))


def in_words(fact: Fact, value: Value) -> str:
    """Write a value of the rulebook as it would be typed."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return in_cell(fact, value) if isinstance(value, Interval) else str(value)


def groups(
    firm: Enterprise, years: Sequence[int], catalogue: Catalogue
) -> list[tuple[str, list[Row]]]:
    """Give the facts by group, each with its value in every year; one query."""
    known = {(value.fact, value.year): value for value in queries.facts_of(firm)}
    made: dict[str, list[Row]] = {}
    for fact in catalogue.facts.values():
        if fact.kind != "list" and fact.formula is None and fact.id not in ("uscc", "name"):
            made.setdefault(fact.group, []).append(Row(fact, _cells(firm, fact, years, known)))
    return list(made.items())


def _cells(
    firm: Enterprise, fact: Fact, years: Sequence[int], known: Mapping[tuple[str, int], FactValue]
) -> tuple[Cell, ...]:
    if fact.id in IDENTITY:
        value = getattr(firm, fact.id)
        return (Cell(NO_YEAR, "" if value in (None, "") else in_words(fact, value), ""),)
    if fact.per_year:
        return tuple(_cell(fact, year, known.get((fact.id, year))) for year in years)
    latest = next(
        (known[fact.id, year] for year in (*years, NO_YEAR) if (fact.id, year) in known), None
    )
    return (_cell(fact, latest.year if latest else NO_YEAR, latest),)


def _cell(fact: Fact, year: int, value: FactValue | None) -> Cell:
    return Cell(year, written(value, fact), str(value.source)) if value else Cell(year, "", "")


def shelves(firm: Enterprise, catalogue: Catalogue) -> list[Shelf]:
    """Give every list with its size; two queries."""
    counts: dict[str, int] = {}
    for name in queries.entries_of(firm).values_list("list", flat=True):
        counts[name] = counts.get(name, 0) + 1
    stated = Completeness.objects.filter(enterprise=firm, current=True, complete=True)
    complete = set(stated.values_list("list", flat=True))
    facts = (fact for fact in catalogue.facts.values() if fact.kind == "list")
    return [Shelf(fact, counts.get(fact.id, 0), fact.id in complete) for fact in facts]


@dataclass(frozen=True, slots=True)
class Field:
    """One attribute of one record of a list, as a form field."""

    name: str
    attribute: Attribute
    value: str

    @property
    def options(self) -> list[tuple[str, str]]:
        """Give the choices of a field that has some."""
        if self.attribute.kind == "yesno":
            return [("", _("不知道")), ("是", _("是")), ("否", _("否"))]
        return (
            [("", _("不知道")), *((word, word) for word in self.attribute.of)]
            if self.attribute.of
            else []
        )


def rows(
    fact: Fact, entries: Sequence[Mapping[str, Any]], blank: int = BLANK_ROWS
) -> list[list[Field]]:
    """Give the records of a list as rows of fields, with room for new ones at the end."""
    return [
        [
            Field(f"{place}.{key}", attribute, _typed(entry.get(key)))
            for key, attribute in fact.item.items()
        ]
        for place, entry in enumerate([*entries, *({},) * blank])
    ]


def _typed(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)


def entries(firm: Enterprise, fact: Fact) -> list[dict[str, Any]]:
    """Give the current records of one list, of the latest year it was told for."""
    told = list(queries.entries_of(firm, fact.id))
    latest = max((entry.year for entry in told), default=NO_YEAR)
    return [entry.data for entry in told if entry.year == latest]


def year_of(firm: Enterprise, fact: Fact) -> int:
    """Give the year that the current list was told for."""
    told = Entry.objects.filter(enterprise=firm, list=fact.id, current=True)
    stated = Completeness.objects.filter(enterprise=firm, list=fact.id, current=True)
    found = [*told.values_list("year", flat=True), *stated.values_list("year", flat=True)]
    return max(found, default=NO_YEAR)


def typed_entries(fact: Fact, post: QueryDict) -> list[dict[str, Any]]:
    """Read the rows of a posted list; rows without a word are left out, so emptying a row removes it."""
    made = []
    for place in range(MOST_ROWS):
        if not any(f"{place}.{key}" in post for key in fact.item):
            break
        given = {key: post.get(f"{place}.{key}", "").strip() for key in fact.item}
        if f"{place}.remove" not in post and any(given.values()):
            made.append({key: valued(fact.item[key], text) for key, text in given.items() if text})
    return made


def valued(attribute: Attribute, text: str) -> Any:
    """Turn what was typed in a field of a record into what the registry keeps."""
    if attribute.kind == "yesno":
        return {"是": True, "否": False}.get(text, text)
    if attribute.kind == "number":
        return _number(text)
    return text


def _number(text: str) -> Any:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return text


def as_told(made: Sequence[Mapping[str, Any]], *, complete: bool) -> str:
    """Write a list as the registry takes it."""
    return json.dumps({"complete": complete, "items": list(made)}, ensure_ascii=False)
