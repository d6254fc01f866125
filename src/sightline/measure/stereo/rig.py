"""A rectified pair of cameras, and points and lengths in metres measured with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sightline.errors import SiteFileError, UnmeasurableError
from sightline.measure.lengths import Measured
from sightline.measure.lens import numbers

if TYPE_CHECKING:
    from sightline.measure.stereo.matching import Disparity
    from sightline.values import Flags, Floats

KEYS = ("baseline", "focal", "centre", "offset")
POINTED = 0.5
"""Standard deviation in pixels of where a point is pointed at."""


@dataclass(frozen=True, slots=True)
class Spots:
    """Points in metres [n, 3] before the left camera: right, down, ahead; with covariances [n, 3, 3] and flags [n]."""

    xyz: Floats
    covariance: Floats
    reliable: Flags

    def length(self, first: int, second: int) -> Measured:
        """Measure between two of them. UnmeasurableError where one is not reliable.

        >>> noise = np.tile(np.eye(3) * 1e-4, (2, 1, 1))
        >>> spots = Spots(np.array([[0.0, 0, 3], [0, 2, 3]]), noise, np.array([True, True]))
        >>> spots.length(0, 1)
        Measured(value=2.0, sigma=0.014..., unit='m')
        """
        if not (self.reliable[first] and self.reliable[second]):
            raise UnmeasurableError(
                "这一点没有可靠的深度：它在边缘、被遮挡或没有纹理",
                "this point has no reliable depth: it is at an edge, hidden or without texture",
            )
        gap = self.xyz[second] - self.xyz[first]
        length = float(np.sqrt(gap @ gap))
        along = gap / max(length, 1e-12)
        variance = along @ (self.covariance[first] + self.covariance[second]) @ along
        return Measured(length, float(np.sqrt(variance)), "m")


@dataclass(frozen=True, slots=True)
class Rig:
    """A rectified pair: focal length, principal point and its offset between both in pixels, baseline in metres.

    >>> rig = Rig(1000.0, (320.0, 240.0), 0.2)
    >>> rig.depth(np.array([100.0])).tolist()
    [2.0]
    """

    focal: float
    centre: tuple[float, float]
    baseline: float
    offset: float = 0.0

    def depth(self, disparity: Floats) -> Floats:
        """Give the distance ahead in metres of disparities in pixels; NaN where it is beyond all measure."""
        moved = disparity + self.offset
        return self.focal * self.baseline / np.where(moved > 0, moved, np.nan)

    def spots(self, found: Disparity, pixels: Floats) -> Spots:
        """Measure the points at pixels [n, 2] of the left picture."""
        columns, rows = np.rint(np.asarray(pixels, np.float64).reshape(-1, 2)).astype(np.int64).T
        height, width = found.values.shape
        within = (columns >= 0) & (columns < width) & (rows >= 0) & (rows < height)
        columns, rows = np.clip(columns, 0, width - 1), np.clip(rows, 0, height - 1)
        at = np.column_stack([columns, rows]).astype(np.float64)
        reliable = within & found.reliable[rows, columns]
        return self.measured(at, found.values[rows, columns], found.sigmas[rows, columns], reliable)

    def measured(self, pixels: Floats, moved: Floats, sigmas: Floats, reliable: Flags) -> Spots:
        """Measure points at pixels [n, 2] of the left picture that ``moved`` [n] pixels, unsure by ``sigmas`` [n]."""
        depth = self.depth(moved)
        aside = (pixels - self.centre) * (depth / self.focal)[:, None]
        xyz = np.column_stack([aside, depth])
        return Spots(xyz, self._covariance(xyz, sigmas), reliable & np.isfinite(depth))

    def cloud(self, found: Disparity) -> Spots:
        """Measure every reliable point of the left picture, in the order of its rows."""
        rows, columns = np.nonzero(found.reliable)
        spots = self.spots(found, np.column_stack([columns, rows]))
        kept = spots.reliable
        return Spots(spots.xyz[kept], spots.covariance[kept], kept[kept])

    def _covariance(self, xyz: Floats, sigmas: Floats) -> Floats:
        """Carry the noise of column, row and disparity over to metres."""
        depth = xyz[:, 2]
        slopes = np.zeros((len(xyz), 3, 3))
        slopes[:, 0, 0] = slopes[:, 1, 1] = depth / self.focal
        slopes[:, :, 2] = -xyz * (depth / (self.focal * self.baseline))[:, None]
        noise = np.zeros((len(xyz), 3, 3))
        noise[:, 0, 0] = noise[:, 1, 1] = POINTED**2
        noise[:, 2, 2] = sigmas**2
        return np.asarray(slopes @ noise @ slopes.transpose(0, 2, 1), np.float64)

    def as_dict(self) -> dict[str, object]:
        """Give the section of a site file.

        >>> Rig(1000.0, (320.0, 240.0), 0.2).as_dict()["baseline"]
        '0.2 m'
        """
        return {
            "baseline": f"{self.baseline:g} m",
            "focal": f"{self.focal:.10g} px",
            "centre": list(self.centre),
            "offset": f"{self.offset:.10g} px",
        }


def rig_of(told: object, where: str) -> Rig:
    """Read the ``stereo`` section of a site file.

    >>> rig_of({"baseline": "0.2 m", "focal": "1000 px", "centre": [320, 240]}, "stereo").offset
    0.0
    >>> rig_of({"baseline": "20 cm", "focal": "1000 px", "centre": [320, 240]}, "stereo")
    Traceback (most recent call last):
    sightline.errors.SiteFileError: stereo.baseline: 要写成带单位的数，如“0.2 m” / wants a number with its unit, such as
    "0.2 m"
    """
    if not isinstance(told, Mapping) or not set(told) <= set(KEYS):
        raise SiteFileError(
            f"要写成：{'、'.join(KEYS)}", f"wants the keys {', '.join(KEYS)} and no others", where
        )
    centre = numbers(told.get("centre"))
    if len(centre) != 2:  # noqa: PLR2004
        raise SiteFileError("要两个数（像素）", "wants two numbers (pixels)", f"{where}.centre")
    rig = Rig(
        _with_unit(told.get("focal"), ("1000", "px"), f"{where}.focal"),
        (centre[0], centre[1]),
        _with_unit(told.get("baseline"), ("0.2", "m"), f"{where}.baseline"),
        _with_unit(told.get("offset", "0 px"), ("0", "px"), f"{where}.offset"),
    )
    if not (rig.focal > 0 and rig.baseline > 0):
        raise SiteFileError("基线与焦距必须大于零", "baseline and focal must be above 0", where)
    return rig


def _with_unit(told: object, example: tuple[str, str], where: str) -> float:
    number = (
        re.fullmatch(rf"(-?\d+(?:\.\d+)?)\s*{example[1]}", told) if isinstance(told, str) else None
    )
    if number is None:
        shown = " ".join(example)
        raise SiteFileError(
            f"要写成带单位的数，如“{shown}”",
            f'wants a number with its unit, such as "{shown}"',
            where,
        )
    return float(number[1])
