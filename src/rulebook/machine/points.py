"""Loops over points: one register in, one register out.

Plain loops, so that the compiler turns each into vector code. A target is never one of its own sources
(`rulebook.machine.program` sees to that), else the loops would not be vectorised.
"""

from __future__ import annotations

from numba import njit

from rulebook.machine.instructions import Codes, Floats

Values = Floats | Codes

NAN, INF = float("nan"), float("inf")
EXACT = 2.0**52
"""From here on every float is a whole number."""


@njit(nogil=True, error_model="numpy")
def whole_part(x: float) -> float:
    """Give the largest whole number not above x, without a call to floor, which is not vectorised."""
    down = float(int(x))
    down = down - 1.0 if down > x else down
    return down if abs(x) < EXACT else x


@njit(nogil=True, error_model="numpy")
def load(n: Values, t: int, x: Values) -> None:
    """t ← column."""
    for i in range(x.size):
        n[t, i] = x[i]


@njit(nogil=True, error_model="numpy")
def store(x: Values, n: Values, a: int) -> None:
    """Column ← a."""
    for i in range(x.size):
        x[i] = n[a, i]


@njit(nogil=True, error_model="numpy")
def load_range(n: Floats, t: int, u: int, x: Floats, y: Floats, least: float, most: float) -> None:
    """t, u ← columns, or the bounds where nothing is known."""
    for i in range(x.size):
        low, high = x[i], y[i]
        known = (low > -INF) | (high < INF)  # false for NaN
        n[t, i] = low if known else least
        n[u, i] = high if known else most


@njit(nogil=True, error_model="numpy")
def add(n: Floats, t: int, a: int, b: int) -> None:
    """t ← a + b."""
    for i in range(n.shape[1]):
        n[t, i] = n[a, i] + n[b, i]


@njit(nogil=True, error_model="numpy")
def sub(n: Floats, t: int, a: int, b: int) -> None:
    """t ← a − b."""
    for i in range(n.shape[1]):
        n[t, i] = n[a, i] - n[b, i]


@njit(nogil=True, error_model="numpy")
def mul(n: Floats, t: int, a: int, b: int) -> None:
    """t ← a × b."""
    for i in range(n.shape[1]):
        n[t, i] = n[a, i] * n[b, i]


@njit(nogil=True, error_model="numpy")
def div(n: Floats, t: int, a: int, b: int) -> None:
    """t ← a ÷ b, NaN where b is 0."""
    for i in range(n.shape[1]):
        x, y = n[a, i], n[b, i]
        n[t, i] = NAN if y == 0.0 else x / y


@njit(nogil=True, error_model="numpy")
def add_k(n: Floats, t: int, a: int, fixed: float) -> None:
    """t ← a + k."""
    for i in range(n.shape[1]):
        n[t, i] = n[a, i] + fixed


@njit(nogil=True, error_model="numpy")
def from_k(n: Floats, t: int, a: int, fixed: float) -> None:
    """t ← k − a."""
    for i in range(n.shape[1]):
        n[t, i] = fixed - n[a, i]


@njit(nogil=True, error_model="numpy")
def mul_k(n: Floats, t: int, a: int, fixed: float) -> None:
    """t ← a × k."""
    for i in range(n.shape[1]):
        n[t, i] = n[a, i] * fixed


@njit(nogil=True, error_model="numpy")
def div_k(n: Floats, t: int, a: int, fixed: float) -> None:
    """t ← a ÷ k."""
    for i in range(n.shape[1]):
        n[t, i] = n[a, i] / fixed


@njit(nogil=True, error_model="numpy")
def least(n: Floats, t: int, a: int, b: int) -> None:
    """t ← the smaller of a and b."""
    for i in range(n.shape[1]):
        x, y = n[a, i], n[b, i]
        n[t, i] = x if x < y else y


@njit(nogil=True, error_model="numpy")
def most(n: Floats, t: int, a: int, b: int) -> None:
    """t ← the larger of a and b."""
    for i in range(n.shape[1]):
        x, y = n[a, i], n[b, i]
        n[t, i] = x if x > y else y


@njit(nogil=True, error_model="numpy")
def first(n: Floats, t: int, a: int, b: int) -> None:
    """t ← a, or b where a is NaN."""
    for i in range(n.shape[1]):
        x, y = n[a, i], n[b, i]
        n[t, i] = x if x == x else y  # noqa: PLR0124 only NaN differs from itself


@njit(nogil=True, error_model="numpy")
def floor(n: Floats, t: int, a: int, unit: float) -> None:
    """t ← a down to a multiple of k; the quotient is put right by comparing products, which are exact."""
    for i in range(n.shape[1]):
        x = n[a, i]
        down = whole_part(x / unit) * unit
        down = down - unit if down > x else down
        down = down + unit if down + unit <= x else down
        n[t, i] = down if abs(x) < EXACT else x


@njit(nogil=True, error_model="numpy")
def nearest(n: Floats, t: int, a: int) -> None:
    """t ← a to the nearest whole number, half up; a + ½ could itself be rounded, a − ⌊a⌋ is not near ½."""
    for i in range(n.shape[1]):
        down = whole_part(n[a, i])
        n[t, i] = down + 1.0 if n[a, i] - down >= 0.5 else down  # noqa: PLR2004 a half


@njit(nogil=True, error_model="numpy")
def root(n: Floats, t: int, a: int, power: float) -> None:
    """t ← a ** k, NaN where a is negative."""
    for i in range(n.shape[1]):
        n[t, i] = n[a, i] ** power if n[a, i] >= 0.0 else NAN


@njit(nogil=True, error_model="numpy")
def steps_low(n: Floats, t: int, a: int, edges: int, start: int, k: Floats) -> None:
    """t ← step that a has reached; k holds the edges, then the steps."""
    for i in range(n.shape[1]):
        n[t, i] = k[start + edges]
    for e in range(edges):
        edge, value = k[start + e], k[start + edges + e + 1]
        for i in range(n.shape[1]):
            x, step = n[a, i], n[t, i]
            n[t, i] = value if x >= edge else step


@njit(nogil=True, error_model="numpy")
def steps_high(n: Floats, t: int, a: int, edges: int, start: int, k: Floats) -> None:
    """t ← step that a has reached, the last for NaN; k holds the edges, then the steps."""
    for i in range(n.shape[1]):
        n[t, i] = k[start + edges]
    for e in range(edges):
        edge, value = k[start + e], k[start + edges + e + 1]
        for i in range(n.shape[1]):
            x, step = n[a, i], n[t, i]
            n[t, i] = step if x < edge else value
