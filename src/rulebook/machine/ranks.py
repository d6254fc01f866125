"""Rank tables laid out flat, and the search in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numba import njit

from rulebook.machine.instructions import INDEX, A, B, C, D, Floats, T, U, Whole
from rulebook.values import RankTable, RankTables

INF = float("inf")


class Ranks(NamedTuple):
    """All tables in a row.

    Table `i` has the cohorts ``starts[i] … starts[i + 1]``; a cohort has its `codes`, the place where its values `begin`, and its
    `span`, a power of two that its values are filled up to with infinity.
    """

    starts: Whole
    codes: Floats
    begin: Whole
    span: Whole
    values: Floats
    at: Floats
    above: Floats


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
    cohorts = [sorted(same.tables.get(name, _NO_COHORT).items()) for name in names]
    flat = [cohort for table in cohorts for cohort in table]
    spans = [1 << len(table.values).bit_length() for _, table in flat]
    return Ranks(
        np.cumsum([0, *map(len, cohorts)], dtype=np.int64),
        np.array([code for code, _ in flat], np.float64),
        np.cumsum([0, *spans], dtype=np.int64),
        np.array(spans, np.int64),
        _filled(spans, [table.values for _, table in flat], INF),
        _filled(spans, [table.at for _, table in flat], 0.0),
        _filled(spans, [table.above for _, table in flat], 0.0),
    )


_NO_COHORT: Mapping[int, RankTable] = {}


def _filled(spans: Sequence[int], parts: Sequence[Floats], filling: float) -> Floats:
    whole: np.ndarray[Any, np.dtype[np.float64]] = np.full(sum(spans), filling)
    start = 0
    for span, part in zip(spans, parts, strict=True):
        whole[start : start + len(part)] = part
        start += span
    return whole


@njit(nogil=True, error_model="numpy")
def _cohort(ranks: Ranks, table: int, code: float) -> int:
    """Find the cohort of a code, -1 where there is none."""
    low, high = ranks.starts[table], ranks.starts[table + 1]
    while low < high:
        middle = (low + high) // 2
        if ranks.codes[middle] < code:
            low = middle + 1
        else:
            high = middle
    found = low < ranks.starts[table + 1] and ranks.codes[low] == code
    return low if found else -1


@njit(nogil=True, error_model="numpy")
def _standing(ranks: Ranks, cohort: int, x: float) -> float:
    """Give the percentile of a value; the search takes the same steps for every value of a cohort."""
    if abs(x) == INF:
        return 0.0 if x < 0.0 else 1.0
    begin, step, count = ranks.begin[cohort], ranks.span[cohort] >> 1, 0
    while step > 0:
        count += step * int(ranks.values[begin + count + step - 1] <= x)
        step >>= 1
    if count == 0:
        return 0.0
    place = begin + count - 1
    return ranks.at[place] if ranks.values[place] == x else ranks.above[place]


@njit(nogil=True, error_model="numpy")
def rank(n: Floats, at: Whole, ranks: Ranks) -> None:
    """t, u ← percentile of [a, b] in table[index] of cohort [c, d], anything in 0…1 where one is not known."""
    t, u, a, b, c, d = n[at[T]], n[at[U]], n[at[A]], n[at[B]], n[at[C]], n[at[D]]
    last, cohort = np.nan, -1
    for i in range(t.size):
        t[i], u[i] = 0.0, 1.0
        if c[i] != d[i]:
            continue
        code = float(int(c[i]))
        if code != last:
            last, cohort = code, _cohort(ranks, at[INDEX], code)
        if cohort >= 0 and (a[i] > -INF or b[i] < INF):
            t[i] = _standing(ranks, cohort, a[i])
            u[i] = t[i] if a[i] == b[i] else _standing(ranks, cohort, b[i])
