"""Nobody's face is kept."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sightline.errors import ModelError
from sightline.evidence import Keeper, Settings, Tools, packets
from sightline.evidence.blur import CELLS, covered, heads
from sightline.values import Floats, Picture
from tests.sightline.evidence.made import ORIGIN, PERSON, STRIPES, occasion, watch

FACE = np.array([[100.0, 60.0, 120.0, 90.0]])
HEAD = np.s_[24:48, 44:76]
BODY = np.s_[60:118, 44:76]


def snapshot(folder: Path, people: Floats | None, tools: Tools | None = None) -> Picture:
    """Keep one occasion and give its snapshot."""
    keeper = Keeper(folder, ORIGIN, Settings(), tools)
    watch(keeper, 0, 1, people)
    keeper.keep(occasion(0.5))
    keeper.finish()
    [one] = packets(folder)
    return np.asarray(cv2.imread(str(one.path / "snapshot.jpg")))


def is_clear(part: Picture) -> bool:
    """Tell whether the stripes can still be seen."""
    return float(np.abs(np.diff(part[..., 1].astype(int), axis=1)).mean()) > 20


def test_without_a_face_model_the_heads_of_persons_are_covered(tmp_path: Path) -> None:
    seen = snapshot(tmp_path, PERSON)
    assert not is_clear(seen[HEAD])
    assert is_clear(seen[BODY])


def test_of_a_person_whose_face_is_found_only_the_face_is_covered(tmp_path: Path) -> None:
    seen = snapshot(tmp_path, PERSON, Tools(faces=lambda image: np.array([[50.0, 36, 70, 46]])))
    assert not is_clear(seen[36:46, 50:70])
    assert is_clear(seen[20:33, 44:76])


def test_of_a_person_whose_face_is_missed_the_head_is_covered(tmp_path: Path) -> None:
    seen = snapshot(tmp_path, PERSON, Tools(faces=lambda image: FACE))
    assert not is_clear(seen[62:88, 102:118])
    assert not is_clear(seen[HEAD])


def test_a_face_missed_in_one_picture_is_covered_as_in_the_next(tmp_path: Path) -> None:
    calls = iter(range(1000))

    def faces(image: Picture) -> Floats:
        return FACE if next(calls) % 2 == 0 else np.empty((0, 4))

    seen = snapshot(tmp_path, PERSON, Tools(faces=faces))
    assert not is_clear(seen[62:88, 102:118])


@pytest.mark.parametrize("error", [ModelError("坏", "broken"), RuntimeError("out of memory")])
def test_a_face_model_that_fails_leaves_heads_covered(tmp_path: Path, error: Exception) -> None:
    def faces(image: Picture) -> Floats:
        raise error

    assert not is_clear(snapshot(tmp_path, PERSON, Tools(faces=faces))[HEAD])
    assert packets(tmp_path)[0].record()["blurred"] == "heads"


def test_a_fault_of_ours_in_looking_for_faces_leaves_the_record(tmp_path: Path) -> None:
    def faces(image: Picture) -> Floats:
        raise TypeError("a fault of ours")

    keeper = Keeper(tmp_path, ORIGIN, tools=Tools(faces=faces))
    watch(keeper, 0, 1)
    keeper.keep(occasion(0.5))
    keeper.finish()
    assert packets(tmp_path)[0].record()["clip"] == {"missing": "no pictures", "pictures": 0}


def test_where_nobody_looked_for_persons_the_whole_picture_is_covered(tmp_path: Path) -> None:
    assert not is_clear(snapshot(tmp_path, None))


def test_where_somebody_looked_and_saw_nobody_the_picture_is_clear(tmp_path: Path) -> None:
    assert is_clear(snapshot(tmp_path, np.empty((0, 4))))


def test_two_clips_of_the_same_pictures_are_looked_through_once(tmp_path: Path) -> None:
    looked: list[Picture] = []

    def faces(image: Picture) -> Floats:
        looked.append(image)
        return FACE

    keeper = Keeper(tmp_path, ORIGIN, Settings(), Tools(faces=faces))
    watch(keeper, 0, 1)
    keeper.keep(occasion(0.5, "1"))
    keeper.keep(occasion(0.5, "2"))
    keeper.finish()
    assert len(looked) == 4


def test_who_lies_on_the_ground_is_covered_whole() -> None:
    assert heads(np.array([[0.0, 0, 100, 40]])).tolist() == [[0, 0, 100, 40]]


@settings(max_examples=30)
@given(st.integers(-50, 250), st.integers(-50, 200), st.integers(0, 200), st.integers(0, 200))
def test_a_covered_region_holds_at_most_its_patches(x: int, y: int, wide: int, high: int) -> None:
    image = covered(STRIPES, np.array([[x, y, x + wide, y + high]], float))
    part = image[max(0, y) : max(0, y + high), max(0, x) : max(0, x + wide)]
    assert len(np.unique(part.reshape(-1, 3), axis=0)) <= CELLS**2


def test_blurring_can_be_switched_off_and_the_record_says_so(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path, ORIGIN, Settings(blur=False))
    watch(keeper, 0, 1)
    keeper.keep(occasion(0.5))
    keeper.finish()
    assert packets(tmp_path)[0].record()["blurred"] == "no"


@pytest.mark.parametrize("size", [(1, 1), (3, 200), (200, 3)])
def test_a_region_of_a_few_pixels_is_covered(size: tuple[int, int]) -> None:
    picture = np.zeros((*size, 3), np.uint8)
    assert covered(picture, np.array([[0.0, 0, 500, 500]])).shape == picture.shape
