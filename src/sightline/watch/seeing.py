"""The first half of a camera's watch: what its source gives, with what is recognised in each picture.

It runs a picture or two ahead of the second half in a thread of its own: while one picture is judged, the next is
recognised.
"""

from __future__ import annotations

import logging
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

from sightline.ingest import Incident, IncidentKind
from sightline.values import Detections, Floats, Frame, Tracks
from sightline.watch.ahead import Ahead

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from sightline.ingest import Clock
    from sightline.watch.drifting import Drifting

    Glance = Callable[[], Detections | None]

LOG = logging.getLogger(__name__)
#: While a live camera sends nothing, that is said this often, in seconds.
PATIENCE = 0.5
#: Pictures of a film that are glanced at at once; a live camera has one at a time.
EYES = 2


class Recognising(Protocol):
    """What a watch asks of a recogniser; a made-up one will do for a test."""

    @property
    def absent(self) -> frozenset[str]:
        """Name the models that rules may ask for and that are not there."""

    def glance(self, frame: Frame) -> Detections | None:
        """Give what needs no other picture: asked in any order, from several threads."""

    def see(self, frame: Frame, glanced: Detections | None = None) -> Detections:
        """Give what is in a picture; pictures come in order, with what `glance` gave."""

    def traits(self, frame: Frame, tracks: Tracks) -> dict[str, Floats]:
        """Give shares of certainty [n] by name for those who are followed; asked while the next picture is seen."""

    def forget(self) -> None:
        """Begin anew with what was learnt of the place."""


class Giving(Protocol):
    """What a watch asks of a source: one camera's, or that of two side by side."""

    where: str

    @property
    def flowing(self) -> bool:
        """Tell whether it is read by a thread of its own."""

    @property
    def ended(self) -> bool:
        """Tell whether nothing new will come."""

    @property
    def dropped(self) -> int:
        """Count the pictures that nobody took in time."""

    def take(self, seconds: float | None = None) -> Frame | Incident | None:
        """Give the next picture or what happened."""

    def __iter__(self) -> Iterator[Frame | Incident]:
        """Give all."""

    def close(self) -> None:
        """Stop reading."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One picture: what was recognised, None where nobody looked; whether the view had turned; what went wrong."""

    frame: Frame
    found: Detections | None = None
    away: bool = False
    wrong: Exception | None = None


@dataclass(frozen=True, slots=True)
class Silence:
    """A live camera sent nothing for a while."""

    at: datetime


Given = Seen | Silence | Incident


class Seeing:
    """Asks one recogniser: to see in the thread that works ahead, for traits in the one that judges."""

    def __init__(self, recogniser: Recognising, drifting: Drifting, every: int = 1) -> None:
        """Take what recognises, what notices a turned camera, and how many pictures go by for one that is looked at."""
        self._recogniser = recogniser
        self._drifting = drifting
        self._every = every
        self._count = 0

    def traits(self, frame: Frame, tracks: Tracks) -> dict[str, Floats]:
        """Give what models tell that look at each who is followed."""
        return self._recogniser.traits(frame, tracks)

    def given(self, source: Giving, clock: Clock) -> Iterator[Given]:
        """Give everything in its order; a recording is decoded ahead, of a live camera silence is told."""
        if source.flowing:
            for item in _flowing(source, clock):
                yield self._one(item, self._glance(item))
            return
        decoded = Ahead(iter(source))
        try:
            yield from self._side_by_side(decoded)
        finally:
            decoded.close()

    def _side_by_side(self, items: Iterable[Frame | Incident]) -> Iterator[Given]:
        """Glance at the next pictures of a film at once, and give them in their order."""
        waiting: deque[tuple[Frame | Incident, Glance | None]] = deque()
        with ThreadPoolExecutor(EYES, "glance") as eyes:
            for item in items:
                waiting.append((item, self._glance(item, eyes)))
                if len(waiting) > EYES:
                    yield self._one(*waiting.popleft())
            for one in waiting:
                yield self._one(*one)

    def _glance(
        self, item: Frame | Incident | Silence, eyes: ThreadPoolExecutor | None = None
    ) -> Glance | None:
        """Tell how to get the glance at a picture that is looked at, begun in another thread where there is one."""
        if not isinstance(item, Frame):
            return None
        self._count += 1
        if self._count % self._every:
            return None
        if eyes is None:
            return partial(self._recogniser.glance, item)
        return eyes.submit(self._recogniser.glance, item).result

    def _one(self, item: Frame | Incident | Silence, glance: Glance | None) -> Given:
        """Recognise where it is a picture; forget the place where pictures are of another size now."""
        if isinstance(item, Frame):
            return Seen(item) if glance is None else self._look(item, glance)
        if isinstance(item, Incident) and item.kind is IncidentKind.SIZE_CHANGED:
            self._recogniser.forget()
        return item

    def _look(self, frame: Frame, glance: Glance) -> Seen:
        """Recognise one picture; what fails fails for this picture alone."""
        try:
            found = self._recogniser.see(frame, glance())
            return Seen(frame, found, self._drifting.away(frame))
        except Exception as wrong:  # a door: the next picture may be well
            LOG.debug("picture %s", frame.number, exc_info=True)
            return Seen(frame, wrong=wrong)


def _flowing(source: Giving, clock: Clock) -> Iterator[Frame | Incident | Silence]:
    while True:
        item = source.take(PATIENCE)
        if item is not None:
            yield item
        elif source.ended:
            return
        else:
            yield Silence(clock.now())
