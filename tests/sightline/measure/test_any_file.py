"""Whatever is written in a camera's section, whoever reads it gets a camera or a sentence."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sightline.errors import SightlineError
from sightline.measure import camera_of
from tests.sightline.measure.views import YARD, Mast

MARKS = [
    {"id": m.id, "pixel": [round(x, 1) for x in m.pixel], "metres": list(m.metres)}
    for m in Mast().marks(YARD)
]
TOLD: dict[str, Any] = {
    "id": "cam-1",
    "name": {"zh": "一号机", "en": "Camera 1"},
    "size": [768, 576],
    "lens": {"matrix": [800, 800, 384, 288], "distortion": [-0.1, 0.01, 0, 0, 0]},
    "moving": False,
    "ground": {"marks": MARKS[:5], "held_out": MARKS[5:], "limit": "30 m"},
    "stereo": {"baseline": "0.2 m", "focal": "900 px", "centre": [384, 288]},
}
NUMBERS = st.floats() | st.integers(-(10**400), 10**400) | st.sampled_from([0, -1, 1e-300, 1e300])
ANYTHING = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)


def ways(told: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Give the way to everything in a nested value."""
    inner = (
        told.items()
        if isinstance(told, dict)
        else enumerate(told)
        if isinstance(told, list)
        else ()
    )
    return [path, *(way for key, value in inner for way in ways(value, (*path, key)))]


def changed(way: tuple[Any, ...], value: Any) -> Any:
    if not way:
        return value
    told = copy.deepcopy(TOLD)
    inner = told
    for key in way[:-1]:
        inner = inner[key]
    inner[way[-1]] = value
    return told


def read(told: Any) -> str:
    """Give the place at which a camera is refused, or the name of this test's section."""
    try:
        camera_of(told, "camera")
    except SightlineError as refused:
        return refused.where
    return "camera"


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(ways(TOLD)), ANYTHING)
def test_one_wrong_thing_anywhere_is_a_camera_or_a_sentence(way, value):
    assert read(changed(way, value)).startswith("camera")


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.floats(-2000, 2000), min_size=4, max_size=4), min_size=3, max_size=8))
def test_marks_that_were_made_up_are_a_ground_or_a_sentence(rows):
    marks = [{"id": str(at), "pixel": row[:2], "metres": row[2:]} for at, row in enumerate(rows)]
    told = {"id": "c", "size": [768, 576], "ground": {"marks": marks}}
    assert read(told).startswith("camera")
