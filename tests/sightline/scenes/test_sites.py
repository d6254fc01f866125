from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sightline.errors import SceneError
from sightline.scenes import Camera, film, read, site_of, write_site
from sightline.scenes.library import DESIGN, MAKERS, REPORT, library
from sightline.scenes.oracle import expected
from sightline.site import read as read_site
from sightline.site import site_of as read_mapping
from tests.sightline.scenes.acting import YARD, person, scene

EXAMPLES = Path(__file__).parents[3] / "examples" / "scenes"
LIN = person("lin", (0, -4, 8), (4, 4, 8))


def test_the_site_of_a_scene_measures_where_lin_stands() -> None:
    made = scene(LIN, lasts=4)
    camera = read_mapping(site_of(made)).camera
    for shot in list(film(made))[::10]:
        placed = camera.stand(shot.detections.boxes, shot.detections.names)
        assert np.allclose(placed.xy, shot.truth.places[shot.actors], atol=0.15)


def test_the_site_file_of_an_example_can_be_read(tmp_path: Path) -> None:
    path = write_site(read(EXAMPLES / "digger.yaml"), tmp_path / "SITE.yaml")
    site = read_site(path)
    assert [rule.id for rule in site.rules] == ["near-digger", "camera"]
    assert site.name.zh == "挖掘机旁"


def test_what_a_scene_says_of_its_site_is_kept() -> None:
    made = scene(LIN, site={"zones": [YARD], "site": {"timezone": "Asia/Urumqi"}})
    assert site_of(made)["site"]["timezone"] == "Asia/Urumqi"
    assert made.site["site"] == {"timezone": "Asia/Urumqi"}


def test_nobody_reports_on_the_seeds_that_constants_were_chosen_by() -> None:
    assert not set(DESIGN) & set(REPORT)
    assert len({one.id for one in library(DESIGN)}) == len(MAKERS) * len(DESIGN)


@pytest.mark.parametrize("seeds", [DESIGN, REPORT], ids=["design", "report"])
def test_the_library_has_incidents_of_every_kind_and_scenes_without(seeds: range) -> None:
    found = [expected(one) for one in library(seeds[:2])]
    kinds = {incident.kind for said in found for incident in said}
    assert len(kinds) == 14
    assert sum(len(said) for said in found) >= 60
    assert sum(not said for said in found) >= 20


@pytest.mark.parametrize("place", [(0.0, -6.0, 300.0), (0.0, -2000.0, 900.0)])
def test_a_camera_that_sees_no_ground_well_enough_is_refused(
    place: tuple[float, float, float],
) -> None:
    camera = Camera("cam-1", (1280, 720), place, (0.0, 8.0), 72.0)
    with pytest.raises(SceneError, match="too little ground"):
        site_of(scene(LIN, camera=camera))
