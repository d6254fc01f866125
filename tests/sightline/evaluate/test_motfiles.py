from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sightline.errors import ValueShapeError
from sightline.evaluate.motfiles import Rows, parse, read, write


def test_what_was_written_is_read_again(tmp_path):
    rows = Rows.of([1, 2], [7, 9], [[0.25, 1, 10.5, 20], [-3, 4, 5, 6]], [0.5, 0])
    write(tmp_path / "said.txt", rows)
    again = read(tmp_path / "said.txt")
    assert np.array_equal(again.boxes, rows.boxes)
    assert again.ids.tolist() == [7, 9]
    assert again.scores.tolist() == [0.5, 0]


def test_an_empty_file_has_no_rows(tmp_path):
    (tmp_path / "none.txt").write_text("\n\n")
    assert len(read(tmp_path / "none.txt")) == 0


@pytest.mark.parametrize(
    "line",
    [
        "1,1,0,0,10",
        "one,1,0,0,10,20",
        "1,1,0,0,-10,20",
        "1,1,0,0,nan,20",
        "1,1,0,0,inf,20",
        "1e300,1,0,0,10,20",
        "1,1,0,0,10,20" + " " * 20_000,
        "1;1;0;0;10;20",
        "\0\0\0",
        "<html>",
    ],
)
def test_a_wrong_line_is_refused_with_its_number(line):
    with pytest.raises(ValueShapeError, match=r"gt\.txt:2: "):
        parse(["1,1,0,0,10,20", line], "gt.txt")


def test_truth_with_places_on_the_ground_tells_of_people():
    rows = parse(["1,3,10,20,30,60,1,-11.3,4.2,0", "1,4,10,20,30,60,1,-1,-1,-1"])
    assert rows.kinds.tolist() == [1, 1]
    assert parse(["1,3,10,20,30,60,1,8,0.5"]).kinds.tolist() == [8]


def test_a_file_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "film.txt").write_bytes(bytes(range(256)) * 40)
    with pytest.raises(ValueShapeError, match="film"):
        read(tmp_path / "film.txt")


def test_counts_that_differ_are_refused():
    with pytest.raises(ValueShapeError):
        Rows.of([1, 2], [1], [[0, 0, 1, 1]] * 2)


@settings(max_examples=50)
@given(st.lists(st.text(max_size=40), max_size=5))
def test_any_text_is_read_or_refused(lines):
    try:
        rows = parse(lines)
    except ValueShapeError:
        return
    assert np.isfinite(rows.boxes).all()
