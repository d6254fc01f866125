"""CLEAR: misses, false boxes and switches of identity (Bernardin and Stiefelhagen, 2008)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sightline.evaluate.matching import EPSILON, Compared, Step, pair

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sightline.values import Flags, Whole

NOBODY = -1


@dataclass(frozen=True, slots=True)
class Clear:
    """Counts added up over recordings: boxes found, missed, false; switches of identity; breaks of a track."""

    found: int
    missed: int
    false: int
    switches: int
    breaks: int
    likeness: float

    @property
    def mota(self) -> float:
        """Give 1 less misses, false boxes and switches by true boxes; below 0 where there are more of them."""
        return (self.found - self.false - self.switches) / max(1, self.found + self.missed)

    @property
    def motp(self) -> float:
        """Give the mean overlap of found boxes."""
        return self.likeness / max(1, self.found)


def clear(recordings: Sequence[Compared], least: float = 0.5) -> Clear:
    """Count over recordings, boxes being one from an overlap of `least` on.

    >>> from sightline.evaluate.matching import compare
    >>> from sightline.evaluate.motfiles import Rows
    >>> true = Rows.of([1, 2], [7, 7], [[0, 0, 10, 20], [1, 0, 11, 20]])
    >>> said = Rows.of([1, 2], [1, 2], true.boxes)
    >>> counted = clear([compare(true, said)])
    >>> counted.switches, counted.mota
    (1, 0.5)
    """
    counts = [_count(one, least) for one in recordings]
    return Clear(
        sum(one.found for one in counts),
        sum(one.missed for one in counts),
        sum(one.false for one in counts),
        sum(one.switches for one in counts),
        sum(one.breaks for one in counts),
        sum(one.likeness for one in counts),
    )


def _count(compared: Compared, least: float) -> Clear:
    last = np.full(compared.true_ids, NOBODY)
    before = last.copy()
    pieces = np.zeros(compared.true_ids, np.int64)
    found, switches, likeness = 0, 0, 0.0
    # A picture in which one side is empty changes nothing but misses and false boxes, as TrackEval counts.
    for step in (step for step in compared.steps if len(step.true) and len(step.said)):
        rows, columns = _matched(step, before, least)
        true, said = step.true[rows], step.said[columns]
        switches += int(((last[true] != NOBODY) & (last[true] != said)).sum())
        idle: Flags = before == NOBODY
        last[true] = said
        before[:] = NOBODY
        before[true] = said
        pieces += idle & (before != NOBODY)
        found += len(rows)
        likeness += float(step.likeness[rows, columns].sum())
    breaks = int((pieces[pieces > 0] - 1).sum())
    missed, false = compared.true_boxes - found, compared.said_boxes - found
    return Clear(found, missed, false, switches, breaks, likeness)


def _matched(step: Step, before: Whole, least: float) -> tuple[Whole, Whole]:
    """Pair so that as many as can stay with whom they were in the picture before, then by overlap."""
    same = step.said[None, :] == before[step.true][:, None]
    worth = 1000 * same + step.likeness
    worth[step.likeness < least - EPSILON] = 0
    rows, columns = pair(worth)
    good = worth[rows, columns] > EPSILON
    return rows[good], columns[good]
