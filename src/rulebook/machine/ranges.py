"""Loops over ranges and over borders. Everything is written without branches, so that it can be vectorised."""

from __future__ import annotations

import numpy as np
from numba import njit

from rulebook.machine.instructions import (
    IMMEDIATE,
    INDEX,
    A,
    B,
    C,
    Codes,
    D,
    Floats,
    T,
    U,
    Whole,
)
from rulebook.machine.points import whole_part

INF = float("inf")


@njit(nogil=True, error_model="numpy")
def load_range(n: Floats, at: Whole, k: Floats, columns: Floats, start: int, rows: int) -> None:  # noqa: PLR0913 two tables
    """t, u ← columns a and b, or the bounds k where nothing is known."""
    t, u, a, b = n[at[T]], n[at[U]], columns[at[A]], columns[at[B]]
    least, most = k[at[IMMEDIATE]], k[at[IMMEDIATE] + 1]
    for i in range(rows):
        low, high = a[start + i], b[start + i]
        known = (low > -INF) | (high < INF)  # false for NaN
        t[i] = low if known else least
        u[i] = high if known else most


@njit(nogil=True, error_model="numpy")
def split(n: Floats, at: Whole) -> None:
    """t, u ← a, or minus and plus infinity where a is NaN."""
    t, u, a = n[at[T]], n[at[U]], n[at[A]]
    for i in range(t.size):
        known = a[i] == a[i]  # noqa: PLR0124 only NaN differs from itself
        t[i] = a[i] if known else -INF
        u[i] = a[i] if known else INF


@njit(nogil=True, error_model="numpy")
def _times(x: float, y: float) -> float:
    return 0.0 if (x == 0.0) | (y == 0.0) else x * y


@njit(nogil=True, error_model="numpy")
def _over(x: float, y: float) -> float:
    return 0.0 if abs(y) == INF else x / y


@njit(nogil=True, error_model="numpy")
def mul_range(n: Floats, at: Whole) -> None:
    """t, u ← [a, b] × [c, d]: the smallest and largest corner, nothing known where either is not."""
    t, u, a, b, c, d = n[at[T]], n[at[U]], n[at[A]], n[at[B]], n[at[C]], n[at[D]]
    for i in range(t.size):
        p, q = _times(a[i], c[i]), _times(a[i], d[i])
        r, s = _times(b[i], c[i]), _times(b[i], d[i])
        open_ = ((a[i] == -INF) & (b[i] == INF)) | ((c[i] == -INF) & (d[i] == INF))
        t[i] = -INF if open_ else min(min(p, q), min(r, s))
        u[i] = INF if open_ else max(max(p, q), max(r, s))


@njit(nogil=True, error_model="numpy")
def div_range(n: Floats, at: Whole) -> None:
    """t, u ← [a, b] ÷ [c, d]: corners; nothing known where either is not or the denominator touches 0."""
    t, u, a, b, c, d = n[at[T]], n[at[U]], n[at[A]], n[at[B]], n[at[C]], n[at[D]]
    for i in range(t.size):
        p, q = _over(a[i], c[i]), _over(a[i], d[i])
        r, s = _over(b[i], c[i]), _over(b[i], d[i])
        open_ = ((a[i] == -INF) & (b[i] == INF)) | ((c[i] <= 0.0) & (d[i] >= 0.0))
        t[i] = -INF if open_ else min(min(p, q), min(r, s))
        u[i] = INF if open_ else max(max(p, q), max(r, s))


@njit(nogil=True, error_model="numpy")
def first_range(n: Floats, at: Whole) -> None:
    """t, u ← [a, b], or [c, d] where [a, b] is anything."""
    t, u, a, b, c, d = n[at[T]], n[at[U]], n[at[A]], n[at[B]], n[at[C]], n[at[D]]
    for i in range(t.size):
        open_ = (a[i] == -INF) & (b[i] == INF)
        t[i] = c[i] if open_ else a[i]
        u[i] = d[i] if open_ else b[i]


@njit(nogil=True, error_model="numpy")
def root_range(n: Floats, at: Whole, k: Floats) -> None:
    """t, u ← [a, b] ** k, anything where a is negative."""
    t, u, a, b, power = n[at[T]], n[at[U]], n[at[A]], n[at[B]], k[at[IMMEDIATE]]
    for i in range(t.size):
        known = a[i] >= 0.0
        t[i] = a[i] ** power if known else -INF
        u[i] = b[i] ** power if known else INF


@njit(nogil=True, error_model="numpy")
def bands(n: Floats, at: Whole, k: Floats) -> None:
    """t, u ← hull of the steps from a's to b's; k holds the edges, then the low ends, then the high ends."""
    t, u, a, b = n[at[T]], n[at[U]], n[at[A]], n[at[B]]
    edges, start = at[INDEX], at[IMMEDIATE]
    t[:] = INF
    u[:] = -INF
    for step in range(edges + 1):
        from_ = k[start + step - 1] if step > 0 else -INF
        to = k[start + step] if step < edges else INF
        low, high = k[start + edges + step], k[start + 2 * edges + 1 + step]
        last = step == edges
        for i in range(t.size):
            inside = (not b[i] < from_) & (last | (not a[i] >= to))
            t[i] = min(t[i], low) if inside else t[i]
            u[i] = max(u[i], high) if inside else u[i]


@njit(nogil=True, error_model="numpy")
def pick_low(n: Floats, v: Codes, at: Whole) -> None:
    """t ← by verdict c: a if met, b if unmet, the smaller while open."""
    t, a, b, c = n[at[T]], n[at[A]], n[at[B]], v[at[C]]
    for i in range(t.size):
        t[i] = a[i] if c[i] == 3 else (b[i] if c[i] == 0 else min(a[i], b[i]))  # noqa: PLR2004 met


@njit(nogil=True, error_model="numpy")
def pick_high(n: Floats, v: Codes, at: Whole) -> None:
    """t ← by verdict c: a if met, b if unmet, the larger while open."""
    t, a, b, c = n[at[T]], n[at[A]], n[at[B]], v[at[C]]
    for i in range(t.size):
        t[i] = a[i] if c[i] == 3 else (b[i] if c[i] == 0 else max(a[i], b[i]))  # noqa: PLR2004 met


@njit(nogil=True, error_model="numpy")
def size(n: Floats, at: Whole) -> None:
    """t ← largest finite size of a and b, 0 where there is none."""
    t, a, b = n[at[T]], n[at[A]], n[at[B]]
    for i in range(t.size):
        x, y = abs(a[i]), abs(b[i])
        x = x if x < INF else 0.0
        y = y if y < INF else 0.0
        t[i] = max(x, y)


@njit(nogil=True, error_model="numpy")
def size_div(n: Floats, at: Whole) -> None:
    """t ← size of a quotient: sizes a and b, denominator [c, d]."""
    t, a, b, c, d = n[at[T]], n[at[A]], n[at[B]], n[at[C]], n[at[D]]
    for i in range(t.size):
        least = min(abs(c[i]), abs(d[i]))
        bound = a[i] / least * (b[i] / least)
        t[i] = bound if bound < INF else 0.0


@njit(nogil=True, error_model="numpy")
def snap(n: Floats, near: Codes, at: Whole, k: Floats) -> None:
    """t ← a, moved onto b where they are within a hair; close, unless the grid says that they are equal."""
    t, a, b, sizes = n[at[T]], n[at[A]], n[at[B]], n[at[C]]
    hair, grid = k[at[IMMEDIATE]], k[at[IMMEDIATE] + 1]
    for i in range(t.size):
        reach = hair * sizes[i]
        beside = abs(a[i] - b[i]) <= reach
        t[i] = b[i] if beside else a[i]
        near[i] |= np.uint8(beside & (reach * grid >= 1.0))


@njit(nogil=True, error_model="numpy")
def snap_each(n: Floats, near: Codes, at: Whole, k: Floats) -> None:
    """t ← a, moved onto the nearest border (an offset plus a multiple of a unit) where they are within a hair."""
    t, a, sizes = n[at[T]], n[at[A]], n[at[B]]
    hair, grid = k[at[IMMEDIATE]], k[at[IMMEDIATE] + 1]
    unit, offset = k[at[IMMEDIATE] + 2], k[at[IMMEDIATE] + 3]
    for i in range(t.size):
        reach = hair * sizes[i]
        border = whole_part((a[i] - offset) / unit + 0.5) * unit + offset
        beside = abs(a[i] - border) <= reach
        t[i] = border if beside else a[i]
        near[i] |= np.uint8(beside & (reach * grid >= 1.0))


@njit(nogil=True, error_model="numpy")
def check(n: Floats, near: Codes, at: Whole, k: Floats) -> None:
    """Close where a is known and not a whole number below k."""
    a, below = n[at[A]], k[at[IMMEDIATE]]
    for i in range(a.size):
        exact = (abs(a[i]) < below) & (float(int(a[i])) == a[i])
        near[i] |= np.uint8((abs(a[i]) < INF) & (not exact))
