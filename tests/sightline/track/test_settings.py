from __future__ import annotations

import pytest

from sightline.errors import SiteFileError
from sightline.track import TrackSettings


def test_nothing_said_is_what_was_published():
    assert TrackSettings.read({}) == TrackSettings()


def test_times_carry_their_unit():
    assert TrackSettings.read({"memory": "2.5 s", "guessed": "1s"}).memory == 2.5


@pytest.mark.parametrize(
    "told",
    [
        {"memory": 30},
        {"memory": "30 px"},
        {"memory": "-1 s"},
        {"high": 40},
        {"high": "0.6"},
        {"high": float("nan")},
        {"high": True},
        {"confirm": 0},
        {"confirm": 1.5},
        {"camera_motion": 1},
        {"colour": True},
        ["high"],
        None,
    ],
)
def test_what_is_wrong_is_refused_with_its_place(told):
    with pytest.raises(SiteFileError, match=r"^site\.yaml:9"):
        TrackSettings.read(told, "site.yaml:9")
