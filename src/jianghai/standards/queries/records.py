"""What the registry knows of enterprises, as the records that rules are evaluated on: four queries for any number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Max, Q

from jianghai.enterprises.models import (
    IDENTITY,
    NO_YEAR,
    Completeness,
    Enterprise,
    Entry,
    FactValue,
    SourceKind,
)
from jianghai.enterprises.models.packing import Packed, unpack
from jianghai.standards import rules
from rulebook.records import Observation, Record
from rulebook.records.dates import day_of_judgement

if TYPE_CHECKING:
    from rulebook.facts import Catalogue

#: Beyond this many enterprises the whole stretch of keys between the first and the last is read.
NAMED = 500
KINDS = dict(SourceKind.choices)
ORIGIN = ("source__kind", "source__text", "source__as_of")
Facts = dict[int, dict[str, dict[int | None, Observation]]]
#: Enterprise, fact, year asked for, and the rank of what is known of it so far.
Rank = tuple[int, str, int]


def among(pks: Iterable[int], field: str = "enterprise") -> Q:
    """Choose enterprises: a few by their keys, many by the stretch that their keys lie in."""
    keys = list(pks)
    if len(keys) <= NAMED:
        return Q(**{f"{field}__in": keys})
    return Q(**{f"{field}__gte": min(keys), f"{field}__lte": max(keys)})


def latest_years(pks: Iterable[int], before: int) -> dict[int, int]:
    """Give for each enterprise the last year it has figures of, `before` where it has none."""
    keys = list(pks)
    told = FactValue.objects.filter(
        among(keys), current=True, year__gt=NO_YEAR, year__lte=before
    ).order_by()
    known = dict(told.values_list("enterprise").annotate(Max("year")))
    return {pk: known.get(pk, before) for pk in keys}


def records(years: Mapping[int, int], on: date) -> list[Record]:
    """Give a record of each enterprise for the year asked of it, in the order of the keys given."""
    catalogue = rules.corpus().catalogue
    firms = Enterprise.objects.filter(among(years, "pk")).order_by().in_bulk()
    facts: Facts = {pk: defaultdict(dict) for pk in years}
    _values(facts, years, catalogue)
    _lists(facts, years)
    return [
        Record(
            id=str(pk),
            name=firms[pk].name,
            uscc=firms[pk].uscc or "",
            year=year,
            on=day_of_judgement(year, on),
            facts=facts[pk] | _identity(firms[pk]),
        )
        for pk, year in years.items()
        if pk in firms
    ]


def _identity(firm: Enterprise) -> dict[str, dict[int | None, Observation]]:
    given = {name: getattr(firm, name) for name in IDENTITY}
    return {
        name: {None: Observation(value, "登记信息")}
        for name, value in given.items()
        if value not in ("", None)
    }


def _values(facts: Facts, years: Mapping[int, int], catalogue: Catalogue) -> None:
    """Take up numbers, words and dates; of timeless facts the best told by the end of the year."""
    rows = (
        FactValue.objects.filter(among(years), current=True)
        .order_by()
        .values_list("enterprise", "fact", "year", "low", "high", "text", "yes", *ORIGIN)
    )
    best: dict[tuple[int, str], Rank] = {}
    for pk, name, year, low, high, text, yes, *origin in rows.iterator(chunk_size=5000):
        if pk not in years or year > years[pk] or name not in catalogue:
            continue
        fact = catalogue[name]
        if not fact.per_year and not _better(best, (pk, name), (origin[0], str(origin[2]), year)):
            continue
        value = unpack(fact, Packed(low, high, text, yes))
        key = year if fact.per_year else None
        facts[pk][name][key] = Observation(value, _source(*origin), str(origin[2] or ""))


def _better(best: dict[tuple[int, str], Rank], key: tuple[int, str], rank: Rank) -> bool:
    if key in best and best[key] >= rank:
        return False
    best[key] = rank
    return True


def _lists(facts: Facts, years: Mapping[int, int]) -> None:
    """Take up lists: of what was told by the end of the year, the one with the best source."""
    told = (
        Completeness.objects.filter(among(years), current=True)
        .order_by()
        .values_list("enterprise", "list", "year", "complete", *ORIGIN)
    )
    best: dict[tuple[int, str], Rank] = {}
    chosen: dict[tuple[int, str], tuple[int, bool, list[Any]]] = {}
    for pk, name, year, complete, *origin in told:
        rank = (origin[0], str(origin[2]), year)
        if pk in years and year <= years[pk] and _better(best, (pk, name), rank):
            chosen[pk, name] = (year, complete, origin)
    entries: dict[tuple[int, str, int], list[dict[str, Any]]] = defaultdict(list)
    rows = Entry.objects.filter(among(years), current=True).order_by("id")
    for pk, name, year, data in rows.values_list("enterprise", "list", "year", "data"):
        entries[pk, name, year].append(data)
    for (pk, name), (year, complete, origin) in chosen.items():
        items = tuple(entries[pk, name, year])
        seen = Observation(items, _source(*origin), str(origin[2] or ""), complete=complete)
        facts[pk][name][None] = seen


def _source(kind: int, text: str, _as_of: date | None) -> str:
    return " · ".join(filter(None, (KINDS.get(kind, ""), text)))
