"""Columns of very many enterprises as bytes in one row of a table."""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np

Codes = np.ndarray[Any, np.dtype[np.uint8]]
Whole = np.ndarray[Any, np.dtype[np.int64]]
Floats = np.ndarray[Any, np.dtype[np.float64]]
#: How an amount without a limit is written.
UNLIMITED = -1


def packed(column: Codes | Whole) -> bytes:
    """Write a column down; most clauses say the same of most enterprises, so that little is left of it.

    >>> len(packed(np.zeros(10_000, dtype=np.int64))) < 1000
    True
    """
    return zlib.compress(np.ascontiguousarray(column).tobytes(), 1)


def codes(stored: bytes | memoryview) -> Codes:
    """Read verdict codes."""
    return (
        np.frombuffer(zlib.decompress(stored), dtype=np.uint8) if stored else np.zeros(0, np.uint8)
    )


def whole(stored: bytes | memoryview) -> Whole:
    """Read keys or amounts in fen."""
    return (
        np.frombuffer(zlib.decompress(stored), dtype=np.int64) if stored else np.zeros(0, np.int64)
    )


def fen(column: Floats) -> Whole:
    """Turn amounts as the evaluator gives them into whole fen; what nothing limits becomes UNLIMITED.

    >>> fen(np.array([5.0, np.inf, -np.inf, -2.0])).tolist()
    [5, -1, 0, 0]
    """
    with np.errstate(invalid="ignore"):
        sums = np.maximum(np.nan_to_num(column, nan=0.0, posinf=0.0, neginf=0.0), 0.0)
    return np.where(np.isposinf(column), UNLIMITED, np.rint(sums)).astype(np.int64)
