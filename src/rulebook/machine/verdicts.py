"""Loops over verdicts: UNMET 0 < UNKNOWN 1 < REVIEW 2 < MET 3.

A comparison is ``2 × surely yes + not surely no``: 3 for yes, 0 for no, 1 in between; NaN is in between.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from rulebook.machine.instructions import Codes, Floats

UNMET, UNKNOWN, REVIEW, MET = np.uint8(0), np.uint8(1), np.uint8(2), np.uint8(3)


@njit(nogil=True, error_model="numpy")
def at_least(v: Codes, n: Floats, t: int, a: int, b: int, c: int, d: int) -> None:
    """t ← [a, b] ≥ [c, d]."""
    for i in range(v.shape[1]):
        v[t, i] = np.uint8(n[a, i] >= n[d, i]) * REVIEW + np.uint8(not n[b, i] < n[c, i])


@njit(nogil=True, error_model="numpy")
def above(v: Codes, n: Floats, t: int, a: int, b: int, c: int, d: int) -> None:
    """t ← [a, b] > [c, d]."""
    for i in range(v.shape[1]):
        v[t, i] = np.uint8(n[a, i] > n[d, i]) * REVIEW + np.uint8(not n[b, i] <= n[c, i])


@njit(nogil=True, error_model="numpy")
def equal(v: Codes, n: Floats, t: int, a: int, b: int, c: int, d: int) -> None:
    """t ← [a, b] = [c, d]."""
    for i in range(v.shape[1]):
        same = (n[a, i] == n[b, i]) & (n[c, i] == n[d, i]) & (n[a, i] == n[c, i])
        apart = (n[b, i] < n[c, i]) | (n[a, i] > n[d, i])
        v[t, i] = np.uint8(same) * REVIEW + np.uint8(not apart)


@njit(nogil=True, error_model="numpy")
def at_least_k(v: Codes, n: Floats, t: int, a: int, b: int, fixed: float) -> None:
    """t ← [a, b] ≥ k."""
    for i in range(v.shape[1]):
        v[t, i] = np.uint8(n[a, i] >= fixed) * REVIEW + np.uint8(not n[b, i] < fixed)


@njit(nogil=True, error_model="numpy")
def below_k(v: Codes, n: Floats, t: int, a: int, b: int, fixed: float) -> None:
    """t ← [a, b] < k."""
    for i in range(v.shape[1]):
        v[t, i] = np.uint8(n[b, i] < fixed) * REVIEW + np.uint8(not n[a, i] >= fixed)


@njit(nogil=True, error_model="numpy")
def equal_k(v: Codes, n: Floats, t: int, a: int, b: int, fixed: float) -> None:
    """t ← [a, b] = k."""
    for i in range(v.shape[1]):
        same = (n[a, i] == fixed) & (n[b, i] == fixed)
        apart = (n[b, i] < fixed) | (n[a, i] > fixed)
        v[t, i] = np.uint8(same) * REVIEW + np.uint8(not apart)


@njit(nogil=True, error_model="numpy")
def both(v: Codes, t: int, a: int, b: int) -> None:
    """t ← the smaller of a and b."""
    for i in range(v.shape[1]):
        v[t, i] = v[a, i] if v[a, i] < v[b, i] else v[b, i]


@njit(nogil=True, error_model="numpy")
def either(v: Codes, t: int, a: int, b: int) -> None:
    """t ← the larger of a and b."""
    for i in range(v.shape[1]):
        v[t, i] = v[a, i] if v[a, i] > v[b, i] else v[b, i]


@njit(nogil=True, error_model="numpy")
def opposite(v: Codes, t: int, a: int) -> None:
    """t ← met for unmet and unmet for met."""
    for i in range(v.shape[1]):
        said = v[a, i]
        other = UNMET if said == MET else said
        v[t, i] = MET if said == UNMET else other


@njit(nogil=True, error_model="numpy")
def reviewed(v: Codes, t: int, a: int) -> None:
    """t ← review for unknown."""
    for i in range(v.shape[1]):
        said = v[a, i]
        v[t, i] = REVIEW if said == UNKNOWN else said
