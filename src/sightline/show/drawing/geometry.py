"""Where things of the site lie in the picture and on the plan."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sightline.judge import K95

if TYPE_CHECKING:
    from sightline.measure import Camera
    from sightline.site import Site
    from sightline.values import Floats

#: A straight line on the ground is drawn in the picture by so many points: a lens may bend it.
BENDS = 24
#: Grid lines of the plan lie one of these apart, in metres.
GRIDS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)
MOST_LINES = 14
MARGIN = 0.08


def along(points: Floats, *, closed: bool) -> Floats:
    """Give points [n, 2] with others between them, so that bent lines look bent.

    >>> len(along(np.array([[0.0, 0.0], [1.0, 0.0]]), closed=False)) == BENDS + 1
    True
    """
    ends = np.roll(points, -1, axis=0) if closed else points[1:]
    begins = points if closed else points[:-1]
    shares = np.linspace(0, 1, BENDS, endpoint=False)[:, None]
    dense = np.concatenate([a + (b - a) * shares for a, b in zip(begins, ends, strict=True)])
    found = dense if closed else np.concatenate([dense, points[-1:]])
    return np.asarray(found, np.float64)


def in_picture(camera: Camera, places: Floats, *, closed: bool) -> Floats:
    """Give the pixels [k, 2] of a line or an outline on the ground; what lies behind the camera is left out."""
    if camera.ground is None:
        return np.empty((0, 2))
    pixels = np.asarray(camera.ground.pixels_of(along(places, closed=closed)), np.float64)
    near = np.abs(pixels).max(axis=1, initial=0) < 10 * max(camera.size)
    return np.asarray(pixels[np.isfinite(pixels).all(axis=1) & near], np.float64)


def of_parts(site: Site) -> list[Floats]:
    """Give the pixels [k, 2] of each part: as high as it is where the camera's place is known, else on the ground."""
    camera, found = site.camera, []
    for part in site.layout.parts.values():
        points = np.asarray(part.points, np.float64)
        if camera.pose is None:
            found.append(in_picture(camera, points[:, :2], closed=False))
            continue
        pixels = camera.pose.tops(points[:, :2], points[:, 2])
        bent = pixels if camera.lens is None else camera.lens.bend(pixels)
        found.append(np.asarray(bent[np.isfinite(bent).all(axis=1)], np.float64))
    return found


def half_length(covariance: Floats) -> float:
    """Give half the 95 % interval of a place in metres, along the way in which it is least sure.

    >>> round(half_length(np.diag([0.01, 0.04])), 2)
    0.39
    """
    return K95 * math.sqrt(max(float(np.linalg.eigvalsh(covariance)[-1]), 0.0))


#: Half axes of the ellipse that holds 95 of 100 of a plane's normal spread, by the standard deviation.
ELLIPSE = math.sqrt(-2 * math.log(0.05))


def spread(covariance: Floats) -> tuple[float, float, float]:
    """Give the half axes in metres, longest first, and the turn in degrees of the ellipse that holds 95 of 100.

    >>> tuple(round(one, 2) for one in spread(np.diag([0.04, 0.01])))
    (0.49, 0.24, 0.0)
    """
    sizes, axes = np.linalg.eigh(covariance)
    long, short = (ELLIPSE * math.sqrt(max(float(size), 0.0)) for size in sizes[::-1])
    turn = math.degrees(math.atan2(axes[1, 1], axes[0, 1]))
    return long, short, (turn + 90) % 180 - 90


@dataclass(frozen=True, slots=True)
class Field:
    """The part of the plane that the plan shows, in metres."""

    left: float
    bottom: float
    right: float
    top: float

    @classmethod
    def of(cls, site: Site) -> Field | None:
        """Take in the calibrated area, zones, lines and parts, with a margin; None where nothing lies in metres."""
        layout, ground = site.layout, site.camera.ground
        known = [zone.polygon for zone in layout.zones.values()]
        known += [np.array([line.start, line.end]) for line in layout.lines.values()]
        known += [np.asarray(part.points)[:, :2] for part in layout.parts.values()]
        if ground is not None:
            known.append(ground.area)
        if not known:
            return None
        places = np.concatenate([np.asarray(one, np.float64).reshape(-1, 2) for one in known])
        low, high = places.min(axis=0), places.max(axis=0)
        margin = MARGIN * float(max(high - low)) + 0.2
        return cls(*(low - margin).tolist(), *(high + margin).tolist())

    @property
    def wide(self) -> float:
        """Give the width in metres."""
        return self.right - self.left

    @property
    def high(self) -> float:
        """Give the height in metres."""
        return self.top - self.bottom

    @property
    def grid(self) -> float:
        """Give how far apart lines of the grid lie, in metres.

        >>> Field(0, 0, 12, 9).grid
        1
        """
        longest = max(self.wide, self.high)
        return next((step for step in GRIDS if longest / step <= MOST_LINES), GRIDS[-1])

    def ticks(self, low: float, high: float) -> list[float]:
        """Give the places of the grid's lines between two ends.

        >>> Field(0, 0, 12, 9).ticks(-0.5, 2.2)
        [0.0, 1.0, 2.0]
        """
        first = math.ceil(low / self.grid)
        return [round(n * self.grid, 6) + 0.0 for n in range(first, int(high // self.grid) + 1)]
