"""A pinhole camera of a scene: where metres fall in the picture. Independent of what measures them again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sightline.values import Floats

NEAREST = 0.1
"""Metres before the camera within which nothing is seen."""
LEVEL = -1e-6
"""A ray that falls less than this by its length never meets the ground."""


@dataclass(frozen=True, slots=True)
class Camera:
    """A camera at a place (x, y, z in metres) that looks at a point of the ground, so many degrees wide.

    >>> gate = Camera("gate", (1280, 720), (0, -8, 5), (0, 6), 70)
    >>> np.round(gate.project(np.array([[0, 6, 0]])), 6).tolist()
    [[640.0, 360.0]]
    """

    id: str
    size: tuple[int, int]
    place: tuple[float, float, float]
    looks_at: tuple[float, float]
    view: float

    @property
    def focal(self) -> float:
        """Give the focal length in pixels."""
        return float(self.size[0] / 2 / np.tan(np.radians(self.view) / 2))

    @property
    def axes(self) -> Floats:
        """Give the camera's right, down and ahead [3, 3] in the site's x, y, z."""
        return _axes(self.place, self.looks_at)

    def seen(self, points: Floats) -> Floats:
        """Give points [n, 3] in metres to the right, down and ahead of the camera."""
        return np.asarray((points - np.array(self.place)) @ self.axes.T, np.float64)

    def project(self, points: Floats) -> Floats:
        """Give where points [n, 3] in metres fall in the picture [n, 2]; NaN behind the camera."""
        seen = self.seen(points)
        depth = np.where(seen[:, 2] > NEAREST, seen[:, 2], np.nan)
        middle = np.array(self.size) / 2
        return np.asarray(middle + self.focal * seen[:, :2] / depth[:, None], np.float64)

    def ground(self, pixels: Floats) -> Floats:
        """Give the places on the ground [n, 2] that pixels [n, 2] show; NaN above the horizon.

        >>> gate = Camera("gate", (1280, 720), (0, -8, 5), (0, 6), 70)
        >>> np.round(gate.ground(gate.project(np.array([[3.0, 9.0, 0.0]]))), 6).tolist()
        [[3.0, 9.0]]
        """
        middle = np.array(self.size) / 2
        rays = np.column_stack([(pixels - middle) / self.focal, np.ones(len(pixels))]) @ self.axes
        down = np.where(rays[:, 2] < LEVEL, rays[:, 2], np.nan)
        return np.asarray(
            np.array(self.place[:2]) - rays[:, :2] * (self.place[2] / down)[:, None], np.float64
        )


@lru_cache(maxsize=64)
def _axes(place: tuple[float, float, float], looks_at: tuple[float, float]) -> Floats:
    ahead = np.array([*looks_at, 0.0]) - np.array(place)
    ahead /= np.linalg.norm(ahead)
    right = np.cross(ahead, [0.0, 0.0, 1.0])
    right /= np.linalg.norm(right)
    axes = np.stack([right, np.cross(ahead, right), ahead])
    axes.setflags(write=False)
    return np.asarray(axes, np.float64)
