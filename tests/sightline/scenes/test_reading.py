from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sightline.errors import SceneError
from sightline.scenes import parse, read
from sightline.scenes.oracle import expected

EXAMPLES = sorted((Path(__file__).parents[3] / "examples" / "scenes").glob("*.yaml"))
HEAD = """\
scene: {id: a, starts: "2026-03-02T22:10:00+08:00", lasts: 10 s}
camera: {id: c, size: [1280, 720], place: [0, -6, 5], looks_at: [0, 8], view: 70 deg}
"""
LIN = (
    "actors: [{id: lin, kind: person, walk: {at: 1 s, speed: 1 m/s, through: [[0, 1], [0, 5]]}}]\n"
)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_has_something_to_say(path: Path) -> None:
    assert expected(read(path))


def test_a_walk_gives_its_stops_by_speed() -> None:
    (lin,) = parse(HEAD + LIN).actors
    assert [(stop.at, stop.place) for stop in lin.stops] == [(1, (0, 1)), (5, (0, 5))]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file is empty"),
        (HEAD, '"actors" is missing'),
        (HEAD + LIN.replace("1 s", "1 px"), "not in pixels"),
        (HEAD + LIN.replace("1 m/s", "1"), "with a unit"),
        (HEAD + LIN.replace("1 m/s", "0 m/s"), "speed must be above 0"),
        (HEAD + LIN.replace("kind", "kinds"), '"kinds" is not known; use kind'),
        (HEAD + LIN.replace("lin,", "Lin!,"), "an id has small letters"),
        (HEAD.replace("10 s}", "0 s}") + LIN, "must be above 0"),
        (HEAD.replace("+08:00", "") + LIN, "a time with its zone"),
        (HEAD.replace("-6, 5]", "-6, -5]") + LIN, "stands above the ground"),
        (HEAD.replace("[1280, 720]", "[1280]") + LIN, "at least 2"),
        (HEAD + "actors: [{id: lin, kind: person}]", "either stops or walk"),
        (HEAD + LIN + "troubles: [{is: asleep, from: 1 s, to: 2 s}]", "this must be lost or"),
        (HEAD + LIN + "noise: {misses: 2}", "cannot be above 1"),
        (HEAD + LIN + "camera: {}", "camera"),
        (HEAD + "actors: [1", "a.yaml:4"),
        (HEAD + LIN.replace("[0, 1], [0, 5]", "[0, 1], [0, 1]"), "later than the one before"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, said: str) -> None:
    with pytest.raises(SceneError) as told:
        parse(text, "a.yaml")
    assert said in str(told.value)
    assert str(told.value).startswith("a.yaml")


def test_two_actors_of_one_name_are_refused() -> None:
    lin = LIN.strip()[len("actors: [") : -1]
    with pytest.raises(SceneError, match="rename one"):
        parse(f"{HEAD}actors: [{lin}, {lin}]")


def marked(*marks: tuple[list[float], list[float]]) -> str:
    said = ", ".join(f"{{pixel: {pixel}, metres: {metres}}}" for pixel, metres in marks)
    camera = f"camera: {{id: c, size: [1280, 720], marks: [{said}]}}\n"
    return HEAD.splitlines()[0] + "\n" + camera + LIN


def test_a_camera_is_put_where_its_marks_are_seen_from() -> None:
    there = np.array([[-4.0, 2], [4, 2], [5, 15], [-5, 14]])
    pixels = parse(HEAD + LIN).camera.project(np.column_stack([there, np.zeros(4)]))
    camera = parse(marked(*zip(pixels.tolist(), there.tolist(), strict=True))).camera
    assert np.allclose(camera.place, (0, -6, 5), atol=0.01)


def test_marks_that_no_camera_sees_so_are_refused() -> None:
    marks = ([0, 0], [0, 0]), ([900, 10], [1, 0]), ([5, 700], [1, 1]), ([700, 700], [0, 1])
    with pytest.raises(SceneError, match=r"a.yaml:2.*no upright camera"):
        parse(marked(*marks), "a.yaml")


def test_a_camera_is_told_by_its_pose_or_by_marks() -> None:
    marks = "[" + ", ".join(["{pixel: [1, 1], metres: [1, 1]}"] * 4) + "]"
    with pytest.raises(SceneError, match="either place"):
        parse(HEAD.replace("view: 70 deg", f"marks: {marks}") + LIN)
    with pytest.raises(SceneError, match='"view" is missing'):
        parse(HEAD.replace(", view: 70 deg", "") + LIN)
