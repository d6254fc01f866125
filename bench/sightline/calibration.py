"""Lens and pair calibration on the chessboards of opencv-doc, against the intrinsics that ship beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bench.timing import Answer, Line, Skipped

if TYPE_CHECKING:
    from sightline.measure import Board
    from sightline.values import Floats, Picture

WHAT = "calibration, opencv-doc boards"
FOLDER = Path("/usr/share/doc/opencv-doc/examples/data")
THEIRS = 11
"""Half the side in pixels of OpenCV's sample window, by which the shipped intrinsics were made."""

Shots = dict[str, tuple["Picture", "Picture"]]


def run() -> Iterator[Answer]:
    """Calibrate the left lens both ways; measure every board by a pair that has not seen it."""
    if not (FOLDER / "left_intrinsics.yml").exists():
        yield Skipped(WHAT, "install Debian's opencv-doc")
        return
    from sightline.measure import Board

    shots = photographs()
    yield from lens(shots, Board())
    yield from lengths(shots, Board())


def photographs() -> Shots:
    """Read the 13 pairs."""
    import cv2

    names = sorted(path.stem[-2:] for path in FOLDER.glob("left[0-9][0-9].jpg"))
    read = {
        name: [cv2.imread(str(FOLDER / f"{side}{name}.jpg")) for side in ("left", "right")]
        for name in names
    }
    return {
        name: (np.asarray(left, np.uint8), np.asarray(right, np.uint8))
        for name, (left, right) in read.items()
    }


def shipped() -> tuple[float, float]:
    """Read the focal length in pixels and the mean error of the intrinsics that ship."""
    text = (FOLDER / "left_intrinsics.yml").read_text(encoding="utf-8")
    found = [
        re.search(pattern, text)
        for pattern in (r"data: \[ ([\d.e+-]+),", r"avg_reprojection_error: ([\d.e+-]+)")
    ]
    focal, error = (float(one[1]) for one in found if one is not None)
    return focal, error


def lens(shots: Shots, board: Board) -> Iterator[Answer]:
    """Calibrate the left lens with the window of the shipped intrinsics, and with our own."""
    from sightline.measure import calibrate_lens

    left = {name: pair[0] for name, pair in shots.items()}
    focal, error = shipped()
    same, own = calibrate_lens(left, board, THEIRS), calibrate_lens(left, board)
    off = abs(same.lens.focal[0] / focal - 1)
    yield Line.figure(
        f"{WHAT}: focal length, corners refined as for the shipped",
        f"{same.lens.focal[0]:.2f} px, off by {off:.3%}, error {same.rms:.3f} px",
        f"shipped {focal:.2f} px, error {error:.3f} px",
        "≤ 0.05 %",
        hit=off <= 5e-4,
    )
    ours = own.lens.focal[0]
    yield Line.figure(
        f"{WHAT}: focal length, corners refined as by default",
        f"{ours:.2f} ± {own.sigmas['f']:.2f} px, off by {abs(ours / focal - 1):.3%}, error {own.rms:.3f} px",
        f"shipped {focal:.2f} px, error {error:.3f} px",
        "≤ 0.05 %",
        hit=abs(ours / focal - 1) <= 5e-4,
    )


def lengths(shots: Shots, board: Board) -> Iterator[Answer]:
    """Leave each board out in turn, and measure its squares and its diagonal by the others."""
    from sightline.measure.stereo.pairing import calibrate_pair

    squares, diagonals, held = [], [], []
    for name, images in shots.items():
        pair = calibrate_pair({other: shots[other] for other in shots if other != name}, board)
        left, right = (board.find(image) for image in images)
        if left is None or right is None:
            continue
        spots = pair.spots(left, right)
        grid = spots.xyz.reshape(board.rows, board.columns, 3)
        squares.append(float(np.abs(sides(grid) / board.square - 1).mean()))
        across = board.square * float(np.hypot(board.columns - 1, board.rows - 1))
        measured = spots.length(0, len(left) - 1)
        diagonals.append(abs(measured.value / across - 1))
        held.append(measured.low <= across <= measured.high)
    mean = float(np.mean(squares))
    yield Line.figure(
        f"{WHAT}: one square of a board left out",
        f"mean error {mean:.2%}, worst board {max(squares):.2%}",
        f"diagonal of 9.4 squares {np.mean(diagonals):.2%}; {np.mean(held):.0%} of its intervals hold",
        "≤ 0.8 %",
        hit=mean <= 0.008,
    )


def sides(grid: Floats) -> Floats:
    """Give the length of every side of a square, metres."""
    return np.concatenate(
        [np.linalg.norm(np.diff(grid, axis=axis), axis=2).ravel() for axis in (0, 1)]
    )
