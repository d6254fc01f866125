from __future__ import annotations

import pytest

from sightline.errors import ReconstructionError
from sightline.rebuild.asks import LARGEST, Lens, PartLine, read_views


@pytest.fixture
def folder(tmp_path):
    for number in range(3):
        (tmp_path / f"{number}.JPG").write_bytes(b"a picture")
    return tmp_path


def test_marks_and_survey_of_a_spreadsheet_are_read(folder):
    (folder / "marks.csv").write_text("\ufeffmark,picture,x,y\nA,0.JPG,1.5,2\n\n", encoding="utf-8")
    (folder / "survey.csv").write_text(
        "name,x,y,z,sigma\nA,1,2,3,0.01\nB,1,2,4,\n", encoding="utf-8"
    )
    views = read_views(folder)
    assert (len(views.pictures), views.clicks[0].x, views.surveyed[0].sigma) == (3, 1.5, 0.01)
    assert views.surveyed[1].sigma == 0


def test_parts_and_the_lens_are_read(folder):
    (folder / "parts.csv").write_text(
        "part,mark,within\nlive,A,0.3\nlive,B,0.3\n", encoding="utf-8"
    )
    (folder / "lens.csv").write_text(
        "fx,fy,cx,cy,k1,k2,p1,p2\n9,8,7,6,.1,0,0,0\n", encoding="utf-8"
    )
    views = read_views(folder)
    assert views.parts == (PartLine("live", ("A", "B"), 0.3),)
    assert views.lens == Lens((9, 8), (7, 6), (0.1, 0, 0, 0))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("mark;picture;x;y\n", r"marks.csv:1: .*columns mark,picture,x,y"),
        ("mark,picture,x,y\nA,0.JPG\n", r"marks.csv:2: .*columns"),
        ("mark,picture,x,y\nA,0.JPG,1,here\n", r"marks.csv:2: .*must be numbers"),
        ("mark,picture,x,y\nA,0.JPG,1,nan\n", r"marks.csv:2: .*must be numbers"),
    ],
)
def test_a_wrong_line_is_named(folder, text, said):
    (folder / "marks.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ReconstructionError, match=said):
        read_views(folder)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("survey.csv", "name,x,y,z\nA,1,,3\n", "survey.csv:2: .*must be numbers"),
        ("survey.csv", "name,x,y,z,sigma\nA,1,2,3,-1\n", "survey.csv:2: .*not negative"),
        ("parts.csv", "part,mark,within\nlive,A,0\n", "parts.csv:2: .*above 0"),
        ("lens.csv", "fx,fy,cx,cy,k1,k2,p1,p2\n0,8,7,6,0,0,0,0\n", "lens.csv: .*above 0 px"),
        ("lens.csv", "fx,fy\n1,2\n", "lens.csv:1: .*columns fx,fy,cx"),
    ],
)
def test_what_cannot_be_meant_is_refused(folder, name, text, said):
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(ReconstructionError, match=said):
        read_views(folder)


def test_marks_that_are_not_text_are_refused(folder):
    (folder / "marks.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ReconstructionError, match="CSV in UTF-8"):
        read_views(folder)


def test_what_is_no_file_or_empty_is_named_and_left_out(folder):
    (folder / "empty.png").write_bytes(b"")
    (folder / "lost.png").symlink_to(folder / "nowhere.png")
    (folder / "album.png").mkdir()
    views = read_views(folder)
    assert (len(views.pictures), views.unusable) == (3, ("empty.png", "lost.png"))


def test_empty_and_huge_files_are_no_pictures(folder):
    (folder / "0.JPG").write_bytes(b"")
    with (folder / "1.JPG").open("wb") as huge:
        huge.truncate(LARGEST + 1)
    with pytest.raises(ReconstructionError, match="1 usable pictures; give 3 to"):
        read_views(folder)
