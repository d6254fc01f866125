"""A camera for a test: pictures by the second, an occasion, and a disk that can be full."""

from __future__ import annotations

import errno
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from sightline.errors import Text
from sightline.evidence import Disk, Keeper, Note, Occasion, Origin, Settings, Tools
from sightline.values import Floats, Frame

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)
ORIGIN = Origin("gate", "rtsp://***@10.0.0.8/live", "yard", "c0ffee", {"nanodet": "ab12"}, "0.1")
PERSON = np.array([[40.0, 20.0, 80.0, 120.0]])
STRIPES = np.repeat(np.indices((144, 192)).sum(0)[..., None] % 8 * 32, 3, axis=2).astype(np.uint8)


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def frame(seconds: float) -> Frame:
    image = STRIPES.copy()
    image[:4, : int(seconds * 10) % 190 + 1] = 255
    return Frame(image, after(seconds), round(seconds * 10), "gate")


def occasion(seconds: float = 0.0, name: str = "1") -> Occasion:
    seen = {"distance": {"metres": 1.2, "low": 0.9, "high": 1.5}, "tracks": [4, 7]}
    return Occasion(name, "too-near", "alarm", "gate", after(seconds), Text("太近", "near"), seen)


def watch(keeper: Keeper, start: float, end: float, people: Floats | None = PERSON) -> None:
    """Show ten pictures a second."""
    for tick in range(round(start * 10), round(end * 10)):
        keeper.add(frame(tick / 10), people)


def keep(
    folder: Path, *seconds: float, settings: Settings | None = None, tools: Tools | None = None
) -> tuple[Note, ...]:
    """Watch a camera on which something happened at these seconds; give what became of it."""
    keeper = Keeper(folder, ORIGIN, settings, tools)
    begin = min(seconds) - 3
    for number, second in enumerate(sorted(seconds)):
        watch(keeper, begin, second)
        keeper.keep(occasion(second, str(number)))
        begin = second
    watch(keeper, begin, begin + 4)
    keeper.finish()
    return keeper.notes()


class SmallDisk(Disk):
    """A disk with room for so many bytes; what is removed does not make room."""

    def __init__(self, room: int) -> None:
        self.room = room

    def write(self, path: Path, content: bytes) -> None:
        self._take(len(content))
        super().write(path, content)

    def append(self, path: Path, line: bytes) -> None:
        self._take(len(line))
        super().append(path, line)

    def _take(self, size: int) -> None:
        if size > self.room:
            raise OSError(errno.ENOSPC, "No space left on device")
        self.room -= size
