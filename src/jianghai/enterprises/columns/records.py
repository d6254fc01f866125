"""What the registry knows of enterprises, as the records that rules are evaluated on.

Five queries for any number, and one for every ledger that another app keeps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Q

from jianghai.enterprises import offers
from jianghai.enterprises.corpus import library
from jianghai.enterprises.models import (
    IDENTITY,
    NO_YEAR,
    Completeness,
    Enterprise,
    Entry,
    FactValue,
    Source,
    SourceKind,
)
from jianghai.enterprises.models.packing import Packed, unpack
from rulebook.records import Observation, Record
from rulebook.records.dates import day_of_judgement

#: Beyond this many enterprises the whole stretch of keys between the first and the last is read.
NAMED = 500
#: What a ledger is called as a source.
LEDGER = "平台台账"
KINDS = dict(SourceKind.choices)
Facts = dict[int, dict[str, dict[int | None, Observation]]]
#: How good what is known is: the kind of its source, its date, its year.
Rank = tuple[int, str, int]


@dataclass(frozen=True, slots=True)
class Origin:
    """A source as the reasons name it, and how it ranks among others."""

    rank: tuple[int, str]
    text: str
    as_of: str


Origins = Mapping[int, Origin]


def among(pks: Iterable[int], field: str = "enterprise") -> Q:
    """Choose enterprises: a few by their keys, many by the stretch that their keys lie in."""
    keys = [int(pk) for pk in pks]
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
    firms = Enterprise.objects.filter(among(years, "pk")).order_by().in_bulk()
    facts: Facts = {pk: defaultdict(dict) for pk in years}
    origins = _origins(years)
    _values(facts, years, origins)
    _lists(facts, years, origins)
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


def _values(facts: Facts, years: Mapping[int, int], origins: Origins) -> None:
    """Take up numbers, words and dates; of timeless facts the best told by the end of the year."""
    catalogue = library().catalogue
    rows = (
        FactValue.objects.filter(among(years), current=True)
        .order_by()
        .values_list("enterprise", "fact", "year", "source", "low", "high", "text", "yes")
    )
    best: dict[tuple[int, str], Rank] = {}
    for pk, name, year, source, low, high, text, yes in rows.iterator(chunk_size=5000):
        if pk not in years or year > years[pk] or name not in catalogue:
            continue
        fact, origin = catalogue[name], origins[source]
        if not fact.per_year and not better(best, (pk, name), (*origin.rank, year)):
            continue
        value = unpack(fact, Packed(low, high, text, yes))
        facts[pk][name][year if fact.per_year else None] = Observation(
            value, origin.text, origin.as_of
        )


def better(best: dict[tuple[int, str], Rank], key: tuple[int, str], rank: Rank) -> bool:
    """Tell whether this is the best source of a fact so far, and remember it."""
    if key in best and best[key] >= rank:
        return False
    best[key] = rank
    return True


def _lists(facts: Facts, years: Mapping[int, int], origins: Origins) -> None:
    """Take up lists: of what was told by the end of the year, the one with the best source."""
    told = Completeness.objects.filter(among(years), current=True).order_by()
    ledgers = _ledgers(facts)
    best: dict[tuple[int, str], Rank] = {}
    chosen: dict[tuple[int, str], tuple[int, bool, Origin]] = {}
    for pk, name, year, complete, source in told.values_list(
        "enterprise", "list", "year", "complete", "source"
    ):
        origin = origins[source]
        fits = pk in years and year <= years[pk] and name not in ledgers
        if fits and better(best, (pk, name), (*origin.rank, year)):
            chosen[pk, name] = (year, complete, origin)
    entries: dict[tuple[int, str, int], list[dict[str, Any]]] = defaultdict(list)
    rows = Entry.objects.filter(among(years), current=True).order_by("id")
    for pk, name, year, data in rows.values_list("enterprise", "list", "year", "data"):
        entries[pk, name, year].append(data)
    for (pk, name), (year, complete, origin) in chosen.items():
        items = tuple(entries[pk, name, year])
        facts[pk][name][None] = Observation(items, origin.text, origin.as_of, complete=complete)


def _ledgers(facts: Facts) -> set[str]:
    """Take up the ledgers that other apps offer, whole for every enterprise; give their names."""
    ledgers = {fact.id for fact in library().catalogue.facts.values() if fact.ledger}
    for name in ledgers:
        found: dict[int, list[offers.Entry]] = defaultdict(list)
        for pk, entry in offers.offered(name, list(facts)):
            found[pk].append(entry)
        for pk, known in facts.items():
            known[name][None] = Observation(tuple(found[pk]), LEDGER, complete=True)
    return ledgers


def _origins(years: Mapping[int, int]) -> Origins:
    """Name every source of some enterprises once; few values have one of their own."""
    values, lists = (
        one.objects.filter(among(years), current=True).order_by().values("source")
        for one in (FactValue, Completeness)
    )
    rows = Source.objects.filter(Q(pk__in=values) | Q(pk__in=lists)).order_by()
    return {
        pk: Origin((kind, str(as_of or "")), _told(kind, text), str(as_of or ""))
        for pk, kind, text, as_of in rows.values_list("pk", "kind", "text", "as_of")
    }


def _told(kind: int, text: str) -> str:
    return " · ".join(filter(None, (KINDS.get(kind, ""), text)))
