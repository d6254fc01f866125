from __future__ import annotations

import json

import pytest

from sightline.errors import CalibrationError, SiteFileError
from sightline.measure import camera_of
from tests.sightline.measure.views import YARD, Mast

MARKS = [{"id": m.id, "pixel": list(m.pixel), "metres": list(m.metres)} for m in Mast().marks(YARD)]


def told(**more: object) -> dict[str, object]:
    return {
        "id": "cam-1",
        "size": [768, 576],
        "ground": {"marks": MARKS[:5], "held_out": MARKS[5:]},
        **more,
    }


def test_a_complete_camera_is_read():
    camera = camera_of(told(name={"zh": "一号机", "en": "Camera 1"}), "camera")
    assert camera.ground is not None
    assert camera.pose is not None
    assert set(camera.ground.held_out) == {"M5", "M6"}
    assert camera.name.zh == "一号机"
    assert len(camera.digest) == 64


def test_a_lens_and_a_rig_are_part_of_what_is_sealed():
    plain = camera_of(told(), "camera")
    bent = camera_of(told(lens={"matrix": [800, 800, 384, 288]}), "camera")
    pair = {"baseline": "0.2 m", "focal": "900 px", "centre": [384, 288]}
    assert len({plain.digest, bent.digest, camera_of(told(stereo=pair), "camera").digest}) == 3


@pytest.mark.parametrize(
    ("wrong", "where", "what"),
    [
        ({"size": "big"}, "camera.size", "width and height"),
        ({"size": [0, 576]}, "camera.size", "above 0"),
        ({"id": ""}, "camera.id", "missing"),
        ({"moving": "yes"}, "camera.moving", "true or false"),
        ({"lense": {}}, "camera", "'lense' is unknown"),
        ({"lens": {"matrix": [1, 2, 3]}}, "camera.lens.matrix", "four numbers"),
        ({"lens": {"matrix": [9, 9, 3, 3], "distortion": [1]}}, "camera.lens.distortion", "five"),
        ({"lens": {"matrix": [9, 9, 3, float("nan")]}}, "camera.lens.matrix", "four numbers"),
        ({"reference": "gone.png"}, "camera.reference", "no reference picture gone.png"),
        ({"ground": []}, "camera.ground", "keys and values"),
        ({"ground": {"marks": {}}}, "camera.ground.marks", "a list of marks"),
        (
            {"ground": {"marks": [{"id": "A", "pixel": [1], "metres": [0, 0]}]}},
            "marks[0].pixel",
            "two",
        ),
        ({"ground": {"marks": MARKS, "limit": "30 px"}}, "camera.ground.limit", "with its unit"),
        ({"ground": {"marks": MARKS, "limit": 0.3}}, "camera.ground.limit", "with its unit"),
        ({"ground": {"marks": MARKS, "area": [[0, 0]]}}, "camera.ground.area", "three corners"),
        ({"stereo": {"baseline": "2"}}, "camera.stereo.centre", "two numbers"),
        ({"stereo": {"focus": 3}}, "camera.stereo", "the keys"),
    ],
)
def test_whoever_writes_a_wrong_key_reads_where_it_is(wrong, where, what):
    with pytest.raises(SiteFileError, match=what) as refused:
        camera_of(told(**wrong), "camera")
    assert where in refused.value.where
    assert refused.value.what.zh


def test_a_site_file_with_three_marks_says_so_at_its_place():
    with pytest.raises(CalibrationError, match="there are 3") as refused:
        camera_of(told(ground={"marks": MARKS[:3]}), "site.yaml: camera")
    assert refused.value.where == "site.yaml: camera.ground.marks"


def test_a_camera_on_a_truck_is_not_calibrated_by_marks():
    with pytest.raises(CalibrationError, match="moving camera"):
        camera_of(told(moving=True), "camera")


@pytest.mark.parametrize("nothing", [None, [], "camera", 5])
def test_what_is_no_camera_at_all_is_refused(nothing):
    with pytest.raises(SiteFileError, match="keys and values"):
        camera_of(nothing, "camera")


def test_a_read_lens_writes_itself_again():
    camera = camera_of(
        told(lens={"matrix": [800, 801, 384, 288], "distortion": [0.1, 0, 0, 0]}), "c"
    )
    assert camera.lens is not None
    again = camera_of(told(lens=json.loads(json.dumps(camera.lens.as_dict()))), "c")
    assert again.lens == camera.lens
