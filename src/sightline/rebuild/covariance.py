"""How surely views and points are known after adjustment: the inverse of the normal equations, free of any datum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sightline.values import Floats, Whole

DATUM = 7
"""Position, turn and scale of the whole are free: this many directions of the normal equations are empty."""


@dataclass(frozen=True, slots=True)
class Adjusted:
    """Views and points after adjustment, and which view saw which point.

    ``rotations`` [v, 3, 3] and ``shifts`` [v, 3] carry the model into each view; ``focals`` [v, 2] in pixels;
    ``points`` [p, 3]; observation k is of point ``of[k]`` in view ``by[k]``, missed by ``misses[k]`` pixels (x, y).
    """

    rotations: Floats
    shifts: Floats
    focals: Floats
    points: Floats
    of: Whole
    by: Whole
    misses: Floats


def pixel_noise(adjusted: Adjusted) -> float:
    """Estimate one deviation of an observation per axis in pixels, robustly, corrected for what was fitted."""
    count = adjusted.misses.size
    free = max(count - 3 * len(adjusted.points) - 6 * len(adjusted.shifts) + DATUM, 1)
    spread = 1.4826 * float(np.median(np.abs(adjusted.misses)))
    return spread * float(np.sqrt(count / free))


def _slopes(adjusted: Adjusted) -> tuple[Floats, Floats]:
    """Give how the pixel of each observation moves with its view's turn and shift [k, 2, 6] and its point [k, 2, 3]."""
    turn = adjusted.rotations[adjusted.by]
    seen = (
        np.einsum("kij,kj->ki", turn, adjusted.points[adjusted.of]) + adjusted.shifts[adjusted.by]
    )
    x, y, z = seen.T
    focal = adjusted.focals[adjusted.by]
    zero = np.zeros_like(z)
    project = np.stack(
        [
            np.stack([focal[:, 0] / z, zero, -focal[:, 0] * x / z**2], axis=1),
            np.stack([zero, focal[:, 1] / z, -focal[:, 1] * y / z**2], axis=1),
        ],
        axis=1,
    )
    turned = seen - adjusted.shifts[adjusted.by]
    a, b, c = turned.T
    cross = -np.stack([zero, -c, b, c, zero, -a, -b, a, zero], axis=1).reshape(-1, 3, 3)
    return np.concatenate([project @ cross, project], axis=2), project @ turn


@dataclass(frozen=True, slots=True)
class _Normal:
    """The normal equations: a block per point (inverted), a block per view, and one per pair that saw each other."""

    points: Floats
    views: Floats
    of: Whole
    by: Whole
    across: Floats

    @property
    def groups(self) -> list[Whole]:
        """Give the pairs of each point."""
        return np.split(np.arange(len(self.of)), np.cumsum(np.bincount(self.of))[:-1])


def sigmas(adjusted: Adjusted) -> tuple[Floats, Floats]:
    """Give the largest deviation of each camera's centre [v] and of each point [p], in units of the model.

    The noise of pixels is taken from what the observations miss by. Lens errors are not in it.
    """
    noise, normal = pixel_noise(adjusted), _normal(adjusted)
    views = len(adjusted.shifts)
    poses = _free_inverse(_without_points(normal)).reshape(views, 6, views, 6)
    own = np.empty(len(adjusted.points))
    for at, group in enumerate(normal.groups):
        seen = normal.by[group]
        joint = poses[seen[:, None], :, seen[None, :], :]
        push = np.einsum("ij,akj->aik", normal.points[at], normal.across[group])
        spread = normal.points[at] + np.einsum("aik,abkl,bjl->ij", push, joint, push)
        own[at] = np.linalg.eigvalsh(spread)[-1]
    centres = _centres(adjusted, poses)
    return noise * np.sqrt(np.maximum(centres, 0)), noise * np.sqrt(np.maximum(own, 0))


def _normal(adjusted: Adjusted) -> _Normal:
    view, point = _slopes(adjusted)
    views = len(adjusted.shifts)
    points = np.zeros((len(adjusted.points), 3, 3))
    np.add.at(points, adjusted.of, np.einsum("kai,kaj->kij", point, point))
    diagonal = np.zeros((views, 6, 6))
    np.add.at(diagonal, adjusted.by, np.einsum("kai,kaj->kij", view, view))
    pairs, which = np.unique(adjusted.of * views + adjusted.by, return_inverse=True)
    across = np.zeros((len(pairs), 6, 3))
    np.add.at(across, which.reshape(-1), np.einsum("kai,kaj->kij", view, point))
    inverse = np.asarray(np.linalg.pinv(points, hermitian=True), np.float64)
    return _Normal(inverse, diagonal, pairs // views, pairs % views, across)


def _without_points(normal: _Normal) -> Floats:
    """Reduce the normal equations to the views [6 v, 6 v]."""
    views = len(normal.views)
    reduced = np.zeros((views, 6, views, 6))
    for at in range(views):
        reduced[at, :, at, :] = normal.views[at]
    for at, group in enumerate(normal.groups):
        seen, across = normal.by[group], normal.across[group]
        share = np.einsum("aij,jk,blk->abil", across, normal.points[at], across)
        reduced[seen[:, None], :, seen[None, :], :] -= share
    return reduced.reshape(6 * views, 6 * views)


def _free_inverse(normal: Floats) -> Floats:
    values, vectors = np.linalg.eigh((normal + normal.T) / 2)
    kept = values[DATUM:]
    floor = max(float(kept[-1]) * 1e-14, 1e-300) if len(kept) else 1.0
    return np.asarray((vectors[:, DATUM:] / np.maximum(kept, floor)) @ vectors[:, DATUM:].T)


def _centres(adjusted: Adjusted, poses: Floats) -> Floats:
    largest = np.empty(len(adjusted.shifts))
    for at, shift in enumerate(adjusted.shifts):
        x, y, z = shift
        cross = np.array([[0, z, -y], [-z, 0, x], [y, -x, 0]])
        slope = adjusted.rotations[at].T @ np.hstack([cross, -np.eye(3)])
        largest[at] = np.linalg.eigvalsh(slope @ poses[at, :, at, :] @ slope.T)[-1]
    return largest
