"""A lens: how far a camera bends straight lines, and points in the picture without that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from sightline.errors import SiteFileError

if TYPE_CHECKING:
    from sightline.values import Floats

ITERATIONS = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 40, 1e-10)
BENDS = 5
LARGEST = 1e9
"""No pixel, metre or number of a lens is larger."""
MILD = 100.0
"""No distortion of a lens is larger."""


@dataclass(frozen=True, slots=True)
class Lens:
    """Focal lengths and principal point in pixels, and the five numbers of Brown's distortion (k1, k2, p1, p2, k3).

    >>> lens = Lens((500.0, 500.0, 320.0, 240.0), (-0.2, 0.05, 0.0, 0.0, 0.0))
    >>> straight = lens.straighten(np.array([[100.0, 80.0]]))
    >>> lens.bend(straight).round(6).tolist()
    [[100.0, 80.0]]
    """

    focal: tuple[float, float, float, float]
    distortion: tuple[float, ...] = (0.0,) * BENDS

    @property
    def matrix(self) -> Floats:
        """Give the camera matrix [3, 3]."""
        across, down, x, y = self.focal
        return np.array([[across, 0.0, x], [0.0, down, y], [0.0, 0.0, 1.0]])

    def straighten(self, pixels: Floats) -> Floats:
        """Give the pixels [n, 2] that the same points would have without distortion."""
        if not len(pixels) or not any(self.distortion):
            return np.array(pixels, np.float64)
        matrix = self.matrix
        straight = cv2.undistortPoints(
            np.ascontiguousarray(pixels, np.float64).reshape(-1, 1, 2),
            matrix,
            np.array(self.distortion),
            P=matrix,
            criteria=ITERATIONS,
        )
        return np.asarray(straight.reshape(-1, 2), np.float64)

    def bend(self, pixels: Floats) -> Floats:
        """Give the pixels [n, 2] as this lens shows them: the reverse of ``straighten``."""
        across, down, x, y = self.focal
        flat = (pixels - (x, y)) / (across, down)
        k1, k2, p1, p2, k3 = self.distortion
        square = (flat**2).sum(axis=1)
        twist = 2 * flat.prod(axis=1)
        radial = (1 + square * (k1 + square * (k2 + square * k3)))[:, None]
        aside = np.column_stack(
            [
                p1 * twist + p2 * (square + 2 * flat[:, 0] ** 2),
                p2 * twist + p1 * (square + 2 * flat[:, 1] ** 2),
            ]
        )
        return np.asarray((flat * radial + aside) * (across, down) + (x, y), np.float64)

    def slopes(self, pixels: Floats) -> Floats:
        """Tell how straightened pixels move with pixels [n, 2, 2]."""
        half = 0.5
        columns = [
            self.straighten(pixels + step) - self.straighten(pixels - step)
            for step in (np.array([half, 0.0]), np.array([0.0, half]))
        ]
        return np.stack(columns, axis=2)

    def as_dict(self) -> dict[str, list[float]]:
        """Give the section of a site file.

        >>> Lens((500.0, 501.0, 320.0, 240.0)).as_dict()["matrix"]
        [500.0, 501.0, 320.0, 240.0]
        """
        return {"matrix": list(self.focal), "distortion": list(self.distortion)}


def lens_of(told: object, where: str) -> Lens:
    """Read the ``lens`` section of a site file.

    >>> lens_of({"matrix": [500, 500, 320, 240]}, "lens").distortion
    (0.0, 0.0, 0.0, 0.0, 0.0)
    >>> lens_of({"matrix": [500, 500]}, "lens")
    Traceback (most recent call last):
    sightline.errors.SiteFileError: lens.matrix: 要四个数：fx、fy、cx、cy（像素） / wants four numbers: fx, fy, cx, cy
    (pixels)
    """
    if not isinstance(told, dict):
        raise SiteFileError("要写成 matrix 与 distortion", "wants matrix and distortion", where)
    extra = set(told) - {"matrix", "distortion"}
    if extra:
        name = sorted(map(str, extra))[0]
        raise SiteFileError(
            f"不认识“{name}”，可写 matrix、distortion",
            f"{name!r} is unknown; there are matrix and distortion",
            where,
        )
    focal = numbers(told.get("matrix"))
    if len(focal) != 4 or min(focal[:2]) < 1:  # noqa: PLR2004
        raise SiteFileError(
            "要四个数：fx、fy、cx、cy（像素）",
            "wants four numbers: fx, fy, cx, cy (pixels)",
            f"{where}.matrix",
        )
    bends = numbers(told.get("distortion", [0.0] * BENDS))
    if len(bends) not in {4, BENDS} or max(map(abs, bends)) > MILD:
        raise SiteFileError(
            "要五个数：k1、k2、p1、p2、k3",
            "wants five numbers: k1, k2, p1, p2, k3",
            f"{where}.distortion",
        )
    return Lens((focal[0], focal[1], focal[2], focal[3]), (*bends, *[0.0] * (BENDS - len(bends))))


def numbers(told: object) -> tuple[float, ...]:
    """Read a list of numbers that are not absurd; nothing where it is anything else.

    >>> numbers([1, 2.5]), numbers(["1"])
    ((1.0, 2.5), ())
    """
    if not isinstance(told, list | tuple):
        return ()
    plain = all(isinstance(one, int | float) and not isinstance(one, bool) for one in told)
    if not plain or not all(-LARGEST <= one <= LARGEST for one in told):
        return ()
    return tuple(float(one) for one in told)
