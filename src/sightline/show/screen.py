"""What one camera's page shows: the last picture and what it came to, handed over between threads."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import datetime
from threading import Condition
from typing import TYPE_CHECKING

from sightline.values import CameraState, Frame

if TYPE_CHECKING:
    from sightline.site import Site
    from sightline.site.chain import Step

#: How many places of each track are drawn behind it, and after how long they fade.
TRAIL, FADES = 40, 8.0


@dataclass(frozen=True, slots=True)
class Health:
    """How a camera's watch goes: pictures per second, how many were taken, how many left out, what runs.

    ``lag`` is how many seconds a live picture is old, None for a recording.
    """

    rate: float = 0.0
    taken: int = 0
    dropped: int = 0
    state: CameraState = CameraState.SEEING
    lag: float | None = None
    models: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """One picture with all that is told of it."""

    frame: Frame
    step: Step | None
    health: Health


class Screen:
    """Keeps the newest picture of a camera; whoever looks waits for a newer one."""

    def __init__(self, site: Site) -> None:
        """Begin with nothing to see."""
        self.site = site
        self.ended = False
        self._shown: Shown | None = None
        self._turn = 0
        self._news = Condition()
        self._trails: dict[int, deque[tuple[datetime, float, float]]] = {}

    def show(self, shown: Shown) -> None:
        """Put up a newer picture, and keep the way that each went."""
        with self._news:
            self._shown = shown
            self._turn += 1
            if shown.step is not None:
                self._walk(shown.step)
            self._news.notify_all()

    def end(self) -> None:
        """Say that no other picture will come."""
        with self._news:
            self.ended = True
            self._news.notify_all()

    def now(self) -> Shown | None:
        """Give the newest picture, if there is any."""
        return self._shown

    def after(self, turn: int, seconds: float) -> tuple[int, Shown | None]:
        """Wait for a picture newer than a turn, at most so long; give its turn, or the old one."""
        with self._news:
            self._news.wait_for(lambda: self._turn > turn or self.ended, seconds)
            return self._turn, self._shown

    def trails(self) -> dict[int, tuple[tuple[float, float], ...]]:
        """Give the way of each that is followed, in metres, oldest place first."""
        with self._news:
            return {one: tuple((x, y) for _at, x, y in way) for one, way in self._trails.items()}

    def _walk(self, step: Step) -> None:
        for one, (x, y) in zip(step.moment.ids.tolist(), step.placed.xy.tolist(), strict=True):
            if x == x:  # noqa: PLR0124 - NaN is no place
                self._trails.setdefault(one, deque(maxlen=TRAIL)).append((step.moment.at, x, y))
        gone = [
            one
            for one, way in self._trails.items()
            if (step.moment.at - way[-1][0]).total_seconds() > FADES
        ]
        for one in gone:
            del self._trails[one]
