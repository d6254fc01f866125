"""Rank tables laid out flat, and the search in them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numba import njit

from rulebook.machine.instructions import INDEX, A, B, C, D, Floats, T, U, Whole
from rulebook.machine.memory import borrowed, up_to

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rulebook.values import RankTable, RankTables

INF = float("inf")
WIDEST = 1_000_000
BUNCH, LEAF = 512, 64
"""A cohort has places in bunches; one of few values makes do with a leaf."""
NOWHERE = np.uint64(LEAF)
"""Where the values of a cohort that there is not begin: all is empty there."""
ZERO, ONE, THREE, SIX = np.uint64(0), np.uint64(1), np.uint64(3), np.uint64(6)

Places = np.ndarray[Any, np.dtype[np.uint64]]
"""Whole numbers without sign: an index of that kind needs no test whether it counts from the end."""


class Ranks(NamedTuple):
    """All tables one after the other.

    Table `i` has for each cohort `spans[i]` places, filled up with infinity. Cohort codes are whole numbers from
    `lowest[i]` on; ``begins[homes[i] + code - lowest[i]]`` is where the values of a cohort begin,
    `NOWHERE` where there is no such cohort; ``homes[i + 1]`` is where the next table's codes begin.
    `each_8th` and `each_64th` repeat the last of so many values, close together, for the first steps of a search.
    `percentiles` has for each place the percentile of values between the one before and its own, and of values
    equal to the one before.
    """

    spans: Whole
    lowest: Whole
    homes: Whole
    begins: Places
    values: Floats
    each_8th: Floats
    each_64th: Floats
    percentiles: Floats


class _Same:
    """A mapping that is told from others by being the same object."""

    __slots__ = ("tables",)

    def __init__(self, tables: RankTables) -> None:
        self.tables = tables

    def __hash__(self) -> int:
        return id(self.tables)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.tables is other.tables


def lay_out(tables: RankTables | None, names: Sequence[str]) -> Ranks:
    """Lay out the tables of some names; tables must not be changed afterwards, since the layout is kept."""
    return _laid_out(_Same(tables if tables and names else _NONE), tuple(names))


_NONE: RankTables = {}


@lru_cache(maxsize=16)
def _laid_out(same: _Same, names: tuple[str, ...]) -> Ranks:
    cohorts = [same.tables.get(name, _NO_COHORT) for name in names]
    spans = [_span(each) for each in cohorts]
    lowest = [min(each, default=0) for each in cohorts]
    widths = [max(each, default=-1) - low + 1 for each, low in zip(cohorts, lowest, strict=True)]
    if max(widths, default=0) > WIDEST:
        raise ValueError(f"cohort codes must lie within {WIDEST} of one another")
    homes = np.cumsum([0, *widths], dtype=np.int64)
    begins = np.full(int(homes[-1]), NOWHERE, np.uint64)
    parts: dict[int, tuple[int, RankTable]] = {}
    size = LEAF + max([*spans, BUNCH])
    for each, span, low, home in zip(cohorts, spans, lowest, homes.tolist(), strict=False):
        for code, table in each.items():
            begin, _ = parts.setdefault(id(table), (size, table))
            begins[home + code - low] = begin
            size += span if begin == size else 0
    values, percentiles = np.full(size + BUNCH, INF), np.zeros((size + BUNCH, 2))
    for begin, table in parts.values():
        end = begin + len(table.values)
        values[begin:end] = table.values
        percentiles[begin + 1 : end + 1] = np.column_stack((table.above, table.at))
    whole = (np.array(spans, np.int64), np.array(lowest, np.int64), homes, begins)
    return Ranks(*whole, values, values[7::8].copy(), values[63::64].copy(), percentiles)


def _span(cohorts: Mapping[int, RankTable]) -> int:
    longest = max((len(table.values) for table in cohorts.values()), default=0)
    return LEAF if longest < LEAF else -(-(longest + 1) // BUNCH) * BUNCH


@njit(nogil=True, error_model="numpy")
def borrow(all_: Ranks) -> Ranks:
    """Give the same tables, without counts of users."""
    return Ranks(
        borrowed(all_.spans),
        borrowed(all_.lowest),
        borrowed(all_.homes),
        borrowed(all_.begins),
        borrowed(all_.values),
        borrowed(all_.each_8th),
        borrowed(all_.each_64th),
        borrowed(all_.percentiles),
    )


_NO_COHORT: Mapping[int, RankTable] = {}


@njit(nogil=True, error_model="numpy")
def _find_cohorts(n: Floats, code: Whole, line: int, ranks: Ranks, begin: Places) -> None:
    """Give where the values of each row's cohort begin, `NOWHERE` where there is none."""
    c, d, table = code[line, C], code[line, D], code[line, INDEX]
    lowest, home = ranks.lowest[table], ranks.homes[table]
    width = ranks.homes[table + 1] - home
    for i in range(n.shape[1]):
        cohort = int(n[c, i]) - lowest
        known = (n[c, i] == n[d, i]) & (cohort >= 0) & (cohort < width)
        begin[i] = ranks.begins[home + cohort] if known else NOWHERE


@njit(nogil=True, error_model="numpy")
def _search(n: Floats, t: int, a: int, ranks: Ranks, span: int, places: Places) -> None:
    """t ← percentile of a, by eight comparisons at a time: among each 64th value, each 8th, all."""
    begin, at = places[0], places[1]
    for i in range(n.shape[1]):
        at[i] = begin[i]
    for bunch in range(span // BUNCH):
        first = np.uint64(bunch * BUNCH // LEAF)
        for i in range(n.shape[1]):
            at[i] += up_to(ranks.each_64th, (begin[i] >> SIX) + first, n[a, i]) << SIX
    for i in range(n.shape[1]):
        at[i] += up_to(ranks.each_8th, at[i] >> THREE, n[a, i]) << THREE
    for i in range(n.shape[1]):
        at[i] += up_to(ranks.values, at[i], n[a, i])
    for i in range(n.shape[1]):
        x, place = n[a, i], at[i]
        inside = ranks.percentiles[place, ONE if ranks.values[place - ONE] == x else ZERO]
        most = 0.0 if begin[i] == NOWHERE else 1.0
        n[t, i] = most if x == INF else inside


@njit(nogil=True, error_model="numpy")
def rank(n: Floats, code: Whole, line: int, ranks: Ranks, places: Places) -> None:
    """t, u ← percentile of [a, b] in a table, of cohort [c, d]; anything in 0…1 where one of them is not known."""
    t, u, a, b = code[line, T], code[line, U], code[line, A], code[line, B]
    begin, span = places[0], ranks.spans[code[line, INDEX]]
    _find_cohorts(n, code, line, ranks, begin)
    _search(n, t, a, ranks, span, places)
    found = t
    if a != b:
        _search(n, u, b, ranks, span, places)
        found = u
    for i in range(n.shape[1]):
        known = (begin[i] != NOWHERE) & (n[b, i] <= INF)
        high = n[found, i]
        n[u, i] = high if known else 1.0
