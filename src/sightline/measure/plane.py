"""A flat ground in a picture: the map between metres and pixels, fitted to surveyed marks, with its covariance.

The fit is the normalised direct linear transform followed by Levenberg–Marquardt on the weighted error in the picture
(Hartley and Zisserman, Multiple View Geometry, 2nd edition, algorithms 4.2 and 4.3, and chapter 5 for the covariance).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np
from scipy.optimize import least_squares

from sightline.errors import CalibrationError

if TYPE_CHECKING:
    from sightline.values import Floats

ENTRIES = 9
FREE = 8
LEAST_MARKS = 4
LEVEL = 1e-6
"""Depths below this share of the largest are at the horizon."""
THIN = 0.01
"""Marks narrower than this share of their length lie on a line."""
FLAT = 0.01
"""Singular values below this share of the largest count as none."""


@dataclass(frozen=True, slots=True)
class Scaling:
    """Moves points to their middle and scales them to a mean distance of √2, where numbers behave."""

    centre: Floats
    scale: float

    @classmethod
    def of(cls, points: Floats) -> Self:
        """Find the scaling of points [n, 2]."""
        centre = np.asarray(points.mean(axis=0), np.float64)
        reach = float(np.hypot(*(points - centre).T).mean())
        return cls(centre, np.sqrt(2) / max(reach, 1e-12))

    def into(self, points: Floats) -> Floats:
        """Scale points [n, 2]."""
        return (points - self.centre) * self.scale

    def out(self, points: Floats) -> Floats:
        """Undo the scaling."""
        return points / self.scale + self.centre


@dataclass(frozen=True, slots=True)
class Plane:
    """The map from metres on the ground to pixels without lens distortion, and how surely it is known.

    ``matrix`` [3, 3] works between scaled metres and scaled pixels; its nine numbers have the covariance
    ``spread @ spread.T``, ``spread`` being [9, 8].

    >>> square = np.array([[0.0, 0.0], [1, 0], [1, 1], [0, 1]])
    >>> plane = fit(square, square * 100 + 50, np.tile(np.eye(2), (4, 1, 1)))
    >>> plane.pixels_of(np.array([[0.5, 0.5]])).round(6).tolist()
    [[100.0, 100.0]]
    >>> plane.metres_of(np.array([[100.0, 100.0]])).round(6).tolist()
    [[0.5, 0.5]]
    """

    matrix: Floats
    spread: Floats
    metres: Scaling
    pixels: Scaling

    def pixels_of(self, places: Floats) -> Floats:
        """Give the pixels [n, 2] of places [n, 2] in metres; NaN where behind the camera."""
        scaled = _homogeneous(self.metres.into(places)) @ self.matrix.T
        scaled[scaled[:, 2] <= 0] = np.nan
        return self.pixels.out(scaled[:, :2] / scaled[:, 2:])

    def metres_of(self, pixels: Floats) -> Floats:
        """Give the places [n, 2] in metres of pixels [n, 2]; NaN at the horizon and above it."""
        scaled = _homogeneous(self.pixels.into(pixels)) @ np.linalg.inv(self.matrix).T
        # Which side is the camera's: the depth of the marks is positive by construction.
        scaled[~(np.isfinite(scaled).all(axis=1) & (scaled[:, 2] > 0))] = np.nan
        return self.metres.out(scaled[:, :2] / scaled[:, 2:])

    def slopes(self, places: Floats) -> tuple[Floats, Floats]:
        """Tell how pixels move with the place [n, 2, 2] (pixels per metre) and with the calibration [n, 2, 8].

        The second is per standard deviation of the calibration.
        """
        points = _homogeneous(self.metres.into(places))
        by_place, by_entry = _slopes(self.matrix, points)
        by_place = by_place * (self.metres.scale / self.pixels.scale)
        return by_place, by_entry @ self.spread / self.pixels.scale


def fit(metres: Floats, pixels: Floats, noise: Floats) -> Plane:
    """Fit the plane to marks known in metres [n, 2] and seen at pixels [n, 2] with covariances ``noise`` [n, 2, 2].

    The caller has seen to it that there are four or more, not on a line (``spans``). CalibrationError where no view
    of a plane can have such marks.
    """
    from_metres, from_pixels = Scaling.of(metres), Scaling.of(pixels)
    places, seen = _homogeneous(from_metres.into(metres)), from_pixels.into(pixels)
    whiten = np.linalg.inv(np.linalg.cholesky(noise * from_pixels.scale**2))
    start = _linear(places, seen)
    _before(start, places)
    basis = np.asarray(np.linalg.svd(start.reshape(1, ENTRIES))[2][1:].T, np.float64)

    def at(step: Floats) -> Floats:
        return np.asarray(start + (basis @ step).reshape(3, 3), np.float64)

    def misses(step: Floats) -> Floats:
        return _misses(at(step), places, seen, whiten)

    def slopes(step: Floats) -> Floats:
        by_entry = _slopes(at(step), places)[1] @ basis
        return np.asarray((whiten @ by_entry).reshape(-1, FREE), np.float64)

    solved = least_squares(misses, np.zeros(FREE), slopes, method="lm")
    _before(at(solved.x), places)
    last = slopes(solved.x)
    information = last.T @ last
    values, vectors = np.linalg.eigh(information)
    factor = vectors / np.sqrt(np.maximum(values, values[-1] * 1e-15))
    return Plane(at(solved.x), basis @ factor, from_metres, from_pixels)


def spans(metres: Floats, pixels: Floats) -> bool:
    """Tell whether marks fix a plane: four at least, of which enough do not lie on one line.

    >>> square = np.array([[0.0, 0], [1, 0], [1, 1], [0, 1]])
    >>> spans(square, square), spans(square[:3], square[:3])
    (True, False)
    >>> corner = np.array([[0.0, 0], [1, 1], [2, 2], [0, 3]])
    >>> spans(corner, corner)
    False
    """
    if len(metres) < LEAST_MARKS or min(_breadth(metres), _breadth(pixels)) < THIN:
        return False
    rows = _rows(_homogeneous(_round(metres)), _round(pixels))
    singular = np.linalg.svd(rows, compute_uv=False)
    return bool(singular[FREE - 1] > FLAT * singular[0])


def _homogeneous(points: Floats) -> Floats:
    return np.column_stack([points, np.ones(len(points))])


def _breadth(points: Floats) -> float:
    """Give how wide points are by how long they are."""
    singular = np.linalg.svd(points - points.mean(axis=0), compute_uv=False)
    return float(singular[1] / max(singular[0], 1e-300))


def _round(points: Floats) -> Floats:
    """Stretch points until they are as wide as long: a long road is no worse than a square."""
    middle = points - points.mean(axis=0)
    left = np.linalg.svd(middle, full_matrices=False)[0]
    return np.asarray(left * np.sqrt(len(points)), np.float64)


def _rows(places: Floats, seen: Floats) -> Floats:
    """Give the two linear conditions of each mark on the nine numbers [2 n, 9]."""
    none = np.zeros_like(places)
    across = np.hstack([places, none, -places * seen[:, :1]])
    down = np.hstack([none, places, -places * seen[:, 1:]])
    return np.vstack([across, down])


def _linear(places: Floats, seen: Floats) -> Floats:
    """Give the direct linear transform [3, 3], of norm one, with the marks in front of the camera."""
    rows = _rows(places, seen)
    matrix = np.asarray(np.linalg.svd(rows)[2][-1].reshape(3, 3), np.float64)
    return matrix if (places @ matrix[2]).sum() > 0 else -matrix


def _before(matrix: Floats, places: Floats) -> None:
    """Refuse marks that are not all before the camera."""
    depth = places @ matrix[2]
    if not depth.min() > LEVEL * np.abs(depth).max():
        raise CalibrationError(
            "标志点落在地平线两侧：像素与米没有一一对应，请核对各点",
            "the marks fall on both sides of the horizon: pixels and metres are not paired rightly; check each",
        )


def _misses(matrix: Floats, places: Floats, seen: Floats, whiten: Floats) -> Floats:
    scaled = places @ matrix.T
    # A step may try what no camera sees; it is given a large error instead of none.
    depth = np.where(np.abs(scaled[:, 2:]) < LEVEL, LEVEL, scaled[:, 2:])
    error = scaled[:, :2] / depth - seen
    return np.asarray(np.einsum("nij,nj->ni", whiten, error).ravel(), np.float64)


def _slopes(matrix: Floats, points: Floats) -> tuple[Floats, Floats]:
    """Tell how scaled pixels move with the scaled place [n, 2, 2] and with the nine numbers [n, 2, 9]."""
    scaled = points @ matrix.T
    depth = np.where(np.abs(scaled[:, 2, None]) < LEVEL, LEVEL, scaled[:, 2, None])
    seen = scaled[:, :2] / depth
    by_place = (matrix[None, :2, :2] - seen[:, :, None] * matrix[None, 2:, :2]) / depth[:, :, None]
    near = points / depth
    by_entry = np.zeros((len(points), 2, ENTRIES))
    by_entry[:, 0, 0:3] = by_entry[:, 1, 3:6] = near
    by_entry[:, :, 6:9] = -seen[:, :, None] * near[:, None, :]
    return np.asarray(by_place, np.float64), by_entry
