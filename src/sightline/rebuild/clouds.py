"""Points of a place: where, of what colour, of which part, and how surely."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from sightline.errors import ReconstructionError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sightline.values import Flags, Floats, Whole

Colours = NDArray[np.uint8]
UNLABELLED = "unlabelled"
GREY = 128
NEIGHBOURS = 20
"""How many neighbours tell an outlier; with two deviations this is the rule of Rusu and others (2008)."""
DEVIATIONS = 2.0


class Placing(StrEnum):
    """What is known of where points lie: no unit, metres in a frame of their own, or metres of the site."""

    FREE = "free"
    SCALED = "scaled"
    PLACED = "placed"


@dataclass(frozen=True, slots=True)
class Cloud:
    """Points [n, 3] in metres, colours [n, 3] red green blue, labels [n] into names, sigmas [n] in metres.

    A sigma is one standard deviation along the direction in which the point is least sure. Where nothing has scaled
    the points, their ``placing`` is free and the numbers have no unit.

    >>> Cloud.of([[0, 0, 0], [3, 4, 0]]).extents.tolist()
    [3.0, 4.0, 0.0]
    """

    points: Floats
    colours: Colours
    labels: Whole
    sigmas: Floats
    names: tuple[str, ...] = (UNLABELLED,)
    placing: Placing = Placing.PLACED

    def __post_init__(self) -> None:
        """Refuse numbers that do not fit together."""
        count = len(self.points)
        shapes = (self.points.shape, self.colours.shape, self.labels.shape, self.sigmas.shape)
        if shapes != ((count, 3), (count, 3), (count,), (count,)):
            raise ReconstructionError(
                "点、颜色、标签、误差的个数必须相同，请检查点云",
                "points, colours, labels and sigmas must be of one length; check the cloud",
            )
        if not np.isfinite(self.points).all() or not (self.sigmas >= 0).all():
            raise ReconstructionError(
                "点云中有无效的坐标或误差，请去掉这些点",
                "the cloud has a place or sigma that is no number; leave such points out",
            )
        if count and not (self.labels.min() >= 0 and self.labels.max() < len(self.names)):
            raise ReconstructionError(
                "点云的标签没有名称，请补上名称", "a label of the cloud has no name; give it one"
            )

    @classmethod
    def of(
        cls,
        points: object,
        sigma: float = 0.0,
        name: str = UNLABELLED,
        placing: Placing = Placing.PLACED,
    ) -> Cloud:
        """Make one of anything that numpy reads, all of one part and equally sure.

        >>> len(Cloud.of([[0, 0, 0]], sigma=0.02, name="live"))
        1
        """
        places = np.asarray(points, np.float64).reshape(-1, 3)
        count = len(places)
        return cls(
            places,
            np.full((count, 3), GREY, np.uint8),
            np.zeros(count, np.int64),
            np.full(count, sigma),
            (name,),
            placing,
        )

    def __len__(self) -> int:
        """Tell how many points."""
        return len(self.points)

    def take(self, which: Flags | Whole) -> Cloud:
        """Keep those of a mask or of a list of places.

        >>> len(Cloud.of([[0, 0, 0], [1, 0, 0]]).take(np.array([1])))
        1
        """
        return replace(
            self,
            points=self.points[which],
            colours=self.colours[which],
            labels=self.labels[which],
            sigmas=self.sigmas[which],
        )

    def part(self, name: str) -> Cloud:
        """Keep the points of one part; there may be none.

        >>> len(Cloud.of([[0, 0, 0]], name="live").part("ground"))
        0
        """
        wanted = [at for at, known in enumerate(self.names) if known == name]
        return self.take(np.isin(self.labels, wanted))

    def named(self, which: Flags, name: str) -> Cloud:
        """Give the points of a mask another name.

        >>> Cloud.of([[0, 0, 0], [9, 0, 0]]).named(np.array([True, False]), "live").names
        ('unlabelled', 'live')
        """
        names = self.names if name in self.names else (*self.names, name)
        return replace(self, labels=np.where(which, names.index(name), self.labels), names=names)

    @property
    def extents(self) -> Floats:
        """Give how far the points reach along each axis [3]."""
        return np.ptp(self.points, axis=0) if len(self) else np.zeros(3)


def joined(clouds: Sequence[Cloud]) -> Cloud:
    """Lay clouds together under the names of all.

    >>> joined([Cloud.of([[0, 0, 0]], name="live"), Cloud.of([[1, 0, 0]], name="ground")]).labels.tolist()
    [0, 1]
    """
    names = tuple(dict.fromkeys(name for cloud in clouds for name in cloud.names))
    labels = [
        np.array([names.index(name) for name in cloud.names], np.int64)[cloud.labels]
        for cloud in clouds
    ]
    return Cloud(
        np.concatenate([cloud.points for cloud in clouds]),
        np.concatenate([cloud.colours for cloud in clouds]),
        np.concatenate(labels),
        np.concatenate([cloud.sigmas for cloud in clouds]),
        names,
        min((cloud.placing for cloud in clouds), key=list(Placing).index),
    )


def without_outliers(cloud: Cloud) -> Cloud:
    """Drop unlabelled points that lie farther from their neighbours than is usual in this cloud.

    Points of a named part stay: a wire is thin, and what was named was looked at.

    >>> rows = [[x / 10, y / 10, 0] for x in range(9) for y in range(9)]
    >>> len(without_outliers(Cloud.of([*rows, [5, 5, 5]])))
    81
    """
    if len(cloud) <= NEIGHBOURS:
        return cloud
    gaps, _ = cKDTree(cloud.points).query(cloud.points, k=NEIGHBOURS + 1)
    means = np.asarray(gaps, np.float64)[:, 1:].mean(axis=1)
    usual = means <= means.mean() + DEVIATIONS * means.std()
    named = np.array([name != UNLABELLED for name in cloud.names])
    return cloud.take(usual | named[cloud.labels])


def clusters(points: Floats, gap: float) -> list[Whole]:
    """Part points [n, 3] into groups that are nowhere nearer than ``gap`` metres to each other, largest first.

    >>> [len(group) for group in clusters(np.array([[0.0, 0, 0], [0.1, 0, 0], [5, 0, 0]]), 0.5)]
    [2, 1]
    """
    if not len(points):
        return []
    pairs = cKDTree(points).query_pairs(gap, output_type="ndarray")
    links = coo_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), (len(points),) * 2)
    count, labels = connected_components(links, directed=False)
    groups = [np.flatnonzero(labels == label) for label in range(count)]
    return sorted(groups, key=len, reverse=True)
