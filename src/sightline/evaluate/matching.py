"""Lay what was followed beside the truth, picture by picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linear_sum_assignment

from sightline.geometry import overlap

if TYPE_CHECKING:
    from sightline.evaluate.motfiles import Rows
    from sightline.values import Floats, Whole

EPSILON = float(np.finfo(np.float64).eps)
"""What two likenesses may differ by and count as the same."""


@dataclass(frozen=True, slots=True)
class Step:
    """One picture: who truly is there [n], who is said to be there [m], and how far boxes agree [n, m], 0 to 1."""

    true: Whole
    said: Whole
    likeness: Floats


@dataclass(frozen=True, slots=True)
class Compared:
    """All pictures of one recording; ids are counted on from 0 on both sides.

    >>> from sightline.evaluate.motfiles import Rows
    >>> rows = Rows.of([1, 2], [7, 7], [[0, 0, 10, 20], [1, 0, 11, 20]])
    >>> compared = compare(rows, rows)
    >>> compared.true_ids, len(compared.steps), compared.steps[0].likeness.tolist()
    (1, 2, [[1.0]])
    """

    steps: tuple[Step, ...]
    true_ids: int
    said_ids: int

    @property
    def true_boxes(self) -> int:
        """Count the boxes of the truth."""
        return sum(len(step.true) for step in self.steps)

    @property
    def said_boxes(self) -> int:
        """Count the boxes that were said."""
        return sum(len(step.said) for step in self.steps)


def pair(worth: Floats) -> tuple[Whole, Whole]:
    """Give rows and columns of the pairs that are worth most together, each row and column at most once.

    >>> [some.tolist() for some in pair(np.array([[0.9, 0.8], [0.8, 0.1]]))]
    [[0, 1], [1, 0]]
    """
    rows, columns = linear_sum_assignment(worth, maximize=True)
    return np.asarray(rows, np.int64), np.asarray(columns, np.int64)


def compare(true: Rows, said: Rows) -> Compared:
    """Lay rows beside each other; frames that are in neither do not matter."""
    steps = []
    names, said_names = np.unique(true.ids), np.unique(said.ids)
    for frame in np.unique(np.concatenate([true.frames, said.frames])):
        ours, theirs = true.frames == frame, said.frames == frame
        steps.append(
            Step(
                np.searchsorted(names, true.ids[ours]),
                np.searchsorted(said_names, said.ids[theirs]),
                overlap(true.boxes[ours], said.boxes[theirs]),
            )
        )
    return Compared(tuple(steps), len(names), len(said_names))


def pedestrians(true: Rows, said: Rows, distractors: tuple[int, ...] = (2, 7, 8, 12)) -> Compared:
    """Compare by the rules of MOT17: people only, and who follows a distractor is not blamed for it.

    In the file of truth kind 1 is a pedestrian, 2 a person on a vehicle, 7 a static person, 8 a distractor,
    12 a reflection; rows of score 0 do not count.

    >>> from sightline.evaluate.motfiles import Rows
    >>> true = Rows.of([1, 1], [1, 2], [[0, 0, 10, 20], [50, 0, 60, 20]])
    >>> true.kinds[1] = 8
    >>> pedestrians(true, true).said_boxes
    1
    """
    keep = np.ones(len(said), np.bool_)
    for frame in np.unique(true.frames):
        ours, theirs = np.flatnonzero(true.frames == frame), np.flatnonzero(said.frames == frame)
        likeness = overlap(true.boxes[ours], said.boxes[theirs])
        likeness[likeness < 0.5 - EPSILON] = 0
        rows, columns = pair(likeness)
        led = np.isin(true.kinds[ours[rows]], distractors) & (likeness[rows, columns] > EPSILON)
        keep[theirs[columns[led]]] = False
    people = (true.kinds == 1) & (true.scores != 0)
    return compare(true.take(people), said.take(keep))
