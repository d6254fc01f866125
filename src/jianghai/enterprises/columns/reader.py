"""What the registry knows of very many enterprises, straight as columns: five queries for any number, one a ledger.

No record is built for a firm. What a value means is still told by the readers of `rulebook.records`: each is asked
once for every distinct word or entry, and a test holds these columns against those of the records.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from django.db.models import TextField
from django.db.models.functions import Cast

from jianghai.enterprises.columns.listed import Listed, lists_of
from jianghai.enterprises.columns.records import among, better
from jianghai.enterprises.columns.rows import (
    Ends,
    Floats,
    Whole,
    ends_of,
    float_ends,
    same,
)
from jianghai.enterprises.corpus import library
from jianghai.enterprises.models import (
    IDENTITY,
    NO_YEAR,
    Completeness,
    Entry,
    FactValue,
)
from jianghai.enterprises.models.packing import Packed, parts, unpack
from jianghai.enterprises.offers import offered
from rulebook.records import Observation, Record
from rulebook.records.dates import day_of_judgement, read_date
from rulebook.values import Frame, Verdict

if TYPE_CHECKING:
    from rulebook.records.inputs import Source

NEVER = 9999
CHUNK = 20_000
FOUNDED = "reg_date"
VALUE = ("enterprise", "fact", "year", "low", "high")
BY = ("source__kind", "source__as_of")


class Reader:
    """Holds what was fetched of a block of firms, whose keys are sorted, while inputs are made of it."""

    def __init__(self, pks: list[int], on: date, year: int | None) -> None:
        self.pks: Whole = np.array(pks, dtype=np.int64)
        self.on, self.year, self.rows = on, year, len(pks)
        self.catalogue = library().catalogue
        self.plain = [
            f.id for f in self.catalogue.facts.values() if f.per_year and f.kind == "number"
        ]
        self.kept_elsewhere = [f.id for f in self.catalogue.facts.values() if f.ledger]
        self.words: dict[tuple[str, int | None], dict[int, Any]] = {}
        self.coded: dict[tuple[str, int | None], tuple[list[tuple[Any, int]], Whole]] = {}
        self.first = np.full(self.rows, NEVER, dtype=np.int64)
        self.needed: set[str] = set()

    def read(self, firms: list[tuple[Any, ...]], needed: set[str]) -> None:
        """Fetch everything; of words, only those that are needed are kept."""
        told = FactValue.objects.filter(among(self.pks), current=True).order_by()
        plain = told.filter(fact__in=self.plain).values_list(*VALUE).iterator(CHUNK)
        words = told.exclude(fact__in=self.plain).values_list(*VALUE, "text", "yes", *BY)
        figures, others = list(plain), list(words.iterator(CHUNK))
        self.latest = self._latest(figures, others)
        year = self.year
        self.years = self.latest if year is None else np.full(self.rows, year, dtype=np.int64)
        self.figures = self._figures(figures)
        self.needed = needed | {FOUNDED}
        self.ledgers = [name for name in self.kept_elsewhere if name in needed]
        self._others(others, self.needed)
        self._identity(firms)
        self.lists = self._lists()

    def holds(self, source: Source) -> bool:
        """Tell whether an input can be made of what was fetched."""
        fact = source.fact
        if fact.id in self.needed or fact.id in self.plain:
            return True
        return fact.kind == "list" and not fact.ledger

    def place(self, pks: Sequence[int]) -> tuple[Whole, np.ndarray[Any, Any]]:
        """Give the rows of some keys, and which of them are ours."""
        keys = np.array(pks, dtype=np.int64)
        at = np.searchsorted(self.pks, keys)
        at[at == self.rows] = 0
        ours = self.pks[at] == keys if self.rows else np.zeros(len(keys), dtype=bool)
        return at, ours

    def _latest(self, *groups: list[Any]) -> Whole:
        latest = np.full(self.rows, NO_YEAR, dtype=np.int64)
        before = self.on.year - 1
        for group in groups:
            if group:
                at, ours = self.place([row[0] for row in group])
                years = np.array([row[2] for row in group], dtype=np.int64)
                fits = ours & (years <= before)
                np.maximum.at(latest, at[fits], years[fits])
        return np.where(latest > NO_YEAR, latest, before)

    def _figures(self, rows: list[Any]) -> dict[str, tuple[Whole, Whole, Floats, Floats]]:
        """Sort the yearly numbers by fact: row, year, both ends in base units."""
        if not rows:
            return {}
        pks, names, years, lows, highs = zip(*rows, strict=True)
        at, ours = self.place(pks)
        year = np.array(years, dtype=np.int64)
        keep = ours & (year <= self.years[at])
        np.minimum.at(self.first, at[keep], year[keep])
        numbers = {name: place for place, name in enumerate(self.plain)}
        code = np.fromiter((numbers[name] for name in names), np.int64, len(names))
        scale = np.array([parts(self.catalogue[n]) for n in self.plain], dtype=float)
        low, high = (ends_of(side, scale[code]) for side in (lows, highs))
        order = np.flatnonzero(keep)
        order = order[np.argsort(code[order], kind="stable")]
        borders = np.searchsorted(code[order], np.arange(len(self.plain) + 1))
        found = {}
        for place, name in enumerate(self.plain):
            own = order[borders[place] : borders[place + 1]]
            if len(own):
                found[name] = (at[own], year[own], low[own], high[own])
        return found

    def _others(self, rows: list[Any], needed: set[str]) -> None:
        """Take up words, flags, dates, and numbers without a year, of which the best told counts."""
        catalogue = self.catalogue
        at, ours = self.place([row[0] for row in rows])
        best: dict[tuple[int, str], tuple[int, str, int]] = {}
        years = self.years.tolist()
        for row, own, line in zip(at.tolist(), ours.tolist(), rows, strict=True):
            _, name, year, low, high, text, yes, kind, as_of = line
            if not own or year > years[row] or name not in catalogue:
                continue
            fact = catalogue[name]
            if fact.per_year:
                self.first[row] = min(self.first[row], year)
            if name not in needed:
                continue
            if not fact.per_year and not better(best, (row, name), (kind, str(as_of or ""), year)):
                continue
            value = unpack(fact, Packed(low, high, text, yes))
            self.words.setdefault((name, year if fact.per_year else None), {})[row] = value

    def _identity(self, firms: Iterable[tuple[Any, ...]]) -> None:
        """Let what is registered of a firm stand over what was told of it."""
        for row, (_, *given) in enumerate(firms):
            for name, value in zip(IDENTITY, given, strict=True):
                if value not in ("", None):
                    self.words.setdefault((name, None), {})[row] = value

    def _lists(self) -> dict[str, Listed]:
        pks = self.pks.tolist()
        told = Completeness.objects.filter(among(pks), current=True).order_by()
        stated = told.exclude(list__in=self.kept_elsewhere).values_list(
            "enterprise", "list", "year", "complete", *BY
        )
        best: dict[tuple[int, str], tuple[int, str, int]] = {}
        chosen: dict[tuple[int, str], tuple[int, bool]] = {}
        places = {pk: row for row, pk in enumerate(pks)}
        for pk, name, year, complete, kind, as_of in stated:
            row = places.get(pk)
            if row is None or year > self.years[row]:
                continue
            if better(best, (row, name), (kind, str(as_of or ""), year)):
                chosen[row, name] = (year, complete)
        entries = Entry.objects.filter(among(pks), current=True).order_by("id")
        texts = entries.values_list("enterprise", "list", "year", Cast("data", TextField()))
        lists = lists_of(chosen, ((places.get(pk), *rest) for pk, *rest in texts), self.rows)
        return lists | {name: self._ledger(name, places) for name in self.ledgers}

    def _ledger(self, name: str, places: Mapping[int, int]) -> Listed:
        """Take up a ledger that another app offers: what is not in it did not happen."""
        found = Listed(np.ones(self.rows, dtype=bool), np.ones(self.rows, dtype=bool))
        for pk, entry in offered(name, list(places)):
            if pk in places:
                found.rows.append(places[pk])
                found.entries.append(entry)
        return found

    def frame(self, sources: Sequence[Source]) -> Frame:
        """Make a column of every input."""
        numbers: dict[str, Ends] = {}
        flags: dict[str, Any] = {}
        for source in sources:
            if source.is_flag:
                flags[source.name] = self._flag(source)
            else:
                low, high = self._number(source)
                numbers[source.name] = (low, low if same(low, high) else high)
        return Frame(self.rows, numbers, flags)

    def _number(self, source: Source) -> Ends:
        if source.how in ("count", "total", "shared"):
            return self._listed(source)
        if source.fact.id in self.figures or source.fact.id in self.plain:
            return self._figure(source)
        values, places = self._distinct(source)
        ends = [float_ends(source.read(record)) for record in values]
        table = np.array(ends, dtype=float).reshape(-1, 2)
        return table[places, 0], table[places, 1]

    def _flag(self, source: Source) -> Any:
        if source.how == "on_record":
            seen = self.first <= self.years + 1 - source.lag
            return np.where(seen, Verdict.MET, Verdict.UNKNOWN).astype(np.uint8)
        if source.how == "any":
            low, high = self._listed(source)
            sure = np.where(low >= 1, Verdict.MET, Verdict.UNKNOWN)
            return np.where(high < 1, Verdict.UNMET, sure).astype(np.uint8)
        values, places = self._distinct(source)
        return np.array([source.read(record) for record in values], dtype=np.uint8)[places]

    def _figure(self, source: Source) -> Ends:
        """Give a yearly number: as told, else zero for what is counted before the firm was founded."""
        fact, wanted = source.fact, self.years + 1 - source.lag
        low, high = np.full(self.rows, np.nan), np.full(self.rows, np.nan)
        told = np.zeros(self.rows, dtype=bool)
        if fact.id in self.figures:
            at, year, lows, highs = self.figures[fact.id]
            hit = year == wanted[at]
            low[at[hit]], high[at[hit]], told[at[hit]] = lows[hit], highs[hit], True
        open_ = np.isnan(low) != np.isnan(high)
        low[open_ & np.isnan(low)], high[open_ & np.isnan(high)] = -np.inf, np.inf
        if fact.integral:
            nothing = ~told & (wanted < self.founded)
            low[nothing] = high[nothing] = 0.0
        return low, high

    @cached_property
    def founded(self) -> Whole:
        """Give the year before which a firm cannot have had anything."""
        years = np.full(self.rows, NO_YEAR, dtype=np.int64)
        for row, word in self.words.get((FOUNDED, None), {}).items():
            span = read_date(word) if isinstance(word, str) else None
            if span is not None:
                years[row] = span.first.year
        return years

    def _distinct(self, source: Source) -> tuple[list[Record], Whole]:
        """Give a record for every distinct value of a fact and year, and which of them each row has."""
        key = (source.fact.id, source.lag if source.fact.per_year else None)
        if key not in self.coded:
            self.coded[key] = self._told(*key)
        pairs, places = self.coded[key]
        return [self._record(source, value, year) for value, year in pairs], places

    def _told(self, name: str, lag: int | None) -> tuple[list[tuple[Any, int]], Whole]:
        """Give the distinct pairs of value and year, None for what was not told, and which each row has."""
        years = self.years.tolist()
        kinds, which = np.unique(self.years, return_inverse=True)
        seen: dict[tuple[Any, int], int] = {
            (None, year): n for n, year in enumerate(kinds.tolist())
        }
        places = which.astype(np.int64)
        for at in {None} if lag is None else {year + 1 - lag for _, year in seen}:
            for row, value in self.words.get((name, at), {}).items():
                if lag is None or at == years[row] + 1 - lag:
                    places[row] = seen.setdefault((value, years[row]), len(seen))
        return list(seen), places

    def _record(self, source: Source, value: Any, year: int) -> Record:
        at = year + 1 - source.lag if source.fact.per_year else None
        facts: Mapping[str, Mapping[int | None, Observation]] = (
            {} if value is None else {source.fact.id: {at: Observation(value)}}
        )
        return Record("", "", "", year, day_of_judgement(year, self.on), facts)

    def _listed(self, source: Source) -> Ends:
        listed = self.lists.get(source.fact.id)
        if listed is None:
            return np.full(self.rows, np.nan), np.full(self.rows, np.nan)
        return listed.ends(source, self.years, self.on)
