"""A site file that is wrong says where and what to do; one that is right is read whole."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from sightline.errors import CalibrationError, RuleError, SightlineError, SiteFileError
from sightline.rebuild import Cloud, write_ply
from sightline.site import read, site_of
from tests.sightline.conftest import ROOT
from tests.sightline.watch.made import pixel, said

EXAMPLE = ROOT / "examples" / "sites" / "vtest" / "SITE.yaml"


def written(folder, change):
    """Write the yard's site file with something changed."""
    told = said()
    change(told)
    path = folder / "yard.yaml"
    path.write_text(yaml.safe_dump(told, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def line_of(path, text):
    """Give the first line that holds a text."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_the_example_measures_its_held_out_marks_to_centimetres():
    site = read(EXAMPLE)
    assert max(site.camera.ground.held_out.values()) < 0.03
    assert (site.name.zh, site.timezone.key) == ("示例路口（PETS 2009）", "Europe/London")
    assert {rule.kind for rule in site.rules} >= {"intrusion", "proximity", "clearance", "missing"}


def test_a_site_may_be_made_of_a_mapping():
    site = site_of(said(detect={"classes": ["person"]}))
    assert (site.id, site.camera.id, site.detect) == ("yard", "cam-1", {"classes": ["person"]})


def three_marks(told):
    told["camera"]["ground"]["marks"] = told["camera"]["ground"]["marks"][:3]
    told["camera"]["ground"]["held_out"] = []


def in_a_row(told):
    marks = [
        {"id": name, "pixel": list(pixel(x, 4)), "metres": [x, 4]}
        for name, x in zip("ABCDE", (1, 3, 5, 7, 9), strict=True)
    ]
    told["camera"]["ground"] = {"marks": marks}


WRONG = {
    "three marks": (three_marks, CalibrationError, "marks:"),
    "collinear marks": (in_a_row, CalibrationError, "marks:"),
    "a rule in pixels": (
        lambda told: told["rules"].append({"id": "near", "kind": "proximity", "near": ["person"], "closer": "80 px"}),
        RuleError,
        "closer:",
    ),
    "a mark without metres": (
        lambda told: told["camera"]["ground"]["marks"][2].pop("metres"),
        SiteFileError,
        "id: C",
    ),
    "a word nobody reads": (lambda told: told.update(zonen=[]), SiteFileError, "zonen"),
    "a name in one language": (
        lambda told: told["site"].update(name={"zh": "料场"}),
        SiteFileError,
        "name:",
    ),
    "no time zone": (
        lambda told: told["site"].update(timezone="Asia/Nantong"),
        SiteFileError,
        "timezone:",
    ),
    "a list that is none": (lambda told: told.update(zones={}), SiteFileError, "zones:"),
    "a zone that is not there": (
        lambda told: told["rules"][0].update(zones=["roof"]),
        RuleError,
        "roof",
    ),
    "a model that is not there": (lambda told: told.update(model="yard.ply"), SiteFileError, "model:"),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_named_with_its_line(tmp_path, what):
    change, error, there = WRONG[what]
    path = written(tmp_path, change)
    with pytest.raises(error) as refused:
        read(path)
    line = int(str(refused.value).partition("yard.yaml:")[2].partition(":")[0])
    assert abs(line - line_of(path, there)) <= 1
    assert refused.value.what.zh
    assert refused.value.what.en


def test_a_site_without_a_camera_says_so(tmp_path):
    path = written(tmp_path, lambda told: told.pop("camera"))
    with pytest.raises(SiteFileError, match="camera is missing"):
        read(path)


@pytest.mark.parametrize("text", ["", "- a", "site: [", "\tsite: {}", "a: *b", "5"])
def test_no_text_is_read_as_a_site(tmp_path, text):
    path = tmp_path / "s.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SiteFileError, match=r"s\.yaml"):
        read(path)


def test_a_file_that_is_not_there_is_an_error_with_its_path():
    with pytest.raises(SightlineError, match="gone"):
        read(Path("gone.yaml"))


def test_a_place_called_no_stays_a_word(tmp_path):
    path = written(tmp_path, lambda told: told["site"].update(name={"zh": "否", "en": "no"}))
    path.write_text(path.read_text(encoding="utf-8").replace("'no'", "no"), encoding="utf-8")
    assert read(path).name.en == "no"


def test_a_part_may_be_one_of_the_model_beside_the_file(tmp_path):
    import numpy as np

    points = np.array([[1.0, 2, 3], [1, 2, 4]])
    cloud = Cloud(
        points, np.zeros((2, 3), np.uint8), np.array([1, 1]), np.full(2, 0.01), ("", "live")
    )
    write_ply(tmp_path / "yard.ply", cloud)

    def change(told):
        told["model"] = "yard.ply"
        told["parts"] = [{"id": "cable", "kind": "live", "model": "live"}]

    site = read(written(tmp_path, change))
    assert np.asarray(site.layout.parts["cable"].points).shape[1] == 3
