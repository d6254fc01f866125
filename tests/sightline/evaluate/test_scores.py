from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sightline.evaluate.clear import clear
from sightline.evaluate.hota import hota
from sightline.evaluate.identity import identity
from sightline.evaluate.matching import Compared, compare
from sightline.evaluate.motfiles import Rows
from sightline.geometry import overlap
from tests.sightline.evaluate.recordings import followed, truth

seeds = st.integers(0, 10_000)
few = settings(max_examples=15, deadline=None)


def three(compared: Compared) -> tuple[float, float, float]:
    return hota([compared]).hota, clear([compared]).mota, identity([compared]).idf1


@few
@given(seeds)
def test_who_says_the_truth_scores_one(seed):
    true = truth(np.random.default_rng(seed))
    assert three(compare(true, true)) == pytest.approx((1, 1, 1))


@few
@given(seeds)
def test_what_ids_are_called_does_not_matter(seed):
    rng = np.random.default_rng(seed)
    true = truth(rng)
    said = followed(rng, true)
    names = rng.permutation(5000)
    other = Rows.of(said.frames, names[said.ids], said.boxes)
    assert three(compare(true, other)) == pytest.approx(three(compare(true, said)))


@few
@given(seeds)
def test_the_order_of_rows_does_not_matter(seed):
    rng = np.random.default_rng(seed)
    true = truth(rng)
    said = followed(rng, true)
    mixed = said.take(rng.permutation(len(said)))
    assert three(compare(true, mixed)) == pytest.approx(three(compare(true, said)))


@few
@given(seeds)
def test_truth_and_tracker_exchanged_score_the_same_hota_and_idf1(seed):
    rng = np.random.default_rng(seed)
    true = truth(rng)
    said = followed(rng, true)
    one, other = compare(true, said), compare(said, true)
    assert hota([one]).hota == pytest.approx(hota([other]).hota, abs=0.01)
    assert identity([one]).idf1 == pytest.approx(identity([other]).idf1)


def test_two_recordings_count_as_one_long_one():
    rng = np.random.default_rng(5)
    true = truth(rng)
    said = followed(rng, true)
    once, twice = clear([compare(true, said)]), clear([compare(true, said)] * 2)
    assert (twice.switches, twice.false) == (2 * once.switches, 2 * once.false)
    assert twice.mota == pytest.approx(once.mota)


def test_made_up_boxes_can_bring_mota_below_nothing():
    true = Rows.of([1], [1], [[0, 0, 10, 20]])
    said = Rows.of([1, 1], [1, 2], [[50, 0, 60, 20], [80, 0, 90, 20]])
    assert clear([compare(true, said)]).mota == -2


def test_a_break_is_counted_when_a_track_comes_back():
    true = Rows.of(range(1, 6), [1] * 5, [[0, 0, 10, 20]] * 5)
    other = Rows.of(range(1, 6), [9] * 5, [[90, 0, 99, 20]] * 5)
    said = true.take(np.array([True, True, False, True, True]))
    both = Rows.of(
        [*said.frames, *other.frames], [*said.ids, *other.ids], [*said.boxes, *other.boxes]
    )
    assert clear([compare(true, both)]).breaks == 1


def test_nothing_said_of_nothing_is_no_error():
    nothing = Rows.of([], [], [])
    assert three(compare(nothing, nothing)) == (0, 0, 0)
    assert hota([]).hota == 0


def test_boxes_of_no_size_overlap_nothing():
    empty = np.array([[5.0, 5, 5, 5]])
    assert overlap(empty, empty).tolist() == [[0.0]]
