"""All that is followed, as one table of arrays: a row a track, the oldest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sightline.track.appearance import blend
from sightline.track.kalman import Filters

if TYPE_CHECKING:
    from sightline.values import Detections, Flags, Floats, Whole


class Roll:
    """Tracks: ids, labels, how often seen, when last [n], where last [n, 4], with what score, and their filters.

    >>> from sightline.values import Detections
    >>> roll = Roll()
    >>> roll.add(Detections.of([[0, 0, 10, 20]], [0.9], [0], ("person",)), np.array([5]), 0.0, hits=1)
    >>> len(roll), roll.ids.tolist(), roll.labels.tolist()
    (1, [5], [0])
    """

    def __init__(self) -> None:
        """Begin empty."""
        self.filters = Filters()
        self.ids: Whole = np.zeros(0, np.int64)
        self.labels: Whole = np.zeros(0, np.int64)
        self.hits: Whole = np.zeros(0, np.int64)
        self.seen_at: Floats = np.zeros(0)
        self.last: Floats = np.zeros((0, 4))
        self.scores: Floats = np.zeros(0)
        self.looks: Floats = np.zeros((0, 0))
        """How each looks [n, d], zeros where nobody looked; of no width while nobody looks at any."""

    def __len__(self) -> int:
        """Tell how many."""
        return len(self.ids)

    def add(self, born: Detections, ids: Whole, clock: float, hits: int) -> None:
        """Begin a track with each of these."""
        self.filters.add(born.boxes)
        self.ids = np.concatenate([self.ids, ids])
        self.labels = np.concatenate([self.labels, born.labels])
        self.hits = np.concatenate([self.hits, np.full(len(ids), hits)])
        self.seen_at = np.concatenate([self.seen_at, np.full(len(ids), clock)])
        self.last = np.concatenate([self.last, born.boxes])
        self.scores = np.concatenate([self.scores, born.scores])
        self.looks = np.concatenate([self.looks, np.zeros((len(ids), self.looks.shape[1]))])

    def see(self, sources: Whole, detections: Detections, clock: float) -> None:
        """Take in as which of the detections each track was seen [n], or -1."""
        seen = sources >= 0
        if not len(detections):
            return
        boxes = detections.boxes.take(sources, 0)
        self.filters.update(seen, boxes)
        self.hits += seen
        np.copyto(self.seen_at, clock, where=seen)
        np.copyto(self.last, boxes, where=seen[:, None])
        np.copyto(self.scores, detections.scores.take(sources), where=seen)

    def remember(self, sources: Whole, looks: Floats) -> None:
        """Take in how those look who were seen [n], of the looks of all detections."""
        seen = sources >= 0
        if not self.looks.shape[1]:
            self.looks = np.zeros((len(self), looks.shape[1]))
        if seen.any():
            self.looks[seen] = blend(self.looks[seen], looks[sources[seen]])

    def keep(self, which: Flags) -> None:
        """Forget all others."""
        self.filters.keep(which)
        self.ids = self.ids[which]
        self.labels = self.labels[which]
        self.hits = self.hits[which]
        self.seen_at = self.seen_at[which]
        self.last = self.last.compress(which, axis=0)
        self.scores = self.scores[which]
        self.looks = self.looks.compress(which, axis=0)

    def warp(self, motion: Floats) -> None:
        """Move all as the camera moved: an affine of 2 by 3 from the picture before to this one."""
        self.filters.warp(motion)
        turn, shift = motion[:, :2], motion[:, 2]
        self.last = (self.last.reshape(-1, 2, 2) @ turn.T + shift).reshape(-1, 4)
