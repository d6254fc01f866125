"""Who of the tracks is which of the boxes: overlap, and the pairs that are worth most together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linear_sum_assignment

if TYPE_CHECKING:
    from sightline.values import Flags, Floats, Whole

LEAST_AREA = 1e-9


def overlap(one: Floats, other: Floats) -> Floats:
    """Give intersection over union of boxes [n, 4] with boxes [m, 4] as [n, m].

    >>> overlap(np.array([[0.0, 0, 10, 10]]), np.array([[5.0, 0, 15, 10], [20, 0, 30, 10]])).round(3).tolist()
    [[0.333, 0.0]]
    """
    mine, theirs = one.T.copy(), other.T.copy()  # rows of x1, y1, x2, y2: numpy is quick along rows
    common = np.minimum(mine[2:, :, None], theirs[2:, None])
    common -= np.maximum(mine[:2, :, None], theirs[:2, None])
    np.maximum(common, 0, out=common)
    both: Floats = common[0] * common[1]
    either = _areas(mine)[:, None] + _areas(theirs)
    either -= both
    np.maximum(either, LEAST_AREA, out=either)
    both /= either
    return both


def _areas(corners: Floats) -> Floats:
    sides = corners[2:] - corners[:2]
    areas: Floats = sides[0] * sides[1]
    return areas


class Meeting:
    """Tracks and boxes of one picture that meet stage by stage; who has met is out of the next stage.

    >>> meeting, everyone = Meeting(2, 2), np.ones(2, bool)
    >>> meeting.pair(np.array([[0.9, 0.0], [0.8, 0.1]]), everyone, everyone, 0.5)
    >>> meeting.sources.tolist(), meeting.boxes.tolist()
    ([0, -1], [False, True])
    """

    def __init__(self, tracks: int, boxes: int) -> None:
        """Begin with nobody met."""
        self.sources: Whole = np.full(tracks, -1)
        """Which box each track met, or -1."""
        self.boxes: Flags = np.ones(boxes, np.bool_)
        """Which boxes have met nobody."""

    def waiting(self, tracks: Flags, boxes: Flags) -> tuple[Whole, Whole]:
        """Give the places of those of two masks who have met nobody yet."""
        return (tracks & (self.sources < 0)).nonzero()[0], (boxes & self.boxes).nonzero()[0]

    def pair(self, worth: Floats, tracks: Flags, boxes: Flags, least: float) -> None:
        """Pair the waiting of two masks so that `worth` [all tracks, all boxes] is most; none below `least`."""
        rows, columns = self.waiting(tracks, boxes)
        if len(rows) and len(columns):
            self.settle(worth.take(rows, 0).take(columns, 1), rows, columns, least)

    def settle(self, worth: Floats, rows: Whole, columns: Whole, least: float) -> None:
        """Pair the tracks `rows` with the boxes `columns` so that `worth` of these is most; none below `least`."""
        first, second = linear_sum_assignment(worth, maximize=True)
        good = worth[first, second] >= least
        columns = columns[second[good]]
        self.sources[rows[first[good]]] = columns
        self.boxes[columns] = False
