"""The way of every picture from any source: its moment, whether it is kept, how the camera is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from sightline.errors import SourceError
from sightline.ingest.condition import Condition
from sightline.ingest.decode import BROKEN, Shot
from sightline.ingest.incidents import Incident, IncidentKind, Item
from sightline.ingest.sampling import MotionGate, Sampler
from sightline.ingest.timeline import Timeline
from sightline.values import Frame, Picture

if TYPE_CHECKING:
    from sightline.ingest.options import Options


class Intake:
    """Turns the shots of one source into frames and incidents, in order.

    >>> from datetime import UTC
    >>> import numpy as np
    >>> from sightline.ingest import Options
    >>> intake = Intake(Options(name="gate"), datetime(2026, 4, 1, tzinfo=UTC), 10.0)
    >>> shot = Shot(0.0, (8, 6), lambda: np.zeros((6, 8, 3), np.uint8))
    >>> [frame.number for frame in intake.take(shot)]
    [0]
    """

    def __init__(self, options: Options, start: datetime, rate: float) -> None:
        """Begin at ``start``; ``rate`` is the source's own, pictures a second."""
        self._options = options
        self._name = options.name
        self.timeline = Timeline(options.name, options.limits, start, rate)
        self._sampler = Sampler(options.sample)
        self._gate = MotionGate(options.motion)
        self._condition = Condition(options.limits)
        self._start = start
        self._number = 0
        self._damaged = 0
        self.read = 0
        self._reported: datetime | None = None

    @property
    def last(self) -> datetime:
        """Give the moment of the last picture."""
        return self.timeline.last or self._start

    def take(self, shot: Shot, received: datetime | None = None) -> Iterator[Item]:
        """Give what comes of one shot."""
        image = None
        if shot.read is not None:
            at, told = self.timeline.place(shot.seconds, received)
            yield from told
            self._number += 1
            if not self._sampler.keeps(at):
                return
            image = _pixels(shot)
        if image is None:
            self._damaged += 1
            yield from self.damage(seldom=True)
            return
        self.read += 1
        frame = Frame(image, self.last, self._number - 1, self._name)
        yield from self._condition.look(frame)
        if self._gate.passes(frame):
            yield frame

    def damage(self, *, seldom: bool = False) -> Iterator[Incident]:
        """Tell of damaged pictures not told of yet; ``seldom``: at most every few seconds."""
        recent = self._reported is not None and (
            (self.last - self._reported).total_seconds() < self._options.limits.report
        )
        if not self._damaged or (seldom and recent):
            return
        count, self._damaged, self._reported = self._damaged, 0, self.last
        yield self.tell(IncidentKind.DAMAGED, detail=f"× {count}")

    def tell(self, kind: IncidentKind, seconds: float = 0.0, detail: str = "") -> Incident:
        """Make an incident of the moment of the last picture."""
        return Incident(kind, self.last, self._name, seconds, detail)


def _pixels(shot: Shot) -> Picture | None:
    try:
        return shot.read() if shot.read is not None else None
    except (*BROKEN, SourceError, ValueError):
        return None
