"""The last seconds of a camera, as JPEG in memory, and what an occasion gathers from them."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from sightline.evidence.occasion import Occasion, Settings
    from sightline.values import Floats, Frame, Picture

NEXT = 0.2  # seconds: who is missed in one picture is seen in one so near
NEAR = 0.5  # seconds: who is seen so near in time stands for a picture in which nobody looked
GAP = timedelta(seconds=1)  # a camera that sends nothing for longer is silent
SILENT = timedelta(seconds=60)  # pictures so old still tell what came before a camera fell silent
_EARLY = 0.9  # of the time between two pictures kept


@dataclass(frozen=True, slots=True)
class Still:
    """One picture in memory, as JPEG, and the persons seen in it (None: nobody looked)."""

    jpeg: bytes
    at: datetime
    number: int
    size: tuple[int, int]
    people: Floats | None

    def image(self) -> Picture:
        """Unpack it."""
        return np.asarray(cv2.imdecode(np.frombuffer(self.jpeg, np.uint8), cv2.IMREAD_COLOR))


@dataclass(slots=True)
class Gathering:
    """An occasion, and its pictures so far."""

    occasion: Occasion
    stills: list[Still] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Give the bytes of its pictures."""
        return sum(len(one.jpeg) for one in self.stills)

    def only_moment(self) -> None:
        """Keep the picture nearest to the moment alone."""
        at = self.occasion.at
        self.stills = sorted(self.stills, key=lambda one: abs(one.at - at))[:1]


class Ring:
    """The last ``before`` seconds of one camera, at most ``rate`` pictures a second, and the open gatherings."""

    def __init__(self, settings: Settings) -> None:
        """Begin empty."""
        self._settings = settings
        self._before = timedelta(seconds=settings.before)
        self._after = timedelta(seconds=settings.after)
        self._stills: deque[Still] = deque()
        self._bytes = 0
        self._open: list[Gathering] = []
        self.last: datetime | None = None

    def add(self, frame: Frame, people: Floats | None) -> list[Gathering]:
        """Add a picture; give the gatherings that are complete with it."""
        if self._too_soon(frame.at):
            return self._due(frame.at)
        still = still_of(frame, people, self._settings.quality)
        self._stills.append(still)
        self._bytes += len(still.jpeg)
        self._forget(frame.at)
        for one in self._open:
            if frame.at <= one.occasion.at + self._after:
                one.stills.append(still)
        self.last = frame.at
        return self._due(frame.at)

    def elapse(self, at: datetime) -> list[Gathering]:
        """Give the gatherings that are complete at this moment, without a picture."""
        return self._due(at)

    def begin(self, occasion: Occasion) -> None:
        """Begin to gather for an occasion, with what is there of the time before, or before the camera fell silent."""
        quiet = occasion.at - self._stills[-1].at if self._stills else timedelta()
        first = occasion.at - self._before - (min(quiet, SILENT) if quiet > GAP else timedelta())
        last = occasion.at + self._after
        known = [still for still in self._stills if first <= still.at <= last]
        self._open.append(Gathering(occasion, known))

    def end(self) -> list[Gathering]:
        """Give all that is gathered so far: no more pictures come."""
        rest, self._open = self._open, []
        return rest

    def _due(self, at: datetime) -> list[Gathering]:
        done = [one for one in self._open if at >= one.occasion.at + self._after]
        self._open = [one for one in self._open if at < one.occasion.at + self._after]
        return done

    def _too_soon(self, at: datetime) -> bool:
        """Tell whether this picture is left out; one that follows a clock set back is not."""
        if self.last is None or self._settings.rate <= 0:
            return False
        since = (at - self.last).total_seconds()
        return 0 <= since < _EARLY / self._settings.rate

    def _forget(self, at: datetime) -> None:
        while self._stills and (
            self._stills[0].at < at - self._before or self._bytes > self._settings.memory
        ):
            self._bytes -= len(self._stills.popleft().jpeg)


def still_of(frame: Frame, people: Floats | None, quality: int = 90) -> Still:
    """Keep a picture, with the persons in it."""
    jpeg = cv2.imencode(".jpg", frame.image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()
    seen = None if people is None else np.array(people, np.float64).reshape(-1, 4)
    return Still(jpeg, frame.at, frame.number, frame.size, seen)


def people_near(stills: Sequence[Still], place: int) -> Floats | None:
    """Join the persons of a picture with those of its neighbours in time; None where nobody looked at any."""
    here = stills[place]
    apart = NEAR if here.people is None else NEXT
    near = [
        one.people
        for one in stills
        if one.people is not None and abs((one.at - here.at).total_seconds()) <= apart
    ]
    return np.concatenate(near) if near else None
