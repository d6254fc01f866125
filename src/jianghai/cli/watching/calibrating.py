"""`jianghai watch calibrate`: a lens, or two cameras, from pictures of a chessboard."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import cv2
import numpy as np

from jianghai.cli.errors import CommandError
from jianghai.cli.watching.told import as_json
from sightline.judge import quantity
from sightline.measure.boards import Board, calibrate_lens
from sightline.measure.stereo.pairing import calibrate_pair

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from sightline.values import Picture

ENDINGS = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff"})


def command(asked: argparse.Namespace) -> int:
    """Print the calibration as JSON; its `lens` is what a site file takes. Doubts go along."""
    board = board_of(asked.board, asked.square)
    left = pictures_of(asked.folder)
    if asked.right is None:
        print(as_json(calibrate_lens(left, board).as_dict()))
        return 0
    right = pictures_of(asked.right)
    if len(left) != len(right):
        raise CommandError(
            f"左边 {len(left)} 张、右边 {len(right)} 张，应按同样的顺序一一对应",
            f"{len(left)} pictures on the left, {len(right)} on the right: give pairs in one order",
        )
    pairs = zip(left.items(), right.values(), strict=True)
    pair = calibrate_pair({name: (one, other) for (name, one), other in pairs}, board)
    told = {
        "stereo": pair.mount.as_dict(),
        "rectified": pair.rig.as_dict(),
        "rms": round(pair.rms, 4),
        "left": pair.left.as_dict(),
        "right": pair.right.as_dict(),
    }
    print(as_json(told))
    return 0


def board_of(said: str, square: str) -> Board:
    """Read how many inner corners a board has and how long a side is."""
    found = re.fullmatch(r"(\d{1,2})[x×](\d{1,2})", said)
    if found is None:
        raise CommandError(
            f"--board 应如 9x6，而不是“{said}”", f"--board is such as 9x6, not {said!r}"
        )
    return Board(int(found[1]), int(found[2]), quantity(square, "length", "--square"))


def pictures_of(folder: Path) -> dict[str, Picture]:
    """Read the pictures of a folder by name, in the order of their names."""
    if not folder.is_dir():
        raise CommandError(f"没有文件夹 {folder}", f"there is no folder {folder}")
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in ENDINGS)
    read = {path.name: cv2.imread(str(path)) for path in paths}
    found = {name: np.asarray(image, np.uint8) for name, image in read.items() if image is not None}
    if not found:
        raise CommandError(f"{folder} 里没有图片", f"there are no pictures in {folder}")
    return found
