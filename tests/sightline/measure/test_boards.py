from __future__ import annotations

import cv2
import numpy as np
import pytest

from sightline.errors import CalibrationError
from sightline.measure import Board, Lens, calibrate_lens
from sightline.measure.stereo.pairing import calibrate_pair
from sightline.values import Floats, Picture

BOARD = Board(7, 5, 0.03)
LENS = Lens((620.0, 620.0, 322.0, 236.0), (-0.15, 0.03, 0.0, 0.0, 0.0))
SIDE = 40


def photographed(
    tilt: tuple[float, float], at: tuple[float, float, float], lens: Lens = LENS
) -> Picture:
    """Draw a board that is tilted (degrees) and held at a place (metres) before a lens."""
    rows, columns = np.mgrid[: BOARD.rows + 3, : BOARD.columns + 3]
    print_ = np.where((rows + columns) % 2, 0, 255).astype(np.uint8)
    print_[[0, -1], :] = print_[:, [0, -1]] = 255
    print_ = np.kron(print_, np.ones((SIDE, SIDE), np.uint8))
    turn = cv2.Rodrigues(np.radians([tilt[0], tilt[1], 4.0]))[0]
    x, y = np.meshgrid(np.arange(640.0), np.arange(480.0))
    straight = lens.straighten(np.column_stack([x.ravel(), y.ravel()]))
    to_board = np.linalg.inv(lens.matrix @ np.column_stack([turn[:, 0], turn[:, 1], np.array(at)]))
    found = np.column_stack([straight, np.ones(len(straight))]) @ to_board.T
    metres = found[:, :2] / found[:, 2:]
    texels = (metres / BOARD.square + 2) * SIDE - 0.5
    grid = texels.reshape(480, 640, 2).astype(np.float32)
    drawn = cv2.remap(print_, grid[..., 0], grid[..., 1], cv2.INTER_LINEAR, borderValue=128)
    return np.asarray(cv2.cvtColor(cv2.GaussianBlur(drawn, (0, 0), 0.7), cv2.COLOR_GRAY2BGR))


HELD = [
    ((25.0, 5.0), (-0.15, -0.10, 0.45)),
    ((-25.0, 10.0), (-0.02, -0.08, 0.40)),
    ((5.0, 30.0), (-0.18, -0.02, 0.45)),
    ((10.0, -30.0), (-0.05, -0.02, 0.45)),
    ((-20.0, -20.0), (-0.10, -0.06, 0.38)),
]


@pytest.fixture(scope="module")
def views() -> dict[str, Picture]:
    return {f"v{at}": photographed(*held) for at, held in enumerate(HELD)}


def test_a_drawn_lens_is_found_again(views):
    report = calibrate_lens(views, BOARD)
    assert report.lens.focal[0] == pytest.approx(620, abs=3 * report.sigmas["f"] + 0.5)
    assert report.rms < 0.15
    assert set(report.views) == set(views)
    assert any("10 or more" in doubt.en for doubt in report.doubts)
    assert report.as_dict()["lens"] == report.lens.as_dict()


def test_a_picture_without_a_board_is_named_and_left_out(views):
    report = calibrate_lens({**views, "sky": np.full((480, 640, 3), 200, np.uint8)}, BOARD)
    assert report.unseen == ("sky",)


def test_two_boards_do_not_calibrate_a_lens(views):
    with pytest.raises(CalibrationError, match="only 2 pictures show a whole 7×5 board"):
        calibrate_lens(dict(list(views.items())[:2]), BOARD)


def test_the_same_board_held_flat_three_times_does_not_fix_the_focal_length():
    flat = {name: photographed((0.0, 0.0), (-0.1, -0.06, 0.4)) for name in "abc"}
    with pytest.raises(CalibrationError, match="tilt"):
        calibrate_lens(flat, BOARD)


def test_pictures_of_two_sizes_are_refused(views):
    with pytest.raises(CalibrationError, match="one resolution"):
        calibrate_lens({**views, "small": np.zeros((240, 320, 3), np.uint8)}, BOARD)
    with pytest.raises(CalibrationError, match="no pictures"):
        calibrate_lens({}, BOARD)


def test_a_pair_measures_a_board_that_it_never_saw(opencv_doc):
    board = Board()
    names = ("01", "03", "05", "06", "11", "12")
    pairs = {name: _shot(opencv_doc, name) for name in names}
    left, right = (board.find(image) for image in pairs.pop("05"))
    pair = calibrate_pair(pairs, board)
    squares = _squares(pair.spots(left, right).xyz.reshape(board.rows, board.columns, 3))
    assert abs(squares / board.square - 1).mean() < 0.01
    flat_left, flat_right = pair.rectify(*pairs["01"])
    rows = [board.find(image)[:, 1] for image in (flat_left, flat_right)]
    assert abs(rows[0] - rows[1]).max() < 1.0
    assert pair.rig.baseline == pytest.approx(0.083, abs=0.001)


def test_a_pair_needs_three_boards_seen_by_both(opencv_doc):
    pairs = {name: _shot(opencv_doc, name) for name in ("01", "02", "03")}
    blank = np.zeros_like(pairs["01"][0])
    pairs["04"] = pairs.pop("03")
    pairs |= {
        "x": (pairs["01"][0], blank),
        "y": (blank, pairs["01"][1]),
        "04": (blank, pairs["04"][1]),
    }
    with pytest.raises(CalibrationError, match="only 2 pairs show the whole board to both"):
        calibrate_pair(pairs, Board())


def _shot(folder, name):
    return tuple(cv2.imread(str(folder / f"{side}{name}.jpg")) for side in ("left", "right"))


def _squares(corners: Floats) -> Floats:
    sides = [np.linalg.norm(np.diff(corners, axis=axis), axis=2).ravel() for axis in (0, 1)]
    return np.concatenate(sides)
