"""Choose the pictures worth looking at."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from sightline.ingest.condition import thumbnail

if TYPE_CHECKING:
    from sightline.ingest.options import Motion
    from sightline.values import Frame, Picture

_EARLY = 0.1  # of the time between two pictures kept: clocks of cameras are not even


class Sampler:
    """Keep so many pictures a second, evenly, whatever the source's own rate.

    >>> from datetime import UTC, timedelta
    >>> start = datetime(2026, 4, 1, tzinfo=UTC)
    >>> sampler = Sampler(5.0)
    >>> sum(sampler.keeps(start + timedelta(seconds=n / 25)) for n in range(50))
    10
    """

    def __init__(self, rate: float | None) -> None:
        """Keep ``rate`` pictures a second; None keeps all."""
        self._apart = 1.0 / rate if rate else 0.0
        self._first: datetime | None = None
        self._next = 0.0

    def keeps(self, at: datetime) -> bool:
        """Tell whether the picture of this moment is kept."""
        if not self._apart:
            return True
        self._first = self._first or at
        seconds = (at - self._first).total_seconds()
        if seconds < self._next - _EARLY * self._apart:
            return False
        missed = max(0.0, seconds - self._next) // self._apart
        self._next += (missed + 1) * self._apart
        return True


class MotionGate:
    """Let a picture through when enough of it changed since the last that went through, or after a while.

    >>> from datetime import UTC
    >>> from sightline.ingest import Motion
    >>> from sightline.values import Frame
    >>> gate = MotionGate(Motion())
    >>> still = Frame(np.zeros((90, 160, 3), np.uint8), datetime(2026, 4, 1, tzinfo=UTC), 0, "gate")
    >>> gate.passes(still), gate.passes(still)
    (True, False)
    """

    def __init__(self, motion: Motion | None) -> None:
        """Judge by ``motion``; None lets all through."""
        self._motion = motion
        self._grey: Picture | None = None
        self._at: datetime | None = None

    def passes(self, frame: Frame) -> bool:
        """Tell whether the picture goes through."""
        if self._motion is None:
            return True
        grey = thumbnail(frame.image)
        if not (self._waited(frame.at, self._motion) or self._moved(grey, self._motion)):
            return False
        self._grey, self._at = grey.copy(), frame.at
        return True

    def _waited(self, at: datetime, motion: Motion) -> bool:
        return self._at is None or (at - self._at).total_seconds() >= motion.longest

    def _moved(self, grey: Picture, motion: Motion) -> bool:
        if self._grey is None or self._grey.shape != grey.shape:
            return True
        changed = np.abs(self._grey.astype(np.int16) - grey) > motion.levels
        return bool(changed.mean() >= motion.share)
