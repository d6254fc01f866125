"""How two cameras stand to each other, and both their pictures as if they stood exactly side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import cv2
import numpy as np

from sightline.errors import SiteFileError, ValueShapeError
from sightline.measure.lens import Lens, lens_of, numbers
from sightline.measure.stereo.rig import Rig, rig_of

if TYPE_CHECKING:
    from sightline.values import Floats, Picture

KEYS = ("size", "left", "right", "turn", "move")
NEAREST, FARTHEST = 0.005, 100.0
"""Metres between which two cameras stand apart."""
SQUARE = 1e-3
"""How far a turn may be from one that keeps right angles."""


@dataclass(frozen=True)
class Mount:
    """Two lenses, how the right camera is turned [3, 3] and moved [3] metres, and the size of both pictures.

    >>> lens = Lens((500.0, 500.0, 320.0, 240.0))
    >>> mount = Mount(lens, lens, tuple(np.eye(3).ravel()), (-0.2, 0.0, 0.0), (640, 480))
    >>> mount.rig
    Rig(focal=500.0, centre=(320.0, 240.0), baseline=0.2, offset=0.0)
    """

    left: Lens
    right: Lens
    turn: tuple[float, ...]
    move: tuple[float, float, float]
    size: tuple[int, int]

    @cached_property
    def flat(self) -> tuple[Floats, ...]:
        """Give how each picture is turned [3, 3] and projected [3, 4] to be rectified: left, right, left, right."""
        flat = cv2.stereoRectify(
            self.left.matrix,
            np.array(self.left.distortion),
            self.right.matrix,
            np.array(self.right.distortion),
            self.size,
            np.reshape(self.turn, (3, 3)),
            np.reshape(self.move, (3, 1)),
            alpha=0.0,
        )[:4]
        return tuple(np.asarray(part, np.float64) for part in flat)

    @property
    def rig(self) -> Rig:
        """Give the pair as it is after ``rectify``."""
        ahead, beside = self.flat[2:]
        return Rig(
            float(ahead[0, 0]),
            (float(ahead[0, 2]), float(ahead[1, 2])),
            float(-beside[0, 3] / beside[0, 0]),
            float(beside[0, 2] - ahead[0, 2]),
        )

    def rectify(self, left: Picture, right: Picture) -> tuple[Picture, Picture]:
        """Give both pictures [h, w, 3] as if the cameras stood exactly side by side."""
        wide, high = self.size
        if {left.shape[:2], right.shape[:2]} != {(high, wide)}:
            raise ValueShapeError(
                f"双目的两张图片必须都是 {wide}×{high} 像素",
                f"both pictures of the pair must have {wide}×{high} pixels",
            )
        first, second = (
            np.asarray(cv2.remap(image, *maps, cv2.INTER_LINEAR), np.uint8)
            for image, maps in zip((left, right), self._maps, strict=True)
        )
        return first, second

    @cached_property
    def _maps(self) -> tuple[tuple[Floats, Floats], ...]:
        return tuple(
            cv2.initUndistortRectifyMap(
                lens.matrix,
                np.array(lens.distortion),
                self.flat[at],
                self.flat[at + 2],
                self.size,
                cv2.CV_32FC1,
            )
            for at, lens in enumerate((self.left, self.right))
        )

    def as_dict(self) -> dict[str, object]:
        """Give the ``stereo`` section of a site file."""
        return {
            "size": list(self.size),
            "left": self.left.as_dict(),
            "right": self.right.as_dict(),
            "turn": list(self.turn),
            "move": list(self.move),
        }


def stereo_of(told: object, size: tuple[int, int], where: str) -> tuple[Rig, Mount | None]:
    """Read the ``stereo`` section: a pair whose pictures come rectified, or one that is rectified here.

    >>> stereo_of({"baseline": "0.2 m", "focal": "900 px", "centre": [320, 240]}, (640, 480), "stereo")[1]
    """
    if not isinstance(told, Mapping) or "turn" not in told:
        return rig_of(told, where), None
    if set(told) != set(KEYS):
        raise SiteFileError(
            f"要写成：{'、'.join(KEYS)}", f"wants the keys {', '.join(KEYS)} and no others", where
        )
    if numbers(told["size"]) != size:
        raise SiteFileError(
            f"双目是按另一种画面尺寸标定的，camera.size 是 {size[0]}×{size[1]}：请按这个尺寸重新标定",
            f"the pair was calibrated at another size than camera.size, {size[0]}×{size[1]}: calibrate at that size",
            f"{where}.size",
        )
    lenses = [lens_of(told[side], f"{where}.{side}") for side in ("left", "right")]
    mount = Mount(lenses[0], lenses[1], _turn(told, where), _move(told, where), size)
    return mount.rig, mount


def _turn(told: Mapping[str, object], where: str) -> tuple[float, ...]:
    turn = numbers(told["turn"])
    square = np.reshape(turn, (3, 3)) if len(turn) == 9 else np.zeros((3, 3))  # noqa: PLR2004
    right = np.abs(square @ square.T - np.eye(3)).max() < SQUARE and np.linalg.det(square) > 0
    if not right:
        raise SiteFileError(
            "要九个数：右摄像机的旋转矩阵",
            "wants nine numbers: the rotation matrix of the right camera",
            f"{where}.turn",
        )
    return turn


def _move(told: Mapping[str, object], where: str) -> tuple[float, float, float]:
    move = numbers(told["move"])
    apart = np.linalg.norm(move) if len(move) == 3 else 0.0  # noqa: PLR2004
    if not NEAREST <= apart <= FARTHEST or move[0] > -apart / 2:
        raise SiteFileError(
            "要三个数（米）：右摄像机在左摄像机右边，第一个数为负",
            "wants three numbers (metres); the right camera stands to the right, so the first is below 0",
            f"{where}.move",
        )
    return move[0], move[1], move[2]
