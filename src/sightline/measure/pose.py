"""Where the camera stands over its ground, and so how high things are: the third column of the projection.

With a calibrated lens the focal length is known. Without one it is found from the ground itself, the picture's middle
taken for the principal point and pixels for square (Zhang 2000, the two constraints of one plane); where the marks do
not tell it well enough, heights are refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sightline.errors import UnmeasurableError

if TYPE_CHECKING:
    from sightline.measure.lens import Lens
    from sightline.measure.plane import Plane, Scaling
    from sightline.values import Floats

VAGUE = 0.15
"""A focal length unsure by more than this share gives no heights."""


@dataclass(frozen=True, slots=True)
class Pose:
    """The projection: ``ground`` [3, 3] and ``up`` [3] take scaled metres x, y, 1 and z to pixels.

    ``camera`` is x, y and height in metres; ``vague`` the share by which heights are unsure altogether.
    """

    ground: Floats
    up: Floats
    metres: Scaling
    camera: tuple[float, float, float]
    vague: float

    def heights(self, places: Floats, tops: Floats) -> Floats:
        """Give the heights [n] in metres of what stands at ``places`` [n, 2] and ends at pixels ``tops`` [n, 2]."""
        base = self._base(places)
        rest = tops * base[:, 2:] - base[:, :2]
        rise = self.up[:2] - tops * self.up[2]
        height = (rest * rise).sum(axis=1) / (rise**2).sum(axis=1)
        return np.asarray(height / self.metres.scale, np.float64)

    def under(self, tops: Floats, heights: Floats) -> Floats:
        """Give the places [n, 2] in metres under pixels ``tops`` [n, 2] that are ``heights`` [n] above the ground."""
        lifted = np.repeat(self.ground[None], len(tops), axis=0)
        lifted[:, :, 2] += self.up * (heights * self.metres.scale)[:, None]
        rays = np.linalg.solve(lifted, np.column_stack([tops, np.ones(len(tops))])[:, :, None])[
            :, :, 0
        ]
        rays[rays[:, 2] <= 0] = np.nan
        return self.metres.out(rays[:, :2] / rays[:, 2:])

    def tops(self, places: Floats, heights: Floats) -> Floats:
        """Give the pixels [n, 2] at which things at ``places`` [n, 2] of ``heights`` [n] metres end."""
        ends = self._base(places) + self.up * (heights * self.metres.scale)[:, None]
        return np.asarray(ends[:, :2] / ends[:, 2:], np.float64)

    def _base(self, places: Floats) -> Floats:
        scaled = self.metres.into(places)
        return np.asarray(
            np.column_stack([scaled, np.ones(len(scaled))]) @ self.ground.T, np.float64
        )


def pose_of(plane: Plane, lens: Lens | None, size: tuple[int, int]) -> Pose:
    """Find the pose from a calibrated ground. UnmeasurableError where the focal length cannot be known.

    >>> from sightline.measure.plane import fit
    >>> lifted = np.array([[800.0, 0, 400], [0, -480, 3000], [0, 0.8, 10]])  # from 6 m up, looking down
    >>> metres = np.array([[-3.0, 5], [3, 5], [4, 20], [-4, 20], [0, 12]])
    >>> seen = np.column_stack([metres, np.ones(5)]) @ lifted.T
    >>> plane = fit(metres, seen[:, :2] / seen[:, 2:], np.tile(np.eye(2), (5, 1, 1)))
    """
    pixels = np.diag([1 / plane.pixels.scale, 1 / plane.pixels.scale, 1.0])
    pixels[:2, 2] = plane.pixels.centre
    ground = pixels @ plane.matrix
    if lens is None:
        focal, vague = _focal(ground, plane, pixels, size)
        matrix = np.array([[focal, 0, size[0] / 2], [0, focal, size[1] / 2], [0, 0, 1.0]])
    else:
        matrix, vague = lens.matrix, 0.0
    first, second, shift = (np.linalg.inv(matrix) @ ground).T
    length = np.sqrt(np.hypot(*first[:2]) ** 2 + first[2] ** 2)
    length = float((length + np.linalg.norm(second)) / 2)
    third = np.cross(first, second) / length
    turn = np.column_stack([first, second, third]) / length
    centre = -np.linalg.solve(turn, shift / length)
    side = 1.0 if centre[2] > 0 else -1.0
    x, y = plane.metres.out(centre[None, :2])[0]
    tall = float(abs(centre[2]) / plane.metres.scale)
    return Pose(ground, matrix @ third * side, plane.metres, (float(x), float(y), tall), vague)


def _focal(
    ground: Floats, plane: Plane, pixels: Floats, size: tuple[int, int]
) -> tuple[float, float]:
    """Give the focal length in pixels and the share by which it is unsure."""
    likely = _inverse_square(ground, size)
    moved = [
        _inverse_square(pixels @ (plane.matrix + step.reshape(3, 3)), size)
        for step in plane.spread.T
    ]
    spread = float(np.sqrt(((np.array(moved) - likely) ** 2).sum()))
    vague = spread / abs(likely) / 2
    if likely <= 0 or not vague < VAGUE:
        raise UnmeasurableError(
            "标志点定不出焦距，测不了高度：请标定镜头（lens），或加测标志点",
            "the marks do not tell the focal length, so no heights: calibrate the lens, or survey more marks",
        )
    return 1 / float(np.sqrt(likely)), vague


def _inverse_square(ground: Floats, size: tuple[int, int]) -> float:
    """Solve both constraints of one plane for one over the focal length squared, in the least squares sense."""
    middle = np.array([[1.0, 0, -size[0] / 2], [0, 1, -size[1] / 2], [0, 0, 1]])
    first, second, _ = (middle @ ground).T
    flat = np.array([first[:2] @ second[:2], (first[:2] @ first[:2] - second[:2] @ second[:2]) / 2])
    deep = np.array([first[2] * second[2], (first[2] ** 2 - second[2] ** 2) / 2])
    return float(-(flat @ deep) / (flat @ flat))
