"""Our side: everything that firms are owed, a frame at a time."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.entitle import zone
from bench.entitle.shelf import ON, policies, shelf
from rulebook.entitle.holdings import entitle_all, entitle_frames
from rulebook.machine.evaluation import CHUNK

if TYPE_CHECKING:
    from rulebook.entitle.holdings import Holdings
    from rulebook.values import Frame

FRAME = 2 * CHUNK
"""Rows of a frame, so many firms are in memory at a time: a share of the machine's for each of two threads."""


def held(frame: Frame) -> Holdings:
    """Judge, price and combine for the firms of a frame."""
    return entitle_all(frame, shelf(), ON, policies=policies())


def seconds(rows: int, of: int) -> float:
    """Evaluate the first rows of a Parquet; the seconds that it takes once a frame is read."""
    reading = Reading(zone.frames(rows, of=of, size=FRAME))
    start = time.perf_counter()
    for found in entitle_frames(reading, shelf(), ON, policies=policies()):
        _ = found.total
    return time.perf_counter() - start - reading.seconds


class Reading:
    """Frames as they are read, and how long that took."""

    def __init__(self, frames: Iterator[Frame]) -> None:
        """Begin at the first."""
        self._frames = frames
        self.seconds = 0.0

    def __iter__(self) -> Iterator[Frame]:
        """Read the next."""
        while True:
            start = time.perf_counter()
            frame = next(self._frames, None)
            self.seconds += time.perf_counter() - start
            if frame is None:
                return
            yield frame


def outputs(found: Holdings) -> Iterator[tuple[str, Any]]:
    """Give every column that is kept: verdict, kept and both ends of each clause, and the total."""
    for key in found.keys:
        yield f"{key} verdict", found.verdict(key)
        yield f"{key} kept", found.kept(key)
    for key in found.priced:
        low, high = found.amount(key)
        yield f"{key} low", low
        yield f"{key} high", high
    low, high = found.total
    yield "total low", low
    yield "total high", high


def digests(rows: int, of: int, size: int) -> Iterator[dict[str, int]]:
    """Give a digest of every column, so many rows at a time."""
    for frame in zone.frames(rows, of=of, size=size):
        yield {what: crc(column) for what, column in outputs(held(frame))}


def crc(column: Any) -> int:
    """Digest a column; minus nothing is nothing."""
    whole = column if column.dtype == np.uint8 else column + 0.0
    return zlib.crc32(np.ascontiguousarray(whole))


def same(one: Holdings, other: Holdings) -> bool:
    """Tell whether two answers say the same of every clause and every firm."""
    return all(
        (what, crc(column)) == (also, crc(theirs))
        for (what, column), (also, theirs) in zip(outputs(one), outputs(other), strict=True)
    )


def timed(thing: Callable[[], Any]) -> tuple[float, Any]:
    """Give the seconds that a thing takes, and what it gives."""
    start = time.perf_counter()
    found = thing()
    return time.perf_counter() - start, found
