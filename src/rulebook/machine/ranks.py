"""Rank tables laid out flat, and the search in them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numba import njit

from rulebook.machine.instructions import INDEX, A, B, C, D, Floats, T, U, Whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rulebook.values import RankTable, RankTables

INF = float("inf")
WIDEST = 1_000_000
TOP = np.uint64(32)
ZERO, ONE, TWO = np.uint64(0), np.uint64(1), np.uint64(2)
NOWHERE = np.uint64(2**64 - 1)

Places = np.ndarray[Any, np.dtype[np.uint64]]
"""Whole numbers without sign: an index of that kind needs no test whether it counts from the end."""


class Ranks(NamedTuple):
    """All tables one after the other.

    Table `i` has for each cohort `spans[i]` places, a power of two, filled up with infinity. Cohort codes
    are whole numbers from
    `lowest[i]` on; ``begins[homes[i] + code - lowest[i]]`` is where the values of a cohort begin,
    `NOWHERE` where there is no such cohort; ``homes[i + 1]`` is where the next table's codes begin.
    `each_32nd` repeats the last of every 32 values, close together, for the first steps of a search.
    `percentiles` has for each
    place the percentile of values between it and the next, and of values equal to it.
    """

    spans: Whole
    lowest: Whole
    homes: Whole
    begins: Places
    values: Floats
    each_32nd: Floats
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
    parts: list[tuple[int, RankTable]] = []
    size = 0
    for each, span, low, home in zip(cohorts, spans, lowest, homes.tolist(), strict=False):
        for code, table in each.items():
            begins[home + code - low] = size
            parts.append((size, table))
            size += span
    values, percentiles = np.full(size, INF), np.zeros((size, 2))
    for begin, table in parts:
        end = begin + len(table.values)
        values[begin:end] = table.values
        percentiles[begin:end, 0], percentiles[begin:end, 1] = table.above, table.at
    top = values[int(TOP) - 1 :: int(TOP)].copy()
    whole = (np.array(spans, np.int64), np.array(lowest, np.int64), homes, begins)
    return Ranks(*whole, values, top, percentiles)


def _span(cohorts: Mapping[int, RankTable]) -> int:
    longest = max((len(table.values) for table in cohorts.values()), default=0)
    return max(int(TOP), 1 << longest.bit_length())


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
    """t ← percentile of a. All rows take the same steps together, so that none waits for another's memory."""
    begin, at, step = places[0], places[1], np.uint64(span // 2)
    for i in range(n.shape[1]):
        at[i] = begin[i]
    while step >= TOP:
        for i in range(n.shape[1]):
            further = at[i] + step
            at[i] = further if ranks.each_32nd[(further - ONE) // TOP] <= n[a, i] else at[i]
        step //= TWO
    while step > ZERO:
        for i in range(n.shape[1]):
            further = at[i] + step
            at[i] = further if ranks.values[further - ONE] <= n[a, i] else at[i]
        step //= TWO
    for i in range(n.shape[1]):
        x, below = n[a, i], at[i] == begin[i]
        last = at[i] if below else at[i] - ONE
        inside = ranks.percentiles[last, ONE if ranks.values[last] == x else ZERO]
        inside = 0.0 if below else inside
        n[t, i] = 1.0 if x == INF else inside


@njit(nogil=True, error_model="numpy")
def rank(n: Floats, code: Whole, line: int, ranks: Ranks, places: Places) -> None:
    """t, u ← percentile of [a, b] in a table, of cohort [c, d]; anything in 0…1 where one of them is not known."""
    t, u, a, b = code[line, T], code[line, U], code[line, A], code[line, B]
    begin, span = places[0], ranks.spans[code[line, INDEX]]
    _find_cohorts(n, code, line, ranks, begin)
    for i in range(n.shape[1]):
        known = (begin[i] != NOWHERE) & ((n[a, i] > -INF) | (n[b, i] < INF))
        places[2, i] = ONE if known else ZERO
        begin[i] = begin[i] if known else ZERO
    if ranks.values.size > 0:
        _search(n, t, a, ranks, span, places)
    if ranks.values.size > 0 and a != b:
        _search(n, u, b, ranks, span, places)
    for i in range(n.shape[1]):
        low, known = n[t, i], places[2, i] == ONE
        high = low if a == b else n[u, i]
        n[t, i] = low if known else 0.0
        n[u, i] = high if known else 1.0
