"""Calibrate a lens from pictures of a chessboard, and say how far to trust it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from sightline.errors import CalibrationError, Text
from sightline.measure.lens import Lens

if TYPE_CHECKING:
    from sightline.values import Floats, Picture

LEAST_VIEWS = 3
ENOUGH_VIEWS = 10
CELLS = (4, 4)
"""Columns and rows of the picture by which coverage is counted."""
COVERED = 0.7
FAR = 2.5
"""A view is doubted whose error is that many times the median of all."""
VAGUE = 0.02
"""A focal length unsure by more than this share is refused."""
TILTED = 10.0
"""Degrees by which two of the boards must be tilted against each other: parallel boards fix no focal length."""
STOP = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 100, 1e-4)
FIRST = cv2.CALIB_CB_ADAPTIVE_THRESH | cv2.CALIB_CB_NORMALIZE_IMAGE


@dataclass(frozen=True, slots=True)
class Board:
    """A chessboard by its inner corners, across and down, and the side of a square in metres.

    >>> Board(3, 2, 0.1).places.tolist()[1:4]
    [[0.1, 0.0, 0.0], [0.2, 0.0, 0.0], [0.0, 0.1, 0.0]]
    """

    columns: int = 9
    rows: int = 6
    square: float = 0.025

    @property
    def places(self) -> Floats:
        """Give its corners [n, 3] in metres."""
        down, across = np.mgrid[: self.rows, : self.columns]
        flat = np.column_stack([across.ravel(), down.ravel(), np.zeros(self.rows * self.columns)])
        return np.asarray(flat * self.square, np.float64)

    def find(self, image: Picture, window: int | None = None) -> Floats | None:
        """Find its corners [n, 2] in a picture to a fraction of a pixel; nothing where it is not seen whole.

        ``window`` is half the side in pixels of the patch in which a corner is refined: by default a third of the way
        to the next corner, so that no other corner pulls at it.
        """
        grey = image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)  # noqa: PLR2004
        found, corners = cv2.findChessboardCorners(grey, (self.columns, self.rows), flags=FIRST)
        if not found:
            return None
        grid = np.asarray(corners, np.float64).reshape(self.rows, self.columns, 2)
        steps = [np.hypot(*np.moveaxis(np.diff(grid, axis=axis), 2, 0)).min() for axis in (0, 1)]
        half = window or max(2, int(min(steps) / 3))
        refined = cv2.cornerSubPix(grey, corners, (half, half), (-1, -1), STOP)
        return np.asarray(refined, np.float64).reshape(-1, 2)


@dataclass(frozen=True, slots=True)
class LensReport:
    """A calibrated lens with the errors that it leaves: pixels, by picture, and for each of its numbers.

    ``coverage`` is the share of the picture that boards were seen in; ``unseen`` names pictures without a whole board;
    ``doubts`` says what to do better.
    """

    lens: Lens
    rms: float
    views: Mapping[str, float]
    unseen: tuple[str, ...]
    coverage: float
    sigmas: Mapping[str, float]
    doubts: tuple[Text, ...]

    def as_dict(self) -> dict[str, object]:
        """Give the form used in JSON; ``lens`` is the section of a site file."""
        return {
            "lens": self.lens.as_dict(),
            "rms": round(self.rms, 4),
            "views": {name: round(error, 4) for name, error in self.views.items()},
            "unseen": list(self.unseen),
            "coverage": round(self.coverage, 2),
            "sigmas": {name: float(f"{sigma:.3g}") for name, sigma in self.sigmas.items()},
            "doubts": [doubt.as_dict() for doubt in self.doubts],
        }


def calibrate_lens(
    pictures: Mapping[str, Picture], board: Board, window: int | None = None
) -> LensReport:
    """Calibrate a lens with square pixels from pictures of a board by name.

    CalibrationError where pictures differ in size, fewer than three show the whole board, or they are too much alike.
    """
    size = _one_size(pictures)
    seen = {name: board.find(image, window) for name, image in pictures.items()}
    corners = {name: found for name, found in seen.items() if found is not None}
    if len(corners) < LEAST_VIEWS:
        raise CalibrationError(
            f"只有 {len(corners)} 张图片看得到整块 {board.columns}×{board.rows} 棋盘，至少要 {LEAST_VIEWS} 张",
            f"only {len(corners)} pictures show a whole {board.columns}×{board.rows} board; "
            f"{LEAST_VIEWS} are the least",
        )
    places = [board.places.astype(np.float32)] * len(corners)
    points = [found.astype(np.float32).reshape(-1, 1, 2) for found in corners.values()]
    answer = cv2.calibrateCameraExtended(
        places, points, size, np.eye(3), np.zeros(5), flags=cv2.CALIB_FIX_ASPECT_RATIO
    )
    rms, matrix, bends, turns, _, deviations, _, errors = answer
    lens = Lens(
        (float(matrix[0, 0]), float(matrix[1, 1]), float(matrix[0, 2]), float(matrix[1, 2])),
        tuple(float(bend) for bend in np.ravel(bends)[:5]),
    )
    views = dict(zip(corners, map(float, np.ravel(errors)), strict=True))
    sigmas = _sigmas(np.ravel(np.asarray(deviations, np.float64)))
    if not sigmas["f"] < VAGUE * lens.focal[0] or _tilt(turns) < TILTED:
        raise CalibrationError(
            "这些图片里的棋盘姿态太相似，定不出焦距：请把棋盘向不同方向倾斜再拍",
            "the boards are held too much alike to fix the focal length: tilt them differently and take more",
        )
    coverage = _coverage(np.vstack(list(corners.values())), size)
    unseen = tuple(name for name, found in seen.items() if found is None)
    doubts = (*_few(len(corners), coverage), *_odd(views), *_unsure(lens, sigmas))
    return LensReport(lens, float(rms), views, unseen, coverage, sigmas, doubts)


def _one_size(pictures: Mapping[str, Picture]) -> tuple[int, int]:
    sizes = {(image.shape[1], image.shape[0]) for image in pictures.values()}
    if len(sizes) != 1:
        raise CalibrationError(
            "没有图片，或图片大小不一：请用同一分辨率拍摄",
            "there are no pictures, or they differ in size: take all at one resolution",
        )
    return sizes.pop()


def _sigmas(deviations: Floats) -> dict[str, float]:
    """Name the deviations of OpenCV's order; with square pixels only the second focal length has one."""
    names = ("fx", "fy", "cx", "cy", "k1", "k2", "p1", "p2", "k3")
    by_name = dict(zip(names, map(float, deviations), strict=False))
    focal = max(by_name.pop("fx"), by_name.pop("fy"))
    return {"f": focal, **by_name}


def _tilt(turns: Sequence[Floats]) -> float:
    """Give the widest angle in degrees between two boards."""
    normals = np.array([cv2.Rodrigues(turn)[0][:, 2] for turn in turns])
    return float(np.degrees(np.arccos(np.clip(normals @ normals.T, -1, 1)).max()))


def _coverage(points: Floats, size: tuple[int, int]) -> float:
    cells = np.floor(points / size * CELLS).astype(np.int64)
    return len({tuple(cell) for cell in cells.tolist()}) / (CELLS[0] * CELLS[1])


def _few(count: int, coverage: float) -> list[Text]:
    doubts = []
    if count < ENOUGH_VIEWS:
        doubts.append(
            Text(
                f"只有 {count} 张可用，最好 {ENOUGH_VIEWS} 张以上",
                f"only {count} are usable; {ENOUGH_VIEWS} or more are better",
            )
        )
    if coverage < COVERED:
        doubts.append(
            Text(
                f"棋盘只到过画面的 {coverage:.0%}：把它也举到四角",
                f"boards were in {coverage:.0%} of the picture only: hold them into the corners too",
            )
        )
    return doubts


def _odd(views: Mapping[str, float]) -> list[Text]:
    usual = float(np.median(list(views.values())))
    return [
        Text(
            f"图片 {name} 的误差 {error:.2f} 像素，远大于其余：删去它再算",
            f"picture {name} is off by {error:.2f} px, far more than the others: leave it out",
        )
        for name, error in views.items()
        if error > FAR * usual
    ]


def _unsure(lens: Lens, sigmas: Mapping[str, float]) -> list[Text]:
    """Name the radial distortions that are smaller than what they are unsure by."""
    told = dict(zip(("k1", "k2", "p1", "p2", "k3"), lens.distortion, strict=True))
    vague = [name for name in ("k1", "k2", "k3") if abs(told[name]) < sigmas[name]]
    if not vague:
        return []
    listed = ", ".join(vague)
    return [
        Text(
            f"{listed} 比自身的误差还小，不可当真：需要更多、更靠近画面边缘的棋盘",
            f"{listed} are smaller than their own error: more boards, nearer the picture's border, would tell",
        )
    ]
