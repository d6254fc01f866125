"""From what holds at each moment to incidents: how long it must hold, and what counts as one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sightline.values import Flags, Floats


@dataclass(frozen=True, slots=True)
class Incident:
    """What a rule must say once: from when it is so, when it is due to be said, until when, and of whom.

    Seconds from the beginning of the scene. ``actors`` are ids, none for what is said of a place or of the camera.
    """

    rule: str
    kind: str
    begin: float
    due: float
    end: float
    actors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """From one second to another."""

    begin: float
    end: float


def spans(holds: Flags, times: Floats) -> list[Span]:
    """Give the spans over which something holds [n] at times [n].

    >>> spans(np.array([0, 1, 1, 0, 1], np.bool_), np.arange(5.0))
    [Span(begin=1.0, end=3.0), Span(begin=4.0, end=4.0)]
    """
    edges = np.flatnonzero(np.diff(np.concatenate([[False], holds, [False]]).astype(np.int8)))
    last = len(times) - 1
    return [
        Span(float(times[start]), float(times[min(stop, last)]))
        for start, stop in zip(edges[::2], edges[1::2], strict=True)
    ]


def joined(found: list[Span], gap: float) -> list[Span]:
    """Join spans that lie no more than so many seconds apart.

    >>> joined([Span(0, 1), Span(1.5, 2), Span(9, 10)], 1.0)
    [Span(begin=0, end=2), Span(begin=9, end=10)]
    """
    kept: list[Span] = []
    for span in found:
        if kept and span.begin - kept[-1].end <= gap:
            kept[-1] = Span(kept[-1].begin, span.end)
        else:
            kept.append(span)
    return kept
