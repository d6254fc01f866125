"""Stay with a camera that comes and goes: connect, notice silence, connect again after a growing pause."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from sightline.errors import SourceError
from sightline.ingest.decode import BROKEN, Reel, reason
from sightline.ingest.incidents import Incident, IncidentKind, Item
from sightline.ingest.intake import Intake

if TYPE_CHECKING:
    from sightline.ingest.options import Options, Patience, Rim

Connect = Callable[[], AbstractContextManager[Reel]]
_STEADY = 10.0  # seconds of pictures after which the next pause is short again


def pauses(patience: Patience, chance: Callable[[], float]) -> Iterator[float]:
    """Give the pauses between attempts, in seconds: doubling up to the longest.

    Each is shortened by chance to no less than half, so that a hundred cameras behind one switch do not all knock at
    once.

    >>> from itertools import islice
    >>> from sightline.ingest import Patience
    >>> list(islice(pauses(Patience(first=0.25, longest=1.5), lambda: 1.0), 5))
    [0.25, 0.5, 1.0, 1.5, 1.5]
    """
    pause = patience.first
    while True:
        yield min(pause, patience.longest) * (0.5 + 0.5 * chance())
        pause = min(2 * pause, patience.longest)


class Live:
    """One live source; iterate over `items` in a thread of its own."""

    def __init__(self, connect: Connect, options: Options, rim: Rim) -> None:
        """Take how to connect; nothing is done before `items` is asked for."""
        self._connect = connect
        self._options = options
        self._rim = rim
        self._chance = random.SystemRandom().random
        self._pauses = pauses(options.patience, self._chance)
        self._intake = Intake(options, rim.now(), 0.0)
        self._seen = rim.monotonic()
        self._lost = False

    def items(self) -> Iterator[Item]:
        """Give pictures and incidents until the source is closed."""
        while not self._rim.closed:
            why = "end of stream"
            try:
                with self._connect() as reel:
                    yield from self._session(reel)
            except SourceError as error:
                why = next(iter(getattr(error, "__notes__", ())), error.what.en)
            except BROKEN as error:
                why = reason(error)
            if self._rim.closed:
                return
            if not self._lost:
                self._lost = True
                yield self._tell(IncidentKind.LOST, detail=why)
            self._rim.nap(next(self._pauses))

    def _session(self, reel: Reel) -> Iterator[Item]:
        """Give what one connection brings, until it ends or brings no whole picture for too long."""
        self._intake.timeline.begin_again()
        began = heard = self._rim.monotonic()
        for shot in reel.shots:
            now = self._rim.monotonic()
            if self._rim.closed or now - heard > self._options.patience.silent:
                return
            if shot.read is not None:
                heard = now
                yield from self._found(now)
                if now - began > _STEADY:
                    self._pauses = pauses(self._options.patience, self._chance)
            yield from self._intake.take(shot, self._rim.now())

    def _found(self, now: float) -> Iterator[Incident]:
        """Say that the picture is back, if it was lost."""
        if self._lost:
            self._lost = False
            yield self._tell(IncidentKind.BACK, now - self._seen)
        self._seen = now

    def _tell(self, kind: IncidentKind, seconds: float = 0.0, detail: str = "") -> Incident:
        at = max(self._rim.now(), self._intake.last)
        return Incident(kind, at, self._options.name, seconds, detail)
