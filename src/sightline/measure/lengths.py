"""Lengths, areas and speeds with the interval in which they lie, 19 times of 20."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sightline.errors import UnmeasurableError

if TYPE_CHECKING:
    from sightline.values import Floats

SURE = 1.959964
"""Standard deviations of a normal distribution that hold 95 %."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A quantity in SI units with its standard deviation.

    >>> Measured(2.0, 0.1, "m")
    Measured(value=2.0, sigma=0.1, unit='m')
    >>> round(Measured(2.0, 0.1, "m").low, 3), round(Measured(2.0, 0.1, "m").high, 3)
    (1.804, 2.196)
    """

    value: float
    sigma: float
    unit: str

    @property
    def low(self) -> float:
        """Give the lower end of the 95 % interval, never below nothing."""
        return max(0.0, self.value - SURE * self.sigma)

    @property
    def high(self) -> float:
        """Give the upper end of the 95 % interval."""
        return self.value + SURE * self.sigma

    def as_dict(self) -> dict[str, float | str]:
        """Give the form used in JSON, to a tenth of a thousandth.

        >>> Measured(2.0, 0.1, "m").as_dict()
        {'value': 2.0, 'low': 1.804, 'high': 2.196, 'unit': 'm'}
        """
        return {
            "value": round(self.value, 4),
            "low": round(self.low, 4),
            "high": round(self.high, 4),
            "unit": self.unit,
        }

    def __str__(self) -> str:
        """Show the value and its interval."""
        return f"{self.value:.2f} {self.unit} ({self.low:.2f}–{self.high:.2f})"


def between(first: Floats, second: Floats, covariance: Floats) -> Measured:
    """Measure from one place [2] to another, ``covariance`` [2, 2] being that of their difference.

    Two places that are unsure by as much as they are apart are on average measured too far apart; the half of that
    which the second order explains is added to the uncertainty, not taken off the length.

    >>> between(np.array([0.0, 0.0]), np.array([3.0, 4.0]), np.diag([0.01, 0.01])).value
    5.0
    """
    gap = second - first
    length = float(np.hypot(*gap))
    if length == 0.0:
        return Measured(0.0, float(np.sqrt(np.linalg.eigvalsh(covariance)[-1])), "m")
    along = gap / length
    across = np.array([-along[1], along[0]])
    sway = float(across @ covariance @ across)
    variance = float(along @ covariance @ along) + min(sway / (2 * length), np.sqrt(sway)) ** 2
    return Measured(length, float(np.sqrt(variance)), "m")


def nearest_on(points: Floats, place: Floats) -> Floats:
    """Give the point of a polyline [k, 2] (or of a single point) that is nearest to a place [2].

    >>> nearest_on(np.array([[0.0, 0.0], [4.0, 0.0]]), np.array([1.0, 2.0])).tolist()
    [1.0, 0.0]
    """
    if len(points) == 1:
        return np.asarray(points[0], np.float64)
    start, run = points[:-1], np.diff(points, axis=0)
    square = np.maximum((run**2).sum(axis=1), 1e-300)
    share = np.clip(((place - start) * run).sum(axis=1) / square, 0.0, 1.0)
    feet = start + share[:, None] * run
    return np.asarray(feet[np.hypot(*(feet - place).T).argmin()], np.float64)


def surface(corners: Floats, covariance: Floats) -> Measured:
    """Measure the area of a polygon with corners [k, 2], whose numbers have a covariance [2 k, 2 k].

    >>> square = np.array([[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0]])
    >>> surface(square, np.zeros((8, 8)))
    Measured(value=4.0, sigma=0.0, unit='m²')
    """
    after, before = np.roll(corners, -1, axis=0), np.roll(corners, 1, axis=0)
    signed = float((corners[:, 0] * after[:, 1] - after[:, 0] * corners[:, 1]).sum() / 2)
    slope = np.column_stack([after[:, 1] - before[:, 1], before[:, 0] - after[:, 0]]).ravel() / 2
    return Measured(abs(signed), float(np.sqrt(slope @ covariance @ slope)), "m²")


def speed(seconds: Floats, places: Floats, covariances: Floats) -> Measured:
    """Measure the speed of somebody who was at ``places`` [n, 2] at ``seconds`` [n]: a straight line, weighted.

    UnmeasurableError where there are not two places at two moments.

    >>> walked = np.array([[0.0, 0.0], [1.0, 0.0], [2.0, 0.0]])
    >>> speed(np.array([0.0, 1.0, 2.0]), walked, np.tile(np.eye(2) / 100, (3, 1, 1)))
    Measured(value=1.0, sigma=0.07..., unit='m/s')
    """
    known = np.isfinite(places).all(axis=1)
    if len(set(seconds[known].tolist())) <= 1:
        raise UnmeasurableError(
            "测速至少要两个时刻的位置", "a speed wants places at two moments at least"
        )
    seconds, places, weights = seconds[known], places[known], np.linalg.inv(covariances[known])
    since = seconds - seconds.mean()
    design = np.zeros((len(since), 2, 4))
    design[:, 0, 0] = design[:, 1, 1] = 1.0
    design[:, 0, 2] = design[:, 1, 3] = since
    information = np.einsum("nki,nkl,nlj->ij", design, weights, design)
    told = np.einsum("nki,nkl,nl->i", design, weights, places)
    spread = np.linalg.inv(information)
    velocity = (spread @ told)[2:]
    found = between(np.zeros(2), velocity, spread[2:, 2:])
    return Measured(found.value, found.sigma, "m/s")
