"""A model of a site that rules can ask: which part is how near, and how surely."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

from sightline.errors import ReconstructionError, UnmeasurableError
from sightline.rebuild.clouds import UNLABELLED, Cloud, Placing

if TYPE_CHECKING:
    from sightline.values import Flags, Floats

COVER = 1.96
"""Deviations on either side of the stated interval: 95 % if errors are normal."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """For each point asked: distance in metres [m], its deviation [m], and the place of the point met [m, 3]."""

    distances: Floats
    sigmas: Floats
    places: Floats

    @property
    def intervals(self) -> Floats:
        """Give the lowest and highest distance that is believed [m, 2]."""
        reach = COVER * self.sigmas
        return np.column_stack([np.maximum(self.distances - reach, 0), self.distances + reach])


@dataclass(frozen=True, slots=True)
class Clearance:
    """The least distance between two parts in metres, its deviation, and where on either part.

    ``sampling`` is by how many metres the true surfaces may be nearer than the points that stand for them.
    """

    metres: float
    sigma: float
    sampling: float
    first: tuple[float, float, float]
    second: tuple[float, float, float]

    @property
    def low(self) -> float:
        """Give the least that is believed."""
        return max(0.0, self.metres - COVER * self.sigma)

    @property
    def high(self) -> float:
        """Give the most that is believed."""
        return self.metres + COVER * self.sigma


class SiteModel:
    """Points of a site in metres, ready to be asked for what is near.

    >>> wire = Cloud.of([[0, 0, 8], [5, 0, 8]], sigma=0.03, name="live")
    >>> model = SiteModel(wire)
    >>> near = model.nearest(np.array([[5.0, 3, 4]]), np.array([0.04]), "live")
    >>> near.distances.tolist(), near.intervals.round(3).tolist()
    ([5.0], [[4.902, 5.098]])
    """

    def __init__(self, cloud: Cloud) -> None:
        """Refuse a cloud that has no unit."""
        if cloud.placing is Placing.FREE:
            raise UnmeasurableError(
                "点云没有单位，请用一段已测长度重新重建",
                "the cloud has no unit; rebuild it with a surveyed length",
            )
        self.cloud = cloud
        self._known: dict[str, tuple[Cloud, cKDTree]] = {}

    @property
    def parts(self) -> tuple[str, ...]:
        """Give the names of parts that have points."""
        used = np.unique(self.cloud.labels)
        return tuple(self.cloud.names[label] for label in used)

    def part(self, name: str) -> Cloud:
        """Give the points of one part, or say which parts there are."""
        if name not in self.parts:
            known = "、".join(self.parts), ", ".join(self.parts)
            raise ReconstructionError(
                f"模型中没有“{name}”，只有：{known[0]}；请先给点加标签",
                f"the model has no part “{name}”, only: {known[1]}; label its points first",
            )
        return self.cloud.part(name)

    def nearest(self, points: Floats, sigmas: Floats, name: str) -> Nearest:
        """Tell how far each of some points [m, 3], known to sigmas [m], is from the named part."""
        part, tree = self._searched(name)
        distances, which = tree.query(points)
        met = np.asarray(which, np.int64)
        return Nearest(
            np.asarray(distances, np.float64),
            np.hypot(sigmas, part.sigmas[met]),
            part.points[met],
        )

    def _searched(self, name: str) -> tuple[Cloud, cKDTree]:
        """Give a part and the tree that finds its points; both are made once."""
        if name not in self._known:
            part = self.part(name)
            self._known[name] = part, cKDTree(part.points)
        return self._known[name]

    def clearance(self, first: str, second: str) -> Clearance:
        """Give the least distance between two parts.

        >>> both = Cloud.of([[0, 0, 8], [0, 0, 2]], sigma=0.03).named(np.array([True, False]), "live")
        >>> SiteModel(both).clearance("live", "unlabelled").metres
        6.0
        """
        ours, _ = self._searched(first)
        near = self.nearest(ours.points, ours.sigmas, second)
        at = int(near.distances.argmin())
        return Clearance(
            float(near.distances[at]),
            float(near.sigmas[at]),
            _sampling(near.distances[at], _spacing(self._searched(second), near.places[at])),
            _place(ours.points[at]),
            _place(near.places[at]),
        )

    def labelled(self, name: str, line: Floats, within: float) -> SiteModel:
        """Give the name to all points within so many metres of a line of corners [k, 3].

        >>> bare = SiteModel(Cloud.of([[2, 0, 8.1], [2, 0, 0]]))
        >>> bare.labelled("live", np.array([[0.0, 0, 8], [5, 0, 8]]), 0.3).parts
        ('unlabelled', 'live')
        """
        away = _from_line(self.cloud.points, np.asarray(line, np.float64).reshape(-1, 3))
        return SiteModel(self.cloud.named(away <= within, name))

    def ground_labelled(self, name: str, within: float, height: float = 0.0) -> SiteModel:
        """Give the name to all unlabelled points within so many metres of a level plane.

        >>> SiteModel(Cloud.of([[2, 0, 8.1], [2, 0, 0]])).ground_labelled("ground", 0.2).parts
        ('unlabelled', 'ground')
        """
        level = np.abs(self.cloud.points[:, 2] - height) <= within
        return SiteModel(self.cloud.named(level & self._are(UNLABELLED), name))

    def _are(self, name: str) -> Flags:
        wanted = [at for at, known in enumerate(self.cloud.names) if known == name]
        return np.isin(self.cloud.labels, wanted)


def _spacing(searched: tuple[Cloud, cKDTree], place: Floats) -> float:
    """Give how far the next point of a part is from one of its points; 0 when it is alone."""
    part, tree = searched
    if len(part) == 1:
        return 0.0
    gaps, _ = tree.query(place, k=2)
    return float(gaps[1])


def _sampling(distance: float, spacing: float) -> float:
    """Give how much nearer a plane can be than the nearest of points that lie on it ``spacing`` apart."""
    return float(distance - np.sqrt(max(distance**2 - (spacing / 2) ** 2, 0.0)))


def _place(point: Floats) -> tuple[float, float, float]:
    x, y, z = (float(number) for number in point)
    return x, y, z


def _from_line(points: Floats, line: Floats) -> Floats:
    """Give the distance of points [n, 3] from a line of corners [k, 3], or from its only corner."""
    best = np.linalg.norm(points - line[0], axis=1)
    for start, end in pairwise(line):
        along = end - start
        share = (points - start) @ along / max(float(along @ along), 1e-12)
        foot = start + np.clip(share, 0, 1)[:, None] * along
        best = np.minimum(best, np.linalg.norm(points - foot, axis=1))
    return np.asarray(best, np.float64)
