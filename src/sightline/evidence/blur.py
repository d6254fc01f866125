"""Make faces unrecognisable before a picture is kept.

The head of every person is covered. With a face model, of a person whose face it finds only the face is, so that a
helmet stays visible; a small or turned face that it misses stays covered with the head. Where nobody even looked for
persons the whole picture is covered: not known is never taken for clear.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import cv2
import numpy as np

from sightline.errors import SightlineError
from sightline.evidence.ring import Still, people_near
from sightline.values import Flags, Floats, Picture

Faces = Callable[[Picture], Floats]
HEAD = 0.3  # of a standing person's box: a head is an eighth of the body, a stooping one lies lower
WIDER = 0.1  # of the region, on each side: boxes of detectors sit close
CELLS = 5  # across a region: a face of five by five patches is nobody's
EVERY = 3  # the face model looks at each third picture, for its neighbours too
NEIGHBOURS = 3  # pictures before and after whose faces are covered here too


def heads(boxes: Floats) -> Floats:
    """Give where the heads are [n, 4] in boxes of persons [n, 4], in pixels; a box wider than high is taken whole.

    >>> heads(np.array([[10.0, 20.0, 30.0, 120.0], [0.0, 0.0, 50.0, 20.0]])).tolist()
    [[10.0, 20.0, 30.0, 50.0], [0.0, 0.0, 50.0, 20.0]]
    """
    found = np.array(boxes, np.float64).reshape(-1, 4)
    wide, high = (found[:, 2:] - found[:, :2]).T
    standing = high > wide
    found[standing, 3] = found[standing, 1] + HEAD * high[standing]
    return found


def covered(image: Picture, regions: Floats) -> Picture:
    """Give the picture with each region [n, 4] reduced to a few patches of one colour.

    >>> picture = np.arange(75, dtype=np.uint8).reshape(5, 5, 3)
    >>> bool((covered(picture, np.array([[0.0, 0, 2, 2]]))[3:, 3:] == picture[3:, 3:]).all())
    True
    """
    result = image.copy()
    height, width = image.shape[:2]
    for left, top, right, bottom in np.asarray(regions, np.float64).reshape(-1, 4):
        x, y = WIDER * (right - left), WIDER * (bottom - top)
        one, two = (int(max(0, np.floor(edge))) for edge in (left - x, top - y))
        three, four = int(min(width, np.ceil(right + x))), int(min(height, np.ceil(bottom + y)))
        if three > one and four > two:
            result[two:four, one:three] = _patches(result[two:four, one:three])
    return result


def whole(size: tuple[int, int]) -> Floats:
    """Give the one region that is all of a picture of this width and height.

    >>> whole((6, 4)).tolist()
    [[0.0, 0.0, 6.0, 4.0]]
    """
    return np.array([[0.0, 0.0, *size]])


class Blur:
    """What is covered in the pictures of a clip; what was found in a picture is kept for the next clip that holds it.

    >>> from datetime import UTC, datetime
    >>> from sightline.evidence.ring import still_of
    >>> from sightline.values import Frame
    >>> frame = Frame(np.zeros((90, 40, 3), np.uint8), datetime(2026, 4, 1, tzinfo=UTC), 0, "gate")
    >>> [one.tolist() for one in Blur(None).regions([still_of(frame, None)])]
    [[[0.0, 0.0, 40.0, 90.0]]]
    """

    def __init__(self, faces: Faces | None) -> None:
        """Take what finds faces in a picture, if there is one."""
        self._faces = faces
        self._found: dict[datetime, Floats | None] = {}

    @property
    def how(self) -> str:
        """Say what is covered: ``faces`` or ``heads``."""
        return "heads" if self._faces is None else "faces"

    def regions(self, stills: Sequence[Still]) -> list[Floats]:
        """Give what is to be covered in each picture of a clip."""
        found = [self._face(still, place) for place, still in enumerate(stills)]
        self._found = {still.at: one for still, one in zip(stills, found, strict=True)}
        return [_region(stills, found, place) for place in range(len(stills))]

    def _face(self, still: Still, place: int) -> Floats | None:
        """Look for faces; a model that fails is not asked again, and heads are covered instead."""
        if self._faces is None or place % EVERY:
            return self._found.get(still.at)
        known = self._found.get(still.at)
        if known is not None:
            return known
        try:
            return np.asarray(self._faces(still.image()), np.float64).reshape(-1, 4)
        except (SightlineError, cv2.error, RuntimeError, ValueError):
            self._faces = None
            return None


def _region(stills: Sequence[Still], found: Sequence[Floats | None], place: int) -> Floats:
    """Join the faces of a picture and its neighbours with the heads in which none was found."""
    near = found[max(0, place - NEIGHBOURS) : place + NEIGHBOURS + 1]
    faces = np.concatenate([np.empty((0, 4)), *(one for one in near if one is not None)])
    people = people_near(stills, place)
    if people is None:
        return whole(stills[place].size)
    hidden = heads(people)
    return np.concatenate([faces, hidden[~_hold(hidden, faces)]])


def _hold(regions: Floats, faces: Floats) -> Flags:
    """Tell which regions [n] hold the middle of a face."""
    middles = (faces[:, :2] + faces[:, 2:]) / 2
    after = (middles[None] >= regions[:, None, :2]).all(-1)
    before = (middles[None] <= regions[:, None, 2:]).all(-1)
    return np.asarray(np.any(after & before, axis=1), np.bool_)


def _patches(part: Picture) -> Picture:
    high, wide = part.shape[:2]
    few = cv2.resize(part, (min(CELLS, wide), min(CELLS, high)), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(few, (wide, high), interpolation=cv2.INTER_NEAREST), np.uint8)
