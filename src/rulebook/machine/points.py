"""Loops over points: one register in, one register out. Plain loops, so that the compiler turns each into vector code.

A target is never one of its own sources (`rulebook.machine.program` sees to that), else the loops would not be vectorised.
"""

from __future__ import annotations

from numba import njit

from rulebook.machine.instructions import IMMEDIATE, INDEX, A, B, Floats, T, Whole

NAN = float("nan")
EXACT = 2.0**52
"""From here on every float is a whole number."""


@njit(nogil=True, error_model="numpy")
def whole_part(x: float) -> float:
    """Give the largest whole number not above x, without a call to floor, which is not vectorised."""
    down = float(int(x))
    down = down - 1.0 if down > x else down
    return down if abs(x) < EXACT else x


@njit(nogil=True, error_model="numpy")
def add(n: Floats, at: Whole) -> None:
    """t ← a + b."""
    t, a, b = n[at[T]], n[at[A]], n[at[B]]
    for i in range(t.size):
        t[i] = a[i] + b[i]


@njit(nogil=True, error_model="numpy")
def sub(n: Floats, at: Whole) -> None:
    """t ← a − b."""
    t, a, b = n[at[T]], n[at[A]], n[at[B]]
    for i in range(t.size):
        t[i] = a[i] - b[i]


@njit(nogil=True, error_model="numpy")
def mul(n: Floats, at: Whole) -> None:
    """t ← a × b."""
    t, a, b = n[at[T]], n[at[A]], n[at[B]]
    for i in range(t.size):
        t[i] = a[i] * b[i]


@njit(nogil=True, error_model="numpy")
def div(n: Floats, at: Whole) -> None:
    """t ← a ÷ b, NaN where b is 0."""
    t, a, b = n[at[T]], n[at[A]], n[at[B]]
    for i in range(t.size):
        t[i] = a[i] / b[i] if b[i] != 0.0 else NAN


@njit(nogil=True, error_model="numpy")
def add_k(n: Floats, at: Whole, k: Floats) -> None:
    """t ← a + k."""
    t, a, fixed = n[at[T]], n[at[A]], k[at[IMMEDIATE]]
    for i in range(t.size):
        t[i] = a[i] + fixed


@njit(nogil=True, error_model="numpy")
def from_k(n: Floats, at: Whole, k: Floats) -> None:
    """t ← k − a."""
    t, a, fixed = n[at[T]], n[at[A]], k[at[IMMEDIATE]]
    for i in range(t.size):
        t[i] = fixed - a[i]


@njit(nogil=True, error_model="numpy")
def mul_k(n: Floats, at: Whole, k: Floats) -> None:
    """t ← a × k."""
    t, a, fixed = n[at[T]], n[at[A]], k[at[IMMEDIATE]]
    for i in range(t.size):
        t[i] = a[i] * fixed


@njit(nogil=True, error_model="numpy")
def div_k(n: Floats, at: Whole, k: Floats) -> None:
    """t ← a ÷ k."""
    t, a, fixed = n[at[T]], n[at[A]], k[at[IMMEDIATE]]
    for i in range(t.size):
        t[i] = a[i] / fixed


@njit(nogil=True, error_model="numpy")
def least(n: Floats, at: Whole) -> None:
    """t ← the smaller of a and b."""
    t, a, b = n[at[T]], n[at[A]], n[at[B]]
    for i in range(t.size):
        t[i] = a[i] if a[i] < b[i] else b[i]


@njit(nogil=True, error_model="numpy")
def most(n: Floats, at: Whole) -> None:
    """t ← the larger of a and b."""
    t, a, b = n[at[T]], n[at[A]], n[at[B]]
    for i in range(t.size):
        t[i] = a[i] if a[i] > b[i] else b[i]


@njit(nogil=True, error_model="numpy")
def first(n: Floats, at: Whole) -> None:
    """t ← a, or b where a is NaN."""
    t, a, b = n[at[T]], n[at[A]], n[at[B]]
    for i in range(t.size):
        t[i] = a[i] if a[i] == a[i] else b[i]  # noqa: PLR0124 only NaN differs from itself


@njit(nogil=True, error_model="numpy")
def floor(n: Floats, at: Whole, k: Floats) -> None:
    """t ← a down to a multiple of k; the quotient is put right by comparing products, which are exact."""
    t, a, unit = n[at[T]], n[at[A]], k[at[IMMEDIATE]]
    for i in range(t.size):
        x = a[i]
        down = whole_part(x / unit) * unit
        down = down - unit if down > x else down
        down = down + unit if down + unit <= x else down
        t[i] = down if abs(x) < EXACT else x


@njit(nogil=True, error_model="numpy")
def nearest(n: Floats, at: Whole) -> None:
    """t ← a to the nearest whole number, half up; a + ½ could itself be rounded, a − ⌊a⌋ is not near ½."""
    t, a = n[at[T]], n[at[A]]
    for i in range(t.size):
        down = whole_part(a[i])
        t[i] = down + 1.0 if a[i] - down >= 0.5 else down  # noqa: PLR2004 a half


@njit(nogil=True, error_model="numpy")
def root(n: Floats, at: Whole, k: Floats) -> None:
    """t ← a ** k, NaN where a is negative."""
    t, a, power = n[at[T]], n[at[A]], k[at[IMMEDIATE]]
    for i in range(t.size):
        t[i] = a[i] ** power if a[i] >= 0.0 else NAN


@njit(nogil=True, error_model="numpy")
def steps_low(n: Floats, at: Whole, k: Floats) -> None:
    """t ← step that a has reached; k holds the edges, then the steps."""
    t, a, edges, start = n[at[T]], n[at[A]], at[INDEX], at[IMMEDIATE]
    t[:] = k[start + edges]
    for e in range(edges):
        edge, value = k[start + e], k[start + edges + e + 1]
        for i in range(t.size):
            t[i] = value if a[i] >= edge else t[i]


@njit(nogil=True, error_model="numpy")
def steps_high(n: Floats, at: Whole, k: Floats) -> None:
    """t ← step that a has reached, the last for NaN; k holds the edges, then the steps."""
    t, a, edges, start = n[at[T]], n[at[A]], at[INDEX], at[IMMEDIATE]
    t[:] = k[start + edges]
    for e in range(edges):
        edge, value = k[start + e], k[start + edges + e + 1]
        for i in range(t.size):
            t[i] = t[i] if a[i] < edge else value
