"""Lists of very many enterprises: each distinct entry is read once, and judged once by what a condition looks at."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from rulebook.records import Observation, Record
from rulebook.records.dates import day_of_judgement
from rulebook.syntax import Name
from rulebook.values import Interval

if TYPE_CHECKING:
    from rulebook.records.inputs import Source

Whole = np.ndarray[Any, np.dtype[np.int64]]
Floats = np.ndarray[Any, np.dtype[np.float64]]
EXACT = 2**53


@dataclass(slots=True, eq=False)
class Listed:
    """One list of many firms: which rows told it, whether in full, and every entry with its row."""

    told: np.ndarray[Any, Any]
    complete: np.ndarray[Any, Any]
    rows: list[int] = field(default_factory=list)
    entries: list[Mapping[str, Any]] = field(default_factory=list)
    _coded: dict[str, tuple[list[Any], Whole]] = field(default_factory=dict)

    def ends(self, source: Source, years: Whole, on: date) -> tuple[Floats, Floats]:
        """Add up what a source makes of every entry; NaN where the list was not told."""
        low: Floats = np.where(self.told, 0.0, np.nan)
        high = low.copy()
        if self.entries:
            singles, places = self._singles(source, years, on)
            low += self._added([single[0] for single in singles], places)
            high += self._added([single[1] for single in singles], places)
        high[self.told & ~self.complete] = np.inf
        return low, high

    def _added(self, singles: list[Any], places: Whole) -> Floats:
        at, size = np.array(self.rows, dtype=np.int64), len(self.told)
        each = np.array(singles, dtype=np.float64)[places]
        sums = np.bincount(at, weights=each, minlength=size).astype(np.float64)
        return (
            sums if _exact(each, sums) else _slowly(at, [singles[place] for place in places], size)
        )

    def _singles(self, source: Source, years: Whole, on: date) -> tuple[list[Any], Whole]:
        """Give what each distinct kind of entry comes to alone, and which kind every entry is of."""
        names = sorted(_looked_at(source))
        year = years[np.array(self.rows, dtype=np.int64)]
        first, places = _distinct([year, *(self._codes(name) for name in names)])
        singles = []
        for place in first.tolist():
            entry = {name: self.entries[place].get(name) for name in names}
            singles.append(_alone(source, entry, int(year[place]), on))
        return singles, places

    def _codes(self, name: str) -> Whole:
        if name not in self._coded:
            seen: dict[Any, int] = {}
            found = [entry.get(name) for entry in self.entries]
            codes = (seen.setdefault(_key(value), len(seen)) for value in found)
            self._coded[name] = (found, np.fromiter(codes, np.int64, len(found)))
        return self._coded[name][1]


def lists_of(
    chosen: Mapping[tuple[int, str], tuple[int, bool]],
    texts: Iterable[tuple[Any, ...]],
    rows: int,
) -> dict[str, Listed]:
    """Sort entries into the lists that were chosen of each row; entries of other years are left out."""
    found: dict[str, Listed] = defaultdict(
        lambda: Listed(np.zeros(rows, dtype=bool), np.zeros(rows, dtype=bool))
    )
    for (row, name), (_, complete) in chosen.items():
        found[name].told[row], found[name].complete[row] = True, complete
    read: dict[str, Mapping[str, Any]] = {}
    for row, name, year, text in texts:
        if chosen.get((row, name), (None,))[0] != year:
            continue
        if text not in read:
            read[text] = json.loads(text)
        found[name].rows.append(row)
        found[name].entries.append(read[text])
    return dict(found)


def _alone(source: Source, entry: Mapping[str, Any], year: int, on: date) -> tuple[Any, Any]:
    """Ask the source's own reader of a list that holds one entry and nothing else."""
    told: dict[str, dict[int | None, Observation]] = {
        source.fact.id: {None: Observation((entry,), complete=True)}
    }
    record = Record("", "", "", year, day_of_judgement(year, on), told)
    plain = source if source.how != "any" else _counting(source)
    known = plain.read(record)
    if not isinstance(known, Interval):
        raise TypeError(source.name)
    return known.low, known.high


def _counting(source: Source) -> Source:
    return type(source)(source.name, "count", source.fact, where=source.where)


def _looked_at(source: Source) -> set[str]:
    """Name the fields that a source looks at in an entry."""
    names = {name for name in _names(source.where) if name in source.fact.item}
    return names | ({source.part, source.fact.counted_by} - {""})


def _names(tree: Any) -> Iterator[str]:
    if isinstance(tree, Name):
        yield tree.id
    elif isinstance(tree, tuple):
        for part in tree:
            yield from _names(part)
    elif is_dataclass(tree):
        for one in fields(tree):
            yield from _names(getattr(tree, one.name))


def _key(value: Any) -> Any:
    """Tell values apart as JSON does: true is not 1, nor is "1"."""
    if value is None or isinstance(value, str):
        return value
    return (type(value).__name__, repr(value))


def _distinct(columns: list[Whole]) -> tuple[Whole, Whole]:
    """Give where each distinct row of some columns first stands, and which of them every row is."""
    codes = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        own = np.unique(column, return_inverse=True)[1]
        codes = np.unique(codes * (int(own.max()) + 1) + own, return_inverse=True)[1]
    _, first, places = np.unique(codes, return_index=True, return_inverse=True)
    return first, places


def _exact(each: Floats, sums: Floats) -> bool:
    """Tell whether floats were added without rounding."""
    finite = each[np.isfinite(each)]
    return bool(np.all(finite == np.floor(finite))) and not bool(
        np.any(np.abs(sums[np.isfinite(sums)]) > EXACT)
    )


def _slowly(rows: Whole, ends: list[Any], size: int) -> Floats:
    """Add fractions up exactly."""
    sums: list[Any] = [0] * size
    for row, end in zip(rows.tolist(), ends, strict=True):
        sums[row] += end
    return np.array([float(one) for one in sums])
