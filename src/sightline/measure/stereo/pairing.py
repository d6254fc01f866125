"""Calibrate two cameras that stand side by side from pictures of one board, and rectify what they see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from sightline.errors import CalibrationError
from sightline.measure.boards import Board, LensReport, calibrate_lens
from sightline.measure.stereo.mount import Mount

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sightline.measure.stereo.rig import Rig, Spots
    from sightline.values import Flags, Floats, Picture

LEAST_PAIRS = 3
CORNER = 0.2
"""Standard deviation in pixels of a refined corner."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two calibrated cameras, how they stand to each other, and the error ``rms`` in pixels."""

    left: LensReport
    right: LensReport
    mount: Mount
    rms: float

    @property
    def rig(self) -> Rig:
        """Give the rectified pair."""
        return self.mount.rig

    def rectify(self, left: Picture, right: Picture) -> tuple[Picture, Picture]:
        """Give both pictures as if the cameras stood exactly side by side."""
        return self.mount.rectify(left, right)

    def spots(self, left: Floats, right: Floats) -> Spots:
        """Measure points seen at pixels [n, 2] of the two pictures as they were taken."""
        flat = [
            self._flat(pixels, report, at)
            for at, (pixels, report) in enumerate(((left, self.left), (right, self.right)))
        ]
        rig = self.rig
        moved = flat[0][:, 0] - flat[1][:, 0]
        known: Flags = np.abs(flat[0][:, 1] - flat[1][:, 1]) < 2.0  # noqa: PLR2004
        return rig.measured(flat[0], moved, np.full(len(moved), CORNER * np.sqrt(2)), known)

    def _flat(self, pixels: Floats, report: LensReport, at: int) -> Floats:
        straight = cv2.undistortPoints(
            pixels.reshape(-1, 1, 2),
            report.lens.matrix,
            np.array(report.lens.distortion),
            R=self.mount.flat[at],
            P=self.mount.flat[at + 2],
        )
        return np.asarray(straight, np.float64).reshape(-1, 2)


def calibrate_pair(
    pictures: Mapping[str, tuple[Picture, Picture]], board: Board, window: int | None = None
) -> Pair:
    """Calibrate both lenses and how the cameras stand from pictures (left, right) by name.

    CalibrationError where fewer than three pairs show the whole board to both.
    """
    left = calibrate_lens({name: pair[0] for name, pair in pictures.items()}, board, window)
    right = calibrate_lens({name: pair[1] for name, pair in pictures.items()}, board, window)
    both = [name for name in left.views if name in right.views]
    if len(both) < LEAST_PAIRS:
        raise CalibrationError(
            f"只有 {len(both)} 对图片里两台摄像机都看得到整块棋盘，至少要 {LEAST_PAIRS} 对",
            f"only {len(both)} pairs show the whole board to both cameras; {LEAST_PAIRS} are the least",
        )
    corners = [_corners(pictures[name], board, window) for name in both]
    size = (pictures[both[0]][0].shape[1], pictures[both[0]][0].shape[0])
    one, bends = left.lens.matrix, np.array(left.lens.distortion)
    other, other_bends = right.lens.matrix, np.array(right.lens.distortion)
    answer = cv2.stereoCalibrate(
        [board.places.astype(np.float32)] * len(both),
        [pair[0] for pair in corners],
        [pair[1] for pair in corners],
        one,
        bends,
        other,
        other_bends,
        size,
        flags=cv2.CALIB_FIX_INTRINSIC,
    )
    rms, turn, move = float(answer[0]), np.asarray(answer[5]), np.asarray(answer[6])
    moved = tuple(float(one) for one in move.ravel())
    turned = tuple(float(one) for one in turn.ravel())
    mount = Mount(left.lens, right.lens, turned, (moved[0], moved[1], moved[2]), size)
    return Pair(left, right, mount, rms)


def _corners(
    pair: tuple[Picture, Picture], board: Board, window: int | None
) -> list[NDArray[np.float32]]:
    found = [board.find(image, window) for image in pair]
    return [np.asarray(one, np.float32).reshape(-1, 1, 2) for one in found if one is not None]
