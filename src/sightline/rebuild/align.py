"""Where a model of no unit lies on the site: marks located in it, and the similarity that fits it to the survey."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from sightline.errors import ReconstructionError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sightline.rebuild.asks import Click
    from sightline.rebuild.running import Adjustment
    from sightline.values import Floats

FEWEST = 3
FLAT = 1e-3
"""Surveyed points whose second spread is below this share of the first are on one line: the turn about it is free."""
CLICK = 1.0
"""How exactly a person clicks a mark: one pixel."""
WORST = 10.0
"""Pixels by which rays of one mark may miss each other before it is taken for a mix-up."""


@dataclass(frozen=True, slots=True)
class Similarity:
    """Scale, rotation [3, 3] and shift [3]: ``scale * rotation @ point + shift``.

    >>> Similarity(2.0, np.eye(3), np.zeros(3)).apply(np.array([[1.0, 2, 3]])).tolist()
    [[2.0, 4.0, 6.0]]
    """

    scale: float
    rotation: Floats
    shift: Floats

    def apply(self, points: Floats) -> Floats:
        """Carry points [n, 3] over."""
        return np.asarray(self.scale * points @ self.rotation.T + self.shift, np.float64)


@dataclass(frozen=True, slots=True)
class Fit:
    """A similarity, what is left over at each point [n] in metres, and how surely it is known.

    ``sigma`` is one standard deviation of a surveyed point per axis; ``spread`` the sum of squared distances of the
    surveyed points from their ``middle``.
    """

    similarity: Similarity
    residuals: Floats
    sigma: float
    middle: Floats
    spread: float

    @property
    def scale_sigma(self) -> float:
        """Give one standard deviation of the scale, as a share of it."""
        return self.sigma / float(np.sqrt(self.spread))

    def sigmas_at(self, points: Floats) -> Floats:
        """Give what the fit itself adds to the uncertainty of places [n, 3] on the site, in metres per axis."""
        away = ((points - self.middle) ** 2).sum(axis=1)
        return np.asarray(self.sigma * np.sqrt(1 / len(self.residuals) + away / self.spread))


def umeyama(points: Floats, targets: Floats) -> Similarity:
    """Find the similarity that carries points [n, 3] onto targets [n, 3] with least squares (Umeyama 1991).

    Needs three points that are not on one line.

    >>> corner = np.array([[0.0, 0, 0], [1, 0, 0], [0, 1, 0]])
    >>> round(umeyama(corner, 3 * corner + 5).scale, 6)
    3.0
    >>> umeyama(corner[:2], corner[:2])
    Traceback (most recent call last):
    sightline.errors.ReconstructionError: 至少要三个不在一条直线上的已测点 / three surveyed points...
    """
    mean, goal = points.mean(axis=0), targets.mean(axis=0)
    inner, outer = points - mean, targets - goal
    if len(points) < FEWEST or _on_a_line(inner) or _on_a_line(outer):
        raise ReconstructionError(
            "至少要三个不在一条直线上的已测点",
            "three surveyed points that are not on one line are needed",
        )
    left, spread, right = np.linalg.svd(outer.T @ inner / len(points))
    signs = np.array([1.0, 1.0, np.sign(np.linalg.det(left) * np.linalg.det(right))])
    rotation = left @ np.diag(signs) @ right
    scale = float((spread * signs).sum() / inner.var(axis=0).sum())
    return Similarity(scale, rotation, goal - scale * rotation @ mean)


def _on_a_line(centred: Floats) -> bool:
    spreads = np.linalg.svd(centred, compute_uv=False)
    return bool(len(spreads) < FEWEST - 1 or spreads[1] <= FLAT * spreads[0])


def fitted(points: Floats, targets: Floats, sigma: float) -> Fit:
    """Fit as ``umeyama`` does and tell how surely; ``sigma`` [m] of the survey is the least that is believed.

    >>> corner = np.array([[0.0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]])
    >>> fit = fitted(corner, 2 * corner, 0.01)
    >>> fit.sigma, float(fit.residuals.max().round(9))
    (0.01, 0.0)
    """
    similarity = umeyama(points, targets)
    rest = targets - similarity.apply(points)
    freedom = rest.size - 7
    seen = float(np.sqrt((rest**2).sum() / freedom))
    middle = targets.mean(axis=0)
    spread = float(((targets - middle) ** 2).sum())
    return Fit(similarity, np.linalg.norm(rest, axis=1), max(seen, sigma), middle, spread)


def located(out: Adjustment, clicks: Sequence[Click]) -> dict[str, tuple[Floats, Floats]]:
    """Give place [3] and covariance [3, 3], in units of the model, of marks seen twice and of cameras by picture.

    A picture is known by its file name, with or without its ending.
    """
    views = {name: at for at, name in enumerate(out.names)}
    known = {
        key: (out.centres[at], out.camera_sigmas[at] ** 2 * np.eye(3))
        for name, at in views.items()
        for key in (name, name.rpartition(".")[0])
    }
    marks = dict.fromkeys(click.mark for click in clicks)
    for mark in marks:
        seen = [click for click in clicks if click.mark == mark and click.picture in views]
        if len(seen) > 1:
            at = np.array([views[click.picture] for click in seen])
            pixels = np.array([(click.x, click.y) for click in seen])
            known[mark] = _met(out, at, pixels, mark)
    return known


def _met(out: Adjustment, views: Floats, pixels: Floats, mark: str) -> tuple[Floats, Floats]:
    """Intersect the rays through pixels [n, 2] of views [n], by least squares of what they miss by in pixels."""
    poses, lenses = out.poses[views], out.lenses[views]
    rays = np.array([_ray(pixel, lens) for pixel, lens in zip(pixels, lenses, strict=True)])
    rows = rays[:, :, None] * poses[:, 2:3] - poses[:, :2]
    place = np.linalg.svd(rows.reshape(-1, 4))[2][-1]
    point = place[:3] / place[3]
    for _ in range(10):
        miss, slope = _misses(point, rays, poses, lenses)
        point = point - np.linalg.lstsq(slope, miss, rcond=None)[0]
    miss, slope = _misses(point, rays, poses, lenses)
    if not np.abs(miss).max() < WORST:
        raise ReconstructionError(
            f"标志“{mark}”在各照片中的位置相差 {np.abs(miss).max():.0f} 像素，请检查是否点错",
            f"the clicks of mark “{mark}” disagree by {np.abs(miss).max():.0f} px; check them",
        )
    noise = max(CLICK, float(np.sqrt((miss**2).sum() / (miss.size - 3))))
    spread = np.linalg.pinv(slope.T @ slope, hermitian=True)
    poses_off = float((out.camera_sigmas[views] ** 2).mean())
    return point, noise**2 * spread + poses_off * np.eye(3)


def _ray(pixel: Floats, lens: Floats) -> Floats:
    matrix = np.array([[lens[0], 0, lens[2]], [0, lens[1], lens[3]], [0, 0, 1]])
    straight = cv2.undistortPoints(pixel.reshape(1, 1, 2), matrix, lens[4:])
    return np.asarray(straight, np.float64).reshape(2)


def _misses(point: Floats, rays: Floats, poses: Floats, lenses: Floats) -> tuple[Floats, Floats]:
    """Give what each ray misses the point by in pixels, and how that moves with the point."""
    seen = poses[:, :, :3] @ point + poses[:, :, 3]
    flat, depth = seen[:, :2] / seen[:, 2:], seen[:, 2]
    focal = lenses[:, :2]
    turn = poses[:, :, :3]
    slope = (turn[:, :2] - flat[:, :, None] * turn[:, 2:3]) / depth[:, None, None]
    return (focal * (flat - rays)).ravel(), (focal[:, :, None] * slope).reshape(-1, 3)
