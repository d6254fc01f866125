from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from sightline.errors import ReconstructionError, UnmeasurableError
from sightline.rebuild import Length, Placing, Progress, Request, rebuild, running
from sightline.rebuild.asks import PartLine, Surveyed, Views, read_views
from sightline.rebuild.building import built
from sightline.rebuild.running import Adjustment, adjusted
from tests.sightline.rebuild import yard

STEPS = 4
MARKS = {"A": (0.5, 3.0, 0.5), "B": (2.5, 3.0, 0.5), "C": (1.5, 1.0, 0.0), "D": (0.4, 2.0, 0.0)}


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four good views, one of a wall elsewhere, a file cut off, one of one pixel; marks clicked in three views."""
    pytest.importorskip("pycolmap", reason="pycolmap is not installed: pip install .[rebuild]")
    folder = tmp_path_factory.mktemp("yard")
    yard.photograph(folder, STEPS)
    cv2.imwrite(str(folder / "elsewhere.png"), yard.paint(9))
    (folder / "cut.jpg").write_bytes(b"\xff\xd8\xff\xe0 and no more")
    cv2.imwrite(str(folder / "dot.png"), np.zeros((1, 1), np.uint8))
    lines = ["mark,picture,x,y"]
    for step in (0, 1, 3):
        seen = yard.pixels(np.array(list(MARKS.values())), *yard.pose(step, STEPS))
        lines += [
            f"{name},view{step}.png,{x},{y}" for name, (x, y) in zip(MARKS, seen, strict=True)
        ]
    (folder / "marks.csv").write_text("\n".join(lines), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def job(
    pictures: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Adjustment, Views, list[Progress]]:
    """The pictures adjusted once for all."""
    told: list[Progress] = []
    views = read_views(pictures)
    out = adjusted(
        Request(pictures, yard.LENS), views.pictures, tmp_path_factory.mktemp("job"), told.append
    )
    return out, views, told


def test_wei_learns_which_pictures_could_not_be_placed_or_read(job):
    out = built(*job[:2])
    assert [camera.name for camera in out.cameras] == [f"view{step}.png" for step in range(STEPS)]
    assert (out.unplaced, out.unreadable) == (("elsewhere.png",), ("cut.jpg", "dot.png"))
    assert "not placed: elsewhere.png" in out.sentence.en
    assert {one.step for one in job[2]} == {"read", "extract", "match", "map", "refine", "done"}


def test_a_surveyed_length_brings_the_whole_place_to_metres(job):
    out = built(*job[:2], (Length("A", "B", 2.0, 0.002),))
    centres = np.array([camera.centre for camera in out.cameras])
    true = np.array([yard.pose(step, STEPS)[1] for step in range(STEPS)])
    apart = np.linalg.norm(centres[:, None] - centres, axis=-1)
    wanted = np.linalg.norm(true[:, None] - true, axis=-1)
    assert np.abs(apart - wanted).max() < 0.03
    assert out.placement.kind is Placing.SCALED
    assert 0.001 < out.placement.scale_sigma < 0.02
    assert out.model.parts == ("unlabelled",)
    assert out.as_dict()["points"] == len(out.cloud) > 100


def test_lengths_that_disagree_make_the_scale_less_sure(job):
    alike = built(*job[:2], (Length("A", "B", 2.0), Length("B", "C", 2.291)))
    wrong = built(*job[:2], (Length("A", "B", 2.0), Length("B", "C", 2.5)))
    assert wrong.placement.scale_sigma > 2 * alike.placement.scale_sigma


def test_surveyed_marks_place_it_on_the_site_with_sigmas_that_hold(job):
    out, views, _ = job
    survey = tuple(Surveyed(name, place, 0.003) for name, place in MARKS.items())
    placed = built(out, replace(views, surveyed=survey))
    points, sigmas = placed.cloud.points, placed.cloud.sigmas
    off = np.minimum(np.abs(points[:, 2]), np.abs(points[:, 1] - yard.SIDE))
    assert placed.placement.kind is Placing.PLACED
    assert max(one.metres for one in placed.placement.residuals) < 0.03
    assert np.median(off) < 0.01
    assert (off < 1.96 * sigmas).mean() > 0.9


def test_two_surveyed_points_do_not_place_it_and_that_is_said(job):
    out, views, _ = job
    survey = tuple(Surveyed(name, MARKS[name], 0.003) for name in ("A", "B"))
    with pytest.raises(
        ReconstructionError, match=r"only 2 points of survey\.csv are located .*A, B"
    ):
        built(out, replace(views, surveyed=survey))


def test_without_a_length_nothing_is_said_in_metres(job):
    out = built(*job[:2])
    assert out.placement.kind is Placing.FREE
    assert "no unit" in out.sentence.en
    with pytest.raises(UnmeasurableError, match="surveyed length"):
        _ = out.model


def test_a_length_between_unknown_marks_is_refused_by_name(job):
    with pytest.raises(ReconstructionError, match="“Z” is no placed picture and no mark"):
        built(*job[:2], (Length("A", "Z", 2.0),))


def test_points_along_clicked_marks_get_the_name_of_their_part(job):
    out, views, _ = job
    parts = (PartLine("live", ("A", "B"), 0.2),)
    told = built(out, replace(views, parts=parts), (Length("A", "B", 2.0),))
    assert told.model.parts == ("unlabelled", "live")
    assert 1.8 < np.linalg.norm(told.model.part("live").extents) < 2.6
    with pytest.raises(ReconstructionError, match=r"parts\.csv is in metres"):
        built(out, replace(views, parts=parts))
    with pytest.raises(ReconstructionError, match="“Q” is no placed picture"):
        built(out, replace(views, parts=(PartLine("live", ("Q",), 0.2),)), (Length("A", "B", 2.0),))


def test_a_mark_clicked_in_the_wrong_place_is_named(job):
    out, views, _ = job
    wrong = replace(views.clicks[0], x=views.clicks[0].x + 60)
    with pytest.raises(ReconstructionError, match="clicks of mark “A” disagree"):
        built(out, replace(views, clicks=(wrong, *views.clicks[1:])))


def test_pictures_that_share_nothing_make_no_model(tmp_path):
    pytest.importorskip("pycolmap", reason="pycolmap is not installed: pip install .[rebuild]")
    for seed in range(3):
        cv2.imwrite(str(tmp_path / f"{seed}.png"), yard.paint(seed)[:120, :120])
    with pytest.raises(ReconstructionError, match="share too little"):
        rebuild(Request(tmp_path))


def test_a_rebuild_ends_at_its_time_limit(pictures):
    with pytest.raises(ReconstructionError, match=r"not done within 0\.2 s"):
        rebuild(Request(pictures, seconds=0.2))


def test_without_pycolmap_the_extra_is_named(tmp_path, monkeypatch):
    for number in range(3):
        (tmp_path / f"{number}.png").write_bytes(b"a picture")
    monkeypatch.setattr(running, "find_spec", lambda _: None)
    with pytest.raises(ReconstructionError, match=r"pip install \.\[rebuild\]"):
        rebuild(Request(tmp_path))
