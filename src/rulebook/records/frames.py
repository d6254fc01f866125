"""Frames: many records as columns, one per input."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from rulebook.values import Frame, Interval, Verdict

if TYPE_CHECKING:
    from datetime import date

    from rulebook.interpreter import Known
    from rulebook.records.cells import Record
    from rulebook.records.inputs import Source

    Reader = Callable[[Record], Known]

#: Inputs that are read from one written word or date.
WORDS = frozenset({"in", "under", "days_since", "years_since", "years_at_year_end", "year_of"})


def frame_of(records: Sequence[Record], sources: Iterable[Source]) -> Frame:
    """Read every source from every record into columns.

    >>> frame_of([], []).rows
    0
    """
    numbers: dict[str, tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]] = {}
    flags: dict[str, np.ndarray[Any, np.dtype[np.uint8]]] = {}
    for source in sources:
        reader = _remembering(source) if source.how in WORDS else source.read
        if source.is_flag:
            flags[source.name] = _flags(records, reader)
        else:
            numbers[source.name] = _numbers(records, reader)
    return Frame(len(records), numbers, flags)


def _remembering(source: Source) -> Reader:
    """Read each distinct word or date of a year and day once."""
    seen: dict[tuple[object, int, date], Known] = {}

    def read(record: Record) -> Known:
        told = record.get(source.fact, source.lag)
        word = told.value if told is not None and isinstance(told.value, str) else None
        key = word, record.year, record.on
        if key not in seen:
            seen[key] = source.read(record)
        return seen[key]

    return read


def _flags(records: Sequence[Record], read: Reader) -> np.ndarray[Any, np.dtype[np.uint8]]:
    column = np.full(len(records), Verdict.UNKNOWN, np.uint8)
    for row, record in enumerate(records):
        column[row] = cast("Verdict", read(record))
    return column


def _numbers(
    records: Sequence[Record], read: Reader
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    low = np.full(len(records), np.nan)
    high: np.ndarray[Any, Any] | None = None
    for row, record in enumerate(records):
        known = cast("Interval", read(record))
        if known.whole:
            continue
        low[row] = known.low
        if known.low != known.high:
            high = low.copy() if high is None else high
            high[row] = known.high
        elif high is not None:
            high[row] = known.low
    return low, low if high is None else high
