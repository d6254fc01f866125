"""How a source is read: its clock, its pace, how long it is waited for, and what is too much."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from threading import Event

DAY = 86_400.0


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """Where time comes from; without ``sleep``, waiting ends early when the source is closed.

    >>> Clock().now().tzinfo is UTC
    True
    """

    now: Callable[[], datetime] = _now
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] | None = None


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is waited, in seconds.

    A live source whose server returns is back within ``connect + longest`` and the time to its first whole picture:
    an attempt that began too early must end, then the longest pause passes, then the next attempt succeeds.

    >>> Patience().connect + Patience().longest <= 4
    True
    """

    connect: float = 2.5
    silent: float = 3.0
    first: float = 0.25
    longest: float = 1.5


@dataclass(frozen=True, slots=True)
class Limits:
    """When a picture or a clock is called wrong.

    ``side`` is the longest edge allowed in pixels; ``gap``, ``clock``, ``still``, ``covered`` and ``report`` are
    seconds. The others are grey levels of 0 to 255 and shares of 0 to 1; the reference says whence.

    >>> Limits().side
    8192
    """

    side: int = 8192
    gap: float = 1.0
    clock: float = 5.0
    still: float = 10.0
    still_levels: int = 2
    covered: float = 1.0
    covered_contrast: float = 10.0
    covered_edges: float = 0.01
    report: float = 10.0


@dataclass(frozen=True, slots=True)
class Motion:
    """When a picture is worth recognising: enough of it changed, or ``longest`` seconds went by.

    >>> Motion().longest
    1.0
    """

    share: float = 0.001
    levels: int = 15
    longest: float = 1.0


@dataclass(frozen=True, slots=True)
class Options:
    """How one source is read.

    ``start`` is the moment of a recording's first picture (without it: what the file says, else when it was written);
    ``zone`` is that of times in the names of pictures and ``rate`` the pictures a second of a folder without times;
    ``speed`` 0 is as fast as possible, 1 as it was, 4 four times so; ``sample`` keeps so many pictures a second;
    ``drop`` lets a recording drop pictures as a live source does; ``queue`` pictures wait at most.

    >>> Options(name="gate").speed
    0.0
    """

    name: str = "camera"
    start: datetime | None = None
    zone: tzinfo = UTC
    rate: float = 10.0
    speed: float = 0.0
    sample: float | None = None
    motion: Motion | None = None
    drop: bool = False
    queue: int = 8
    patience: Patience = field(default_factory=Patience)
    limits: Limits = field(default_factory=Limits)


class Rim:
    """The world outside as a source sees it: its clock, and whether it was closed.

    >>> Rim(Clock(sleep=lambda seconds: None)).nap(60)
    False
    """

    def __init__(self, clock: Clock) -> None:
        """Take the clock."""
        self.now = clock.now
        self.monotonic = clock.monotonic
        self._sleep = clock.sleep
        self._closed = Event()

    @property
    def closed(self) -> bool:
        """Tell whether the source was closed."""
        return self._closed.is_set()

    def close(self) -> None:
        """Wake who naps, and tell them."""
        self._closed.set()

    def nap(self, seconds: float) -> bool:
        """Wait, and tell whether the source was closed meanwhile."""
        if self._sleep is None:
            self._closed.wait(seconds)
        else:
            self._sleep(seconds)
        return self.closed
