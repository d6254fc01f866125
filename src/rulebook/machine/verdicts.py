"""Loops over verdicts: UNMET 0 < UNKNOWN 1 < REVIEW 2 < MET 3.

A comparison is ``2 × surely yes + not surely no``: 3 for yes, 0 for no, 1 in between; NaN is in between.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from rulebook.machine.instructions import IMMEDIATE, A, B, C, Codes, D, Floats, T, Whole

UNMET, UNKNOWN, REVIEW, MET = np.uint8(0), np.uint8(1), np.uint8(2), np.uint8(3)


@njit(nogil=True, error_model="numpy")
def at_least(v: Codes, n: Floats, at: Whole) -> None:
    """t ← [a, b] ≥ [c, d]."""
    t, a, b, c, d = v[at[T]], n[at[A]], n[at[B]], n[at[C]], n[at[D]]
    for i in range(t.size):
        t[i] = np.uint8(a[i] >= d[i]) * REVIEW + np.uint8(not b[i] < c[i])


@njit(nogil=True, error_model="numpy")
def above(v: Codes, n: Floats, at: Whole) -> None:
    """t ← [a, b] > [c, d]."""
    t, a, b, c, d = v[at[T]], n[at[A]], n[at[B]], n[at[C]], n[at[D]]
    for i in range(t.size):
        t[i] = np.uint8(a[i] > d[i]) * REVIEW + np.uint8(not b[i] <= c[i])


@njit(nogil=True, error_model="numpy")
def equal(v: Codes, n: Floats, at: Whole) -> None:
    """t ← [a, b] = [c, d]."""
    t, a, b, c, d = v[at[T]], n[at[A]], n[at[B]], n[at[C]], n[at[D]]
    for i in range(t.size):
        same = (a[i] == b[i]) & (c[i] == d[i]) & (a[i] == c[i])
        apart = (b[i] < c[i]) | (a[i] > d[i])
        t[i] = np.uint8(same) * REVIEW + np.uint8(not apart)


@njit(nogil=True, error_model="numpy")
def at_least_k(v: Codes, n: Floats, at: Whole, k: Floats) -> None:
    """t ← [a, b] ≥ k."""
    t, a, b, fixed = v[at[T]], n[at[A]], n[at[B]], k[at[IMMEDIATE]]
    for i in range(t.size):
        t[i] = np.uint8(a[i] >= fixed) * REVIEW + np.uint8(not b[i] < fixed)


@njit(nogil=True, error_model="numpy")
def below_k(v: Codes, n: Floats, at: Whole, k: Floats) -> None:
    """t ← [a, b] < k."""
    t, a, b, fixed = v[at[T]], n[at[A]], n[at[B]], k[at[IMMEDIATE]]
    for i in range(t.size):
        t[i] = np.uint8(b[i] < fixed) * REVIEW + np.uint8(not a[i] >= fixed)


@njit(nogil=True, error_model="numpy")
def equal_k(v: Codes, n: Floats, at: Whole, k: Floats) -> None:
    """t ← [a, b] = k."""
    t, a, b, fixed = v[at[T]], n[at[A]], n[at[B]], k[at[IMMEDIATE]]
    for i in range(t.size):
        same = (a[i] == fixed) & (b[i] == fixed)
        apart = (b[i] < fixed) | (a[i] > fixed)
        t[i] = np.uint8(same) * REVIEW + np.uint8(not apart)


@njit(nogil=True, error_model="numpy")
def both(v: Codes, at: Whole) -> None:
    """t ← the smaller of a and b."""
    t, a, b = v[at[T]], v[at[A]], v[at[B]]
    for i in range(t.size):
        t[i] = a[i] if a[i] < b[i] else b[i]


@njit(nogil=True, error_model="numpy")
def either(v: Codes, at: Whole) -> None:
    """t ← the larger of a and b."""
    t, a, b = v[at[T]], v[at[A]], v[at[B]]
    for i in range(t.size):
        t[i] = a[i] if a[i] > b[i] else b[i]


@njit(nogil=True, error_model="numpy")
def opposite(v: Codes, at: Whole) -> None:
    """t ← met for unmet and unmet for met."""
    t, a = v[at[T]], v[at[A]]
    for i in range(t.size):
        t[i] = MET if a[i] == UNMET else (UNMET if a[i] == MET else a[i])


@njit(nogil=True, error_model="numpy")
def reviewed(v: Codes, at: Whole) -> None:
    """t ← review for unknown."""
    t, a = v[at[T]], v[at[A]]
    for i in range(t.size):
        t[i] = REVIEW if a[i] == UNKNOWN else a[i]
