"""Evidence of what a watch saw."""

from __future__ import annotations

import json

import pytest

from sightline.errors import RuleError, SiteFileError
from sightline.evidence import Origin, packets, tally, verify
from sightline.watch.keeping import Keeping, Prove, dismissed, settings_of
from tests.sightline.watch.made import NOON, Eyes, Items, frame
from tests.sightline.watch.test_camera import into_the_pit, watched


@pytest.fixture
def kept(tmp_path):
    """Watch somebody walk into the pit; give the folder of evidence and what was told of it."""
    told = []
    folder = tmp_path / "evidence"
    keeping = Keeping(folder, Origin("cam-1", "yard.mp4"), settings_of({}, "yard"), told.append)
    watched(Items([frame(n) for n in range(60)]), Eyes(into_the_pit), keeping=keeping)
    return folder, told


def test_an_incident_has_one_packet_that_says_who_stood_where(kept):
    folder, told = kept
    (proof,) = [one for one in told if isinstance(one, Prove)]
    assert {path.name for path in proof.packet.iterdir()} >= {
        "clip.mp4",
        "snapshot.jpg",
        "seen.json",
    }
    seen = json.loads((proof.packet / "seen.json").read_bytes())["occasion"]["seen"]
    assert seen["event"]["id"] == proof.incident
    assert seen["tracks"][0]["place"][0] == pytest.approx(5, abs=0.3)
    assert verify(folder) == ()


def test_a_false_alarm_is_kept_beside_its_packet(kept):
    folder, told = kept
    (proof,) = [one for one in told if isinstance(one, Prove)]
    dismissed(folder, proof.packet, "a cone", NOON)
    assert [one.dismissed for one in packets(folder)] == [True]
    assert tally(folder)["in-pit"].dismissed == 1


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"keeep": "7 d"}, SiteFileError),
        ({"keep": 7}, RuleError),
        ({"before": "20 px"}, RuleError),
        ({"most": "20"}, SiteFileError),
        ({"most": "a lot of GB"}, SiteFileError),
        ({"blur_faces": "no"}, SiteFileError),
        ({"quality": [1]}, SiteFileError),
        ({"rate": 0}, SiteFileError),
        ({"keep": "9999999 d"}, SiteFileError),
        ({"folder": "elsewhere"}, SiteFileError),
    ],
)
def test_what_cannot_be_meant_is_refused(said, error):
    with pytest.raises(error, match="evidence"):
        settings_of(said, "yard.yaml: evidence")


def test_days_and_gigabytes_are_read():
    read = settings_of({"keep": "7 d", "most": "1.5 GB", "blur_faces": False}, "yard")
    assert (read.keep, read.most, read.blur) == (7 * 86_400, 1_500_000_000, False)
