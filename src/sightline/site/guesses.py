"""Whom to believe in who is not seen just now: where a new track begins, somebody lost just there was not lost."""

from __future__ import annotations

import numpy as np

from sightline.values import Tracks

NEAR = 1.0
"""A new track refutes guesses within so many heights of their boxes: who turns round at once begins one just there."""


class Guesses:
    """Remembers which guesses were refuted: they stay left out until their track is seen again.

    >>> from sightline.values import Detections
    >>> seen = Detections.of([[0, 0, 40, 100], [20, 0, 60, 100], [500, 0, 540, 100]], [0.9] * 3, [0] * 3, ("person",))
    >>> guesses = Guesses()
    >>> guesses.believed(Tracks(np.array([1, 2]), seen.take(np.array([0, 2])), np.array([0, 1]))).ids.tolist()
    [1, 2]
    >>> guesses.believed(Tracks(np.array([1, 4, 2]), seen, np.array([-1, 0, -1]))).ids.tolist()
    [4, 2]
    """

    def __init__(self) -> None:
        """Begin with none refuted."""
        self.most = -1
        self.refuted: frozenset[int] = frozenset()

    def believed(self, tracks: Tracks) -> Tracks:
        """Leave out who is guessed to be where a new track begins."""
        guessed = tracks.sources < 0
        new = ~guessed & (tracks.ids > self.most)
        feet, boxes = tracks.seen.feet, tracks.seen.boxes
        apart = np.linalg.norm(feet[:, None] - feet[None, new], axis=2)
        near = (apart < NEAR * (boxes[:, 3] - boxes[:, 1])[:, None]).any(axis=1)
        found = self.refuted | set(tracks.ids[guessed & near].tolist())
        self.refuted = frozenset(found.difference(tracks.ids[~guessed].tolist()))
        self.most = max(self.most, int(tracks.ids.max(initial=-1)))
        out = np.isin(tracks.ids, np.array(sorted(self.refuted), np.int64))
        keep = np.flatnonzero(~(guessed & out))
        return Tracks(tracks.ids[keep], tracks.seen.take(keep), tracks.sources[keep])
