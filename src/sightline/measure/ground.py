"""The calibrated ground: where somebody stands in metres, how surely, and where that cannot be told."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from sightline.errors import Text, UnmeasurableError
from sightline.geometry import inside
from sightline.measure.lengths import Measured, between, nearest_on, surface
from sightline.measure.plane import FREE, Plane

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sightline.measure.lens import Lens
    from sightline.values import Flags, Floats


class Reason(StrEnum):
    """Why something was, or was not, measured."""

    OK = "ok"
    OUTSIDE = "outside"
    HORIZON = "horizon"
    HIDDEN = "hidden"
    UNCALIBRATED = "uncalibrated"
    MOVING = "moving"
    MOVED = "moved"
    DEPTHLESS = "depthless"

    @property
    def text(self) -> Text:
        """Say it.

        >>> Reason.MOVED.text.en
        'the camera has moved since it was calibrated: calibrate again'
        """
        return SAID[self]


SAID = {
    Reason.OK: Text("可测", "measured"),
    Reason.OUTSIDE: Text(
        "在标定范围之外：在那里补测标志点", "outside the calibrated area: survey marks there"
    ),
    Reason.HORIZON: Text("不在地面上：在地平线以上", "not on the ground: at or above the horizon"),
    Reason.HIDDEN: Text("看不到脚，身高也不可知", "the feet are hidden and the height is unknown"),
    Reason.UNCALIBRATED: Text(
        "摄像机没有标定：在现场文件中加 ground",
        "the camera is not calibrated: add ground to its site file",
    ),
    Reason.MOVING: Text(
        "摄像机在移动：没有双目就测不出米",
        "the camera moves: without stereo there are no metres",
    ),
    Reason.DEPTHLESS: Text(
        "双目看不出它的深度：没有纹理，或被遮挡",
        "the pair tells no depth there: without texture, or hidden",
    ),
    Reason.MOVED: Text(
        "摄像机标定后动过：请重新标定",
        "the camera has moved since it was calibrated: calibrate again",
    ),
}


@dataclass(frozen=True, slots=True)
class Placed:
    """Where n things stand: ``xy`` [n, 2] metres and ``covariance`` [n, 2, 2] m², NaN where it cannot be told.

    ``shared`` [n, 2, 8] is the part of the error that comes of the calibration and is common to all, in metres per
    standard deviation. ``heights`` [n] metres with ``height_sigmas`` are NaN where unknown.
    """

    xy: Floats
    covariance: Floats
    reasons: tuple[Reason, ...]
    shared: Floats
    heights: Floats
    height_sigmas: Floats

    @classmethod
    def nowhere(cls, reasons: tuple[Reason, ...]) -> Placed:
        """Give those of which no place can be told.

        >>> Placed.nowhere((Reason.MOVED,)).reliable.tolist()
        [False]
        """
        count = len(reasons)
        unknown = np.full(count, np.nan)
        return cls(
            np.full((count, 2), np.nan),
            np.full((count, 2, 2), np.nan),
            reasons,
            np.full((count, 2, FREE), np.nan),
            unknown,
            unknown.copy(),
        )

    def __len__(self) -> int:
        """Tell how many."""
        return len(self.xy)

    @property
    def reliable(self) -> Flags:
        """Tell which places are known [n]."""
        return np.array([reason is Reason.OK for reason in self.reasons], np.bool_)

    def distance(self, first: int, second: int) -> Measured:
        """Measure between two of them, letting the calibration's error cancel where both share it.

        UnmeasurableError where one of the places is not known.
        """
        self._known(first, second)
        own = sum(self._own(one) for one in (first, second))
        common = self.shared[first] - self.shared[second]
        return between(self.xy[first], self.xy[second], own + common @ common.T)

    def distance_to(self, which: int, points: Floats) -> Measured:
        """Measure from one of them to a polyline [k, 2], or to one point, known exactly in metres."""
        self._known(which)
        near = nearest_on(np.asarray(points, np.float64).reshape(-1, 2), self.xy[which])
        return between(self.xy[which], near, self.covariance[which])

    def area(self) -> Measured:
        """Measure the polygon whose corners they are, in their order."""
        self._known(*range(len(self)))
        shared = self.shared.reshape(2 * len(self), FREE)
        covariance = shared @ shared.T
        for one in range(len(self)):
            covariance[2 * one : 2 * one + 2, 2 * one : 2 * one + 2] += self._own(one)
        return surface(self.xy, covariance)

    def _own(self, which: int) -> Floats:
        """Give the covariance that one place does not share."""
        common = self.shared[which]
        return np.asarray(self.covariance[which] - common @ common.T, np.float64)

    def _known(self, *which: int) -> None:
        for one in which:
            if self.reasons[one] is not Reason.OK:
                said = self.reasons[one].text
                raise UnmeasurableError(said.zh, said.en)


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground calibrated by marks: residuals and held-out errors in metres by the marks' names.

    ``area`` [k, 2] metres is where it is believed; ``digest`` names this calibration in evidence.
    """

    plane: Plane
    lens: Lens | None
    area: Floats
    residuals: Mapping[str, float]
    held_out: Mapping[str, float]
    digest: str = field(default="")

    def pixels_of(self, places: Floats) -> Floats:
        """Give the pixels [n, 2] where places [n, 2] in metres are seen; NaN behind the camera."""
        flat = self.plane.pixels_of(np.asarray(places, np.float64))
        return flat if self.lens is None else self.lens.bend(flat)

    def straight(self, pixels: Floats) -> Floats:
        """Take the lens's distortion from pixels [n, 2]."""
        return pixels if self.lens is None else self.lens.straighten(pixels)

    def place(self, feet: Floats, sigmas: Floats) -> Placed:
        """Place feet [n, 2] in pixels, unsure by ``sigmas`` [n] or [n, 2] pixels."""
        feet = np.asarray(feet, np.float64).reshape(-1, 2)
        noise = self._noise(feet, np.asarray(sigmas, np.float64))
        xy = self.plane.metres_of(self.straight(feet))
        seen: Flags = np.isfinite(xy[:, 0])
        within = inside(xy, self.area)
        by_place, by_calibration = self.plane.slopes(
            np.where(seen[:, None], xy, self.area.mean(axis=0))
        )
        back = np.linalg.inv(by_place)
        shared = -back @ by_calibration
        covariance = back @ noise @ back.transpose(0, 2, 1) + shared @ shared.transpose(0, 2, 1)
        reasons = tuple(
            (Reason.OK if near else Reason.OUTSIDE) if below else Reason.HORIZON
            for below, near in zip(seen.tolist(), within.tolist(), strict=True)
        )
        unknown = ~(seen & within)
        for lost in (xy, covariance, shared):
            lost[unknown] = np.nan
        blank = np.full(len(feet), np.nan)
        return Placed(xy, covariance, reasons, shared, blank, blank.copy())

    def _noise(self, feet: Floats, sigmas: Floats) -> Floats:
        """Give the covariance [n, 2, 2] of feet in pixels without distortion."""
        wide = np.broadcast_to(sigmas if sigmas.ndim > 1 else sigmas[:, None], (len(feet), 2))
        noise = wide[:, :, None] ** 2 * np.eye(2)
        if self.lens is None:
            return noise
        slopes = self.lens.slopes(feet)
        return np.asarray(slopes @ noise @ slopes.transpose(0, 2, 1), np.float64)
