"""Small recordings made for a test."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from sightline.ingest import Incident, Item
from sightline.ingest.decode import Reel, Shot
from sightline.values import Frame, Picture

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)
ANY = np.random.default_rng(7)


def noise(size: tuple[int, int] = (64, 48)) -> Picture:
    return ANY.integers(0, 255, (size[1], size[0], 3), dtype=np.uint8)


def write(path: Path, count: int = 20, rate: int = 10, ticks: Iterable[int] | None = None) -> Path:
    """Write noise at these ticks (tenths of a second)."""
    film = av.open(str(path), "w")
    stream = film.add_stream("mjpeg" if path.suffix == ".mkv" else "libx264", rate=rate)
    stream.width, stream.height = 64, 48
    stream.pix_fmt = "yuvj420p" if path.suffix == ".mkv" else "yuv420p"
    for tick in ticks or range(count):
        frame = av.VideoFrame.from_ndarray(noise(), format="bgr24").reformat(format=stream.pix_fmt)
        frame.pts, frame.time_base = tick, Fraction(1, rate)
        film.mux(stream.encode(frame))
    film.mux(stream.encode())
    film.close()
    return path


def shot(seconds: float | None, image: Picture | None = None) -> Shot:
    image = noise() if image is None else image
    return Shot(seconds, (image.shape[1], image.shape[0]), lambda: image)


DAMAGED = Shot(None, (0, 0), None)


class Hands:
    """A clock that only moves when somebody sleeps, or is told to."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.set = 0.0

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds

    def monotonic(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return datetime.fromtimestamp(NOON.timestamp() + self.seconds + self.set, UTC)


def reel(shots: Iterable[Shot]) -> Reel:
    return Reel(iter(shots), 0.0, 10.0, {})


def connecting(*visits: Callable[[], Iterable[Shot]]) -> Callable[[], object]:
    """Connect to one visit after the other; one that raises refuses."""
    left = iter(visits)

    @contextmanager
    def connect() -> Iterator[Reel]:
        yield reel(next(left)())

    return connect


def frames(items: Iterable[Item]) -> list[Frame]:
    return [item for item in items if isinstance(item, Frame)]


def kinds(items: Iterable[Item]) -> list[str]:
    return [str(item.kind) for item in items if isinstance(item, Incident)]
