"""Tell from the pictures alone whether a camera hangs, is covered, or was set to another size."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import cv2
import numpy as np

from sightline.ingest.incidents import Incident, IncidentKind

if TYPE_CHECKING:
    from sightline.ingest.options import Limits
    from sightline.values import Frame, Picture

_RECODED = 16  # grey levels by which encoding one picture again and again moves a point at most
_KNOWN = 300  # pictures between two key pictures, at most
_APART = 61  # each so manieth point is looked at first
_SAMPLE = 160  # pixels across that are looked at: enough for edges of things, quick at any size


def thumbnail(image: Picture) -> Picture:
    """Give grey levels [h, w] of about 160 pixels across, by leaving pixels out: noise stays visible.

    >>> thumbnail(np.zeros((480, 640, 3), np.uint8)).shape
    (120, 160)
    """
    step = max(1, image.shape[1] // _SAMPLE)
    return np.ascontiguousarray(image[::step, ::step, 1])


def is_covered(grey: Picture, limits: Limits) -> bool:
    """Tell whether a picture shows hardly any contrast and hardly any edges.

    >>> from sightline.ingest import Limits
    >>> is_covered(np.full((90, 160), 128, np.uint8), Limits())
    True
    """
    _, spread = cv2.meanStdDev(grey)
    if float(spread[0, 0]) >= limits.covered_contrast:
        return False
    steep = np.asarray(cv2.absdiff(grey[:, 1:], grey[:, :-1])) > limits.covered_contrast
    return float(steep.mean()) < limits.covered_edges


class Condition:
    """How the pictures of one source are; it remembers since when.

    >>> from datetime import UTC, datetime, timedelta
    >>> from sightline.ingest import Limits
    >>> from sightline.values import Frame
    >>> watch, grey = Condition(Limits()), np.full((90, 160, 3), 128, np.uint8)
    >>> start = datetime(2026, 4, 1, tzinfo=UTC)
    >>> frames = [Frame(grey, start + timedelta(seconds=s), s, "gate") for s in range(3)]
    >>> [str(one.kind) for frame in frames for one in watch.look(frame)]
    ['covered']
    """

    def __init__(self, limits: Limits) -> None:
        """Begin with a camera of which nothing is known."""
        self._limits = limits
        self._size: tuple[int, int] | None = None
        self._frozen = _Lasting(limits.still, (IncidentKind.FROZEN, IncidentKind.MOVING))
        self._covered = _Lasting(limits.covered, (IncidentKind.COVERED, IncidentKind.UNCOVERED))
        self._copies = _Copies(limits.still_levels)

    def look(self, frame: Frame) -> list[Incident]:
        """Give what has become of the camera with this picture."""
        told = self._resized(frame)
        grey = thumbnail(frame.image)
        told += self._frozen.tell(frame, holds=self._copies.has(grey))
        told += self._covered.tell(frame, holds=is_covered(grey, self._limits))
        return told

    def _resized(self, frame: Frame) -> list[Incident]:
        before, self._size = self._size, frame.size
        if before in {None, frame.size}:
            return []
        sizes = f"{before} → {frame.size}"
        return [Incident(IncidentKind.SIZE_CHANGED, frame.at, frame.source, detail=sizes)]


class _Copies:
    """Knows a picture again that nothing moved in, also where an encoder draws it a little otherwise each time.

    A hung camera's encoder repeats itself from key picture to key picture: each picture was there before. Noise of a
    sensor never is. A slow change counts, since the first picture is what others are compared with.
    """

    def __init__(self, levels: int) -> None:
        self._levels = levels
        self._known: deque[Picture] = deque(maxlen=_KNOWN)
        self._signs: deque[Picture] = deque(maxlen=_KNOWN)

    def has(self, grey: Picture) -> bool:
        """Tell whether this picture, or one as good as it, was there before; remember it."""
        if not self._known or _apart(self._known[0], grey) > _RECODED:
            self._known.clear()
            self._signs.clear()
        elif self._found(grey):
            return True
        self._known.append(grey)
        self._signs.append(_sign(grey))
        return False

    def _found(self, grey: Picture) -> bool:
        apart = np.abs(np.stack(self._signs).astype(np.int16) - _sign(grey)).max(axis=1)
        alike = np.flatnonzero(apart <= self._levels)
        return any(_apart(self._known[one], grey) <= self._levels for one in alike.tolist())


def _sign(grey: Picture) -> Picture:
    return grey.reshape(-1)[::_APART]


def _apart(one: Picture, other: Picture) -> int:
    """Give the largest difference of a point; of another size everything differs."""
    if one.shape != other.shape:
        return 255
    return int(np.asarray(cv2.absdiff(one, other)).max(initial=0))


class _Lasting:
    """Something that is told once it has held for some seconds, and again once it no longer does."""

    def __init__(self, after: float, kinds: tuple[IncidentKind, IncidentKind]) -> None:
        self._after = after
        self._begun, self._over = kinds
        self._since: Frame | None = None
        self._last: Frame | None = None
        self._told = False

    def tell(self, frame: Frame, *, holds: bool) -> list[Incident]:
        if not holds:
            return self._end(frame)
        self._since = self._since or frame
        seconds = (frame.at - self._since.at).total_seconds()
        if self._told or seconds < self._after:
            return []
        self._told = True
        return [Incident(self._begun, frame.at, frame.source, seconds)]

    def _end(self, frame: Frame) -> list[Incident]:
        since, told = self._since, self._told
        self._since, self._told = None, False
        if since is None or not told:
            return []
        seconds = (frame.at - since.at).total_seconds()
        return [Incident(self._over, frame.at, frame.source, seconds)]
