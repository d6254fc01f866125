"""Calibrate two cameras that stand side by side from pictures of one board, and rectify what they see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from sightline.errors import CalibrationError
from sightline.measure.boards import Board, LensReport, calibrate_lens
from sightline.measure.stereo.rig import Rig, Spots

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sightline.values import Flags, Floats, Picture

LEAST_PAIRS = 3
CORNER = 0.2
"""Standard deviation in pixels of a refined corner."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two calibrated cameras: how the right one is turned [3, 3] and moved [3] metres; ``rms`` pixels.

    ``rig`` is the pair as it is after ``rectify``.
    """

    left: LensReport
    right: LensReport
    turn: Floats
    move: Floats
    rms: float
    size: tuple[int, int]
    flat: tuple[Floats, ...]

    @property
    def rig(self) -> Rig:
        """Give the rectified pair, as the ``stereo`` section of a site file tells it."""
        ahead = self.flat[2]
        return Rig(
            float(ahead[0, 0]),
            (float(ahead[0, 2]), float(ahead[1, 2])),
            float(-self.flat[3][0, 3] / self.flat[3][0, 0]),
            float(self.flat[3][0, 2] - ahead[0, 2]),
        )

    def rectify(self, left: Picture, right: Picture) -> tuple[Picture, Picture]:
        """Give both pictures as if the cameras stood exactly side by side."""
        shown = []
        for at, (image, report) in enumerate(((left, self.left), (right, self.right))):
            maps = cv2.initUndistortRectifyMap(
                report.lens.matrix,
                np.array(report.lens.distortion),
                self.flat[at],
                self.flat[at + 2],
                self.size,
                cv2.CV_32FC1,
            )
            shown.append(np.asarray(cv2.remap(image, *maps, cv2.INTER_LINEAR), np.uint8))
        return shown[0], shown[1]

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
            R=self.flat[at],
            P=self.flat[at + 2],
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
    flat = cv2.stereoRectify(one, bends, other, other_bends, size, turn, move, alpha=0.0)[:4]
    rectified = tuple(np.asarray(part, np.float64) for part in flat)
    return Pair(left, right, turn, move.ravel(), rms, size, rectified)


def _corners(
    pair: tuple[Picture, Picture], board: Board, window: int | None
) -> list[NDArray[np.float32]]:
    found = [board.find(image, window) for image in pair]
    return [np.asarray(one, np.float32).reshape(-1, 1, 2) for one in found if one is not None]
