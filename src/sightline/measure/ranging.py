"""How far things are from a camera that moves, by one picture: known sizes and a road that is nearly flat.

For a camera that stands, ``Ground`` is the measure; this one is far less sure and says so. Two things are known of each
box: how high such things usually are, and that they stand on a ground about so far below the camera. The camera's pitch
is unknown but the same for all, so every box of known size helps to place the others. Both are solved together in
inverse depth, where both are linear, and distances between two things are drawn from what remains unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import norm, qmc

from sightline.errors import CalibrationError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sightline.values import Flags, Floats

DRAWS = 512
LEVELS = (0.025, 0.5, 0.975)
EDGE = 1.0
"""Pixels within which a box that touches the border of the picture is taken to be cut off by it."""
NEAREST = 0.5
"""Metres: nothing that is seen is nearer."""
FARTHEST = 1000.0
LIMBS, ASIDE = 0.12, 0.15
"""How far the middle of a box is beside the middle of the thing: metres, and as a share of half its width."""
OUT, OUTSIDE = 0.5, 0.6
"""The same where a side is cut off by the picture: how far outward, and its deviation, as shares of half its width."""


@dataclass(frozen=True, slots=True)
class Build:
    """How things of a kind are built, in metres; pairs are a mean and one deviation.

    ``height``; ``behind``: how far the middle lies behind the face that is seen; ``half``: half of the
    usual width that is seen.

    >>> BUILDS["person"].height
    (1.77, 0.13)
    """

    height: tuple[float, float]
    behind: tuple[float, float]
    half: float


BUILDS = {
    "person": Build((1.77, 0.13), (0.55, 0.15), 0.35),
    "car": Build((1.56, 0.25), (2.45, 0.45), 1.4),
    "truck": Build((3.2, 0.6), (4.8, 1.8), 3.0),
}
"""Walking people with what they wear and carry; cars with vans, which general detectors call cars; lorries.

Where the figures are from: docs/reference/sightline/rebuild.md."""


@dataclass(frozen=True, slots=True)
class Mount:
    """A camera on something that moves: focal length, centre and size in pixels, height above ground in metres.

    ``pitch`` is how far the horizon lies below the centre, in radians, and its deviation; ``uneven`` the deviation from
    one thing to another, for the ground is not flat; ``loose`` is how far an edge of a
    box is off, as a share of its height.

    >>> Mount(720.0, (610.0, 173.0), (1242, 375), 1.65).pitch
    (0.0, 0.01)
    """

    focal: float
    centre: tuple[float, float]
    size: tuple[int, int]
    height: float
    pitch: tuple[float, float] = (0.0, 0.01)
    uneven: float = 0.01
    loose: float = 0.05

    def __post_init__(self) -> None:
        """Refuse what is no camera."""
        if not (self.focal > 0 and self.height > 0 and self.pitch[1] > 0 and self.uneven > 0):
            raise CalibrationError(
                "焦距、安装高度、俯仰误差和地面起伏都必须大于 0",
                "focal length, height, the error of pitch and unevenness must be above 0",
            )


@dataclass(frozen=True, slots=True)
class Ranges:
    """What is known of where things are: 512 equally likely answers.

    ``draws`` [512, n, 2] are metres to the right of the camera and ahead of it; NaN where the kind's size is unknown.
    """

    draws: Floats

    @property
    def places(self) -> Floats:
        """Give the middle of the answers [n, 2]."""
        return np.asarray(np.median(self.draws, axis=0), np.float64)

    @property
    def covariances(self) -> Floats:
        """Give the spread of the answers as square metres [n, 2, 2]."""
        away = self.draws - self.draws.mean(axis=0)
        return np.asarray(np.einsum("kni,knj->nij", away, away) / (len(away) - 1))

    def distances(self, first: Sequence[int], second: Sequence[int]) -> Floats:
        """Give low, middle and high of the distance between each of first and each of second [a, b, 3], at 95 %."""
        ones = self.draws[:, list(first), None]
        others = self.draws[:, None, list(second)]
        apart = np.linalg.norm(ones - others, axis=-1)
        return np.moveaxis(np.quantile(apart, LEVELS, axis=0), 0, -1)


def ranged(boxes: Floats, kinds: Sequence[str], mount: Mount) -> Ranges:
    """Range boxes [n, 4] of known kinds seen by a camera that may move.

    >>> mount = Mount(720.0, (610.0, 173.0), (1242, 375), 1.65, loose=0.0)
    >>> boxes = np.array([[590.0, 166, 630, 293], [640, 166, 680, 293], [600.0, 100, 640, 200]])
    >>> seen = ranged(boxes, ("person", "person", "kite"), mount)
    >>> seen.places.round(1).tolist()
    [[0.0, 10.5], [0.7, 10.5], [nan, nan]]
    >>> seen.distances([0], [1])[0, 0].round(1).tolist()
    [0.5, 0.9, 1.8]
    """
    known = np.array([kind in BUILDS for kind in kinds], bool)
    draws = np.full((DRAWS, len(known), 2), np.nan)
    if known.any():
        chosen = [BUILDS[kind] for kind in kinds if kind in BUILDS]
        draws[:, known] = _drawn(np.asarray(boxes, np.float64)[known], chosen, mount)
    return Ranges(draws)


def _drawn(boxes: Floats, builds: list[Build], mount: Mount) -> Floats:
    """Draw places [512, n, 2] of boxes [n, 4]."""
    count = len(boxes)
    heights = np.array([build.height for build in builds])
    behind = np.array([build.behind for build in builds])
    half = np.array([build.half for build in builds])
    mean, spread = _solved(boxes, heights, mount)
    chance = _normal(3 * count)
    first, second, third = (chance[:, at * count : (at + 1) * count] for at in range(3))
    inverse = mean + first @ np.linalg.cholesky(spread).T
    face = np.maximum(1 / np.maximum(inverse, FARTHEST**-1), NEAREST)
    sunk = boxes[:, 3] >= mount.size[1] - EDGE
    face = np.where(sunk, _cut_off(boxes, first, mount), face)
    left, right = boxes[:, 0] <= EDGE, boxes[:, 2] >= mount.size[0] - EDGE
    side = left | right
    # Where a side is cut off, what is seen may be any part of it: its middle is beside it or behind it.
    ahead = face + np.where(
        side, behind[:, 0] * (1 + second) / 2, behind[:, 0] + behind[:, 1] * second
    )
    ray = ((boxes[:, 0] + boxes[:, 2]) / 2 - mount.centre[0]) / mount.focal
    outward = right.astype(np.float64) - left
    aside = np.where(side, OUTSIDE * half, np.hypot(LIMBS, ASIDE * half))
    across = ray * ahead + outward * half * OUT + aside * third
    return np.stack([across, np.maximum(ahead, NEAREST)], axis=-1)


def _solved(boxes: Floats, heights: Floats, mount: Mount) -> tuple[Floats, Floats]:
    """Solve inverse depths of seen faces [n] and their covariance, with the pitch that all share."""
    count = len(boxes)
    tall = np.maximum(boxes[:, 3] - boxes[:, 1], 1.0)
    edge = np.hypot(mount.loose * tall, EDGE)
    by_size = tall / (mount.focal * heights[:, 0])
    share = np.hypot(heights[:, 1] / heights[:, 0], np.sqrt(2) * edge / tall)
    sure = 1 / (by_size * share) ** 2
    sure[_cut(boxes, mount)] = 1e-6
    slope = (boxes[:, 3] - mount.centre[1]) / mount.focal
    level = 1 / (mount.uneven**2 + (edge / mount.focal) ** 2)
    normal = np.zeros((count + 1, count + 1))
    places = np.arange(count)
    normal[places, places] = sure + level * mount.height**2
    normal[:count, count] = normal[count, :count] = level * mount.height
    normal[count, count] = level.sum() + 1 / mount.pitch[1] ** 2
    right = np.append(
        sure * by_size + level * mount.height * slope,
        (level * slope).sum() + mount.pitch[0] / mount.pitch[1] ** 2,
    )
    spread = np.asarray(np.linalg.inv(normal), np.float64)
    return (spread @ right)[:count], spread[:count, :count]


def _cut(boxes: Floats, mount: Mount) -> Flags:
    """Tell which boxes the upper or lower border of the picture cuts off: their height says nothing."""
    return np.asarray((boxes[:, 1] <= EDGE) | (boxes[:, 3] >= mount.size[1] - EDGE))


def _cut_off(boxes: Floats, chance: Floats, mount: Mount) -> Floats:
    """Draw evenly how far things are whose feet are below the picture: no farther than where it meets the ground."""
    below = (boxes[:, 3] - mount.centre[1]) / mount.focal - mount.pitch[0]
    farthest = mount.height / np.maximum(below - 2 * mount.pitch[1], 1e-2)
    share = np.asarray(norm.cdf(chance), np.float64)
    return np.asarray(NEAREST + share * np.maximum(farthest - NEAREST, 0.0))


@cache
def _normal(dimensions: int) -> Floats:
    """Give 512 points [512, dimensions] that fill a normal law evenly, the same every time."""
    sobol = qmc.Sobol(dimensions, scramble=True, rng=0).random(DRAWS)
    return np.asarray(norm.ppf(np.clip(sobol, 1e-6, 1 - 1e-6)), np.float64)
