"""Who of the tracks is which of the boxes: the pairs that are worth most together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linear_sum_assignment

if TYPE_CHECKING:
    from sightline.values import Flags, Floats, Whole


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
