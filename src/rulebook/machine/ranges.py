"""Loops over ranges and over borders. Everything is written without branches, so that it can be vectorised."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from rulebook.machine.points import EXACT, whole_part
from rulebook.machine.verdicts import MET, UNMET

if TYPE_CHECKING:
    from rulebook.machine.instructions import Codes, Floats

INF = float("inf")


@njit(nogil=True, error_model="numpy")
def split(n: Floats, t: int, u: int, a: int) -> None:
    """t, u ← a, or minus and plus infinity where a is NaN."""
    for i in range(n.shape[1]):
        x = n[a, i]
        n[t, i] = x if x == x else -INF  # noqa: PLR0124 only NaN differs from itself
    for i in range(n.shape[1]):
        x = n[a, i]
        n[u, i] = x if x == x else INF  # noqa: PLR0124


@njit(nogil=True, error_model="numpy")
def _times(x: float, y: float) -> float:
    return 0.0 if (x == 0.0) | (y == 0.0) else x * y


@njit(nogil=True, error_model="numpy")
def _over(x: float, y: float) -> float:
    return 0.0 if abs(y) == INF else x / y


@njit(nogil=True, error_model="numpy")
def _less(x: float, y: float) -> float:
    return x if x < y else y


@njit(nogil=True, error_model="numpy")
def _more(x: float, y: float) -> float:
    return x if x > y else y


@njit(nogil=True, error_model="numpy")
def _whole(low: float, high: float) -> bool:
    return (low == -INF) & (high == INF)


# Every value is read before anything is chosen, and each end has a loop of its own: else loops are not vectorised.


@njit(nogil=True, error_model="numpy")
def mul_range(n: Floats, t: int, u: int, a: int, b: int, c: int, d: int) -> None:
    """t, u ← [a, b] × [c, d]: the smallest and largest corner, nothing known where either is not."""
    for i in range(n.shape[1]):
        w, x, y, z = n[a, i], n[b, i], n[c, i], n[d, i]
        corner = _less(_less(_times(w, y), _times(w, z)), _less(_times(x, y), _times(x, z)))
        n[t, i] = -INF if _whole(w, x) | _whole(y, z) else corner
    for i in range(n.shape[1]):
        w, x, y, z = n[a, i], n[b, i], n[c, i], n[d, i]
        corner = _more(_more(_times(w, y), _times(w, z)), _more(_times(x, y), _times(x, z)))
        n[u, i] = INF if _whole(w, x) | _whole(y, z) else corner


@njit(nogil=True, error_model="numpy")
def div_range(n: Floats, t: int, u: int, a: int, b: int, c: int, d: int) -> None:
    """t, u ← [a, b] ÷ [c, d]: corners; nothing known where either is not or the denominator touches 0."""
    for i in range(n.shape[1]):
        w, x, y, z = n[a, i], n[b, i], n[c, i], n[d, i]
        corner = _less(_less(_over(w, y), _over(w, z)), _less(_over(x, y), _over(x, z)))
        n[t, i] = -INF if _whole(w, x) | ((y <= 0.0) & (z >= 0.0)) else corner
    for i in range(n.shape[1]):
        w, x, y, z = n[a, i], n[b, i], n[c, i], n[d, i]
        corner = _more(_more(_over(w, y), _over(w, z)), _more(_over(x, y), _over(x, z)))
        n[u, i] = INF if _whole(w, x) | ((y <= 0.0) & (z >= 0.0)) else corner


@njit(nogil=True, error_model="numpy")
def first_range(n: Floats, t: int, u: int, a: int, b: int, c: int, d: int) -> None:
    """t, u ← [a, b], or [c, d] where [a, b] is anything."""
    for i in range(n.shape[1]):
        w, x, y = n[a, i], n[b, i], n[c, i]
        n[t, i] = y if _whole(w, x) else w
    for i in range(n.shape[1]):
        w, x, z = n[a, i], n[b, i], n[d, i]
        n[u, i] = z if _whole(w, x) else x


@njit(nogil=True, error_model="numpy")
def root_range(n: Floats, t: int, u: int, a: int, b: int, power: float) -> None:
    """t, u ← [a, b] ** k, anything where a is negative."""
    for i in range(n.shape[1]):
        known = n[a, i] >= 0.0
        n[t, i] = n[a, i] ** power if known else -INF
        n[u, i] = n[b, i] ** power if known else INF


@njit(nogil=True, error_model="numpy")
def bands(n: Floats, t: int, u: int, a: int, b: int, edges: int, k: Floats, start: int) -> None:
    """t, u ← hull of the steps from a's to b's; k holds the edges, then the low ends, then the high ends."""
    for i in range(n.shape[1]):
        n[t, i] = INF
        n[u, i] = -INF
    for step in range(edges + 1):
        from_ = k[start + step - 1] if step > 0 else -INF
        to = k[start + step] if step < edges else INF
        low, high = k[start + edges + step], k[start + 2 * edges + 1 + step]
        last = step == edges
        for i in range(n.shape[1]):
            x, y, least, most = n[a, i], n[b, i], n[t, i], n[u, i]
            inside = (not y < from_) & (last | (not x >= to))
            n[t, i] = _less(least, low) if inside else least
            n[u, i] = _more(most, high) if inside else most


@njit(nogil=True, error_model="numpy")
def pick_low(n: Floats, v: Codes, t: int, a: int, b: int, c: int) -> None:
    """t ← by verdict c: a if met, b if unmet, the smaller while open."""
    for i in range(n.shape[1]):
        x, y, code = n[a, i], n[b, i], v[c, i]
        chosen = y if code == UNMET else _less(x, y)
        n[t, i] = x if code == MET else chosen


@njit(nogil=True, error_model="numpy")
def pick_high(n: Floats, v: Codes, t: int, a: int, b: int, c: int) -> None:
    """t ← by verdict c: a if met, b if unmet, the larger while open."""
    for i in range(n.shape[1]):
        x, y, code = n[a, i], n[b, i], v[c, i]
        chosen = y if code == UNMET else _more(x, y)
        n[t, i] = x if code == MET else chosen


@njit(nogil=True, error_model="numpy")
def size(n: Floats, t: int, a: int, b: int) -> None:
    """t ← largest finite size of a and b, 0 where there is none."""
    for i in range(n.shape[1]):
        x, y = abs(n[a, i]), abs(n[b, i])
        x = x if x < INF else 0.0
        y = y if y < INF else 0.0
        n[t, i] = _more(x, y)


@njit(nogil=True, error_model="numpy")
def size_div(n: Floats, t: int, a: int, b: int, c: int, d: int) -> None:
    """t ← size of a quotient: sizes a and b, denominator [c, d]."""
    for i in range(n.shape[1]):
        least = _less(abs(n[c, i]), abs(n[d, i]))
        bound = n[a, i] / least * (n[b, i] / least)
        n[t, i] = bound if bound < INF else 0.0


@njit(nogil=True, error_model="numpy")
def snap(
    n: Floats, near: Codes, t: int, a: int, b: int, sizes: int, hair: float, grid: float
) -> None:
    """t ← a, moved onto b where they are within a hair; close, unless the grid says that they are equal."""
    for i in range(n.shape[1]):
        x, border, reach = n[a, i], n[b, i], hair * n[sizes, i]
        beside = abs(x - border) <= reach
        n[t, i] = border if beside else x
        near[i] |= np.uint8(beside & (reach * grid >= 1.0))


@njit(nogil=True, error_model="numpy")
def snap_each(n: Floats, near: Codes, t: int, a: int, sizes: int, k: Floats, start: int) -> None:
    """t ← a, moved onto the nearest border (an offset plus a multiple of a unit) where they are within a hair."""
    hair, grid, unit, offset = k[start], k[start + 1], k[start + 2], k[start + 3]
    for i in range(n.shape[1]):
        x, reach = n[a, i], hair * n[sizes, i]
        border = whole_part((x - offset) / unit + 0.5) * unit + offset
        beside = abs(x - border) <= reach
        n[t, i] = border if beside else x
        near[i] |= np.uint8(beside & (reach * grid >= 1.0))


@njit(nogil=True, error_model="numpy")
def check(n: Floats, near: Codes, a: int, below: float) -> None:
    """Close where a is known and not a whole number below k; hardly ever, so first ask for any."""
    wrong = 0
    for i in range(n.shape[1]):
        wrong |= int(_suspect(abs(n[a, i]), below))
    if wrong:
        for i in range(n.shape[1]):
            near[i] |= np.uint8(_suspect(abs(n[a, i]), below))


@njit(nogil=True, error_model="numpy")
def _suspect(x: float, below: float) -> bool:
    """Tell whether x is known and not whole: adding 2**52 rounds to whole numbers whatever lies below it."""
    return (x < INF) & ((x >= below) | ((x + EXACT) - EXACT != x))
