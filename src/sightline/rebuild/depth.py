"""Points measured by stereo from one or several places fused to one cloud, each weighed by how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sightline.errors import ReconstructionError
from sightline.rebuild.clouds import UNLABELLED, Cloud, Colours, without_outliers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sightline.measure.stereo import Spots
    from sightline.values import Floats, Whole

SUPPORT = 2
"""Measurements a cell must have to be kept: one alone may be a mismatch."""


@dataclass(frozen=True, slots=True)
class DepthView:
    """Points [n, 3] in metres of the camera (right, down, ahead), covariances [n, 3, 3] and colours [n, 3].

    ``rotation`` [3, 3] and ``shift`` [3] carry them to the site. Points that are not finite are left out.

    >>> DepthView.at_origin([[0, 0, 4]], [np.eye(3) * 1e-4]).points.tolist()
    [[0.0, 0.0, 4.0]]
    """

    points: Floats
    covariances: Floats
    colours: Colours
    rotation: Floats
    shift: Floats

    @classmethod
    def of_spots(cls, spots: Spots, colours: Colours, rotation: Floats, shift: Floats) -> DepthView:
        """Take the reliable of the points that a pair of cameras measured, seen from where it stood."""
        kept = spots.reliable
        return cls(spots.xyz[kept], spots.covariance[kept], colours[kept], rotation, shift)

    @classmethod
    def at_origin(cls, points: object, covariances: object) -> DepthView:
        """Make grey ones of a camera that stands in the site's origin and looks along its z."""
        places = np.asarray(points, np.float64).reshape(-1, 3)
        spreads = np.asarray(covariances, np.float64).reshape(-1, 3, 3)
        return cls(places, spreads, np.full(places.shape, 128, np.uint8), np.eye(3), np.zeros(3))


def fuse(views: Sequence[DepthView], voxel: float = 0.05) -> Cloud:
    """Fuse views into one point per cell of ``voxel`` metres, outliers removed.

    Neighbouring pixels of one view err together, so many of them in a cell are as sure as one; views err on their own.
    A cell whose measurements scatter more than they should gets a larger sigma.

    >>> near, far = ([[0.01, 0.01, 4.00]] * 2, [[0.01, 0.01, 4.02]] * 2)
    >>> sure, unsure = [np.eye(3) * 1e-4] * 2, [np.eye(3) * 9e-4] * 2
    >>> both = [DepthView.at_origin(near, sure), DepthView.at_origin(far, unsure)]
    >>> cloud = fuse(both, 0.1)
    >>> cloud.points.round(4).tolist(), cloud.sigmas.round(4).tolist()
    ([[0.01, 0.01, 4.002]], [0.0095])
    """
    if not views or voxel <= 0:
        raise ReconstructionError(
            "至少给一个视图，格子边长要大于 0 米", "give a view at least, and cells above 0 m"
        )
    points, information, colours, owners = _laid_together(views)
    if not len(points):
        return Cloud.of([])
    _, cell = np.unique(np.floor(points / voxel).astype(np.int64), axis=0, return_inverse=True)
    cell = cell.reshape(-1)
    counts = np.bincount(cell)
    kept = counts >= SUPPORT
    weights = _shared(cell, owners)[:, None, None] * information
    total = np.zeros((len(counts), 3, 3))
    np.add.at(total, cell, weights)
    pull = np.zeros((len(counts), 3))
    np.add.at(pull, cell, np.einsum("nij,nj->ni", weights, points))
    spread = np.linalg.inv(total)
    places = np.einsum("nij,nj->ni", spread, pull)
    rest = points - places[cell]
    # A cell holds a piece of surface, not one point: that its points differ by its size is no error.
    slack = np.linalg.inv(np.linalg.inv(information) + np.eye(3) * voxel**2 / 12)
    misfit = np.bincount(cell, np.einsum("ni,nij,nj->n", rest, slack, rest)) / 3 / counts
    excess = np.sqrt(np.maximum(misfit, 1))
    tint = np.stack([np.bincount(cell, colours[:, at]) / counts for at in range(3)], axis=1)
    sigmas = np.sqrt(np.linalg.eigvalsh(spread)[:, -1]) * excess
    labels = np.zeros(len(counts), np.int64)
    cloud = Cloud(places, np.rint(tint).astype(np.uint8), labels, sigmas, (UNLABELLED,))
    return without_outliers(cloud.take(kept))


def _laid_together(views: Sequence[DepthView]) -> tuple[Floats, Floats, Floats, Whole]:
    points, information, colours, owners = [], [], [], []
    for at, view in enumerate(views):
        good = np.isfinite(view.points).all(axis=1) & np.isfinite(view.covariances).all(axis=(1, 2))
        turned = view.rotation @ view.covariances[good] @ view.rotation.T
        points.append(view.points[good] @ view.rotation.T + view.shift)
        information.append(np.linalg.inv(turned))
        colours.append(view.colours[good].astype(np.float64))
        owners.append(np.full(int(good.sum()), at, np.int64))
    return (
        np.concatenate(points),
        np.concatenate(information),
        np.concatenate(colours),
        np.concatenate(owners),
    )


def _shared(cell: Whole, owners: Whole) -> Floats:
    """Give each measurement its share of the one vote that its view has in its cell."""
    key = cell * (int(owners.max()) + 1) + owners
    _, group, counts = np.unique(key, return_inverse=True, return_counts=True)
    return np.asarray(1 / counts[group.reshape(-1)], np.float64)
