from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sightline.track import Tracker, TrackSettings
from sightline.values import Detections
from tests.sightline.track.acting import at, seen, together, walk

NOBODY = seen()


def test_a_walker_keeps_one_id():
    told = walk(Tracker(), [seen(8 * step) for step in range(20)])
    assert {number for tracks in told for number in tracks.ids.tolist()} == {1}


def test_whoever_is_there_at_the_start_counts_at_once():
    assert walk(Tracker(), [seen(0)])[0].ids.tolist() == [1]


def test_whoever_comes_later_counts_when_seen_twice():
    told = walk(Tracker(), [NOBODY, seen(0), seen(2)])
    assert [len(tracks) for tracks in told] == [0, 0, 1]


def test_who_was_seen_once_and_not_again_is_forgotten():
    tracker = Tracker()
    told = walk(tracker, [NOBODY, seen(0), NOBODY, seen(0), seen(0)])
    assert told[-1].ids.tolist() == [2]


def test_a_hidden_walker_comes_back_under_the_same_id():
    hidden = [seen(8 * step) if not 8 <= step < 13 else NOBODY for step in range(20)]
    told = walk(Tracker(), hidden)
    assert told[-1].ids.tolist() == [1]
    assert [len(tracks) for tracks in told[8:13]] == [0] * 5


def test_who_is_away_longer_than_remembered_comes_back_as_another():
    pictures = [seen(0)] * 3 + [NOBODY] * 12 + [seen(0)] * 3
    assert walk(Tracker(), pictures)[-1].ids.tolist() == [2]
    longer = Tracker(TrackSettings(memory=2))
    assert walk(longer, pictures)[-1].ids.tolist() == [1]


def test_a_hidden_walker_is_guessed_where_he_would_be():
    tracker = Tracker(TrackSettings(guessed=0.5))
    told = walk(tracker, [*[seen(8 * step) for step in range(10)], NOBODY, NOBODY, NOBODY])
    assert told[-1].sources.tolist() == [-1]
    assert told[-1].seen.boxes[0, 0] == pytest.approx(8 * 12, abs=4)


def test_a_guess_ends():
    tracker = Tracker(TrackSettings(guessed=0.5))
    told = walk(tracker, [*[seen(0)] * 5, *[NOBODY] * 8])
    assert [len(tracks) for tracks in told[5:]] == [1] * 5 + [0] * 3


def test_a_weak_box_goes_on_with_a_track_but_begins_none():
    weak = seen(0, score=0.3)
    told = walk(Tracker(), [seen(0), seen(0), weak, weak])
    assert [tracks.sources.tolist() for tracks in told] == [[0]] * 4
    assert all(not len(tracks) for tracks in walk(Tracker(), [weak] * 5))


def test_a_person_never_becomes_a_car():
    told = walk(Tracker(), [seen(0), seen(0), seen(0, label=1), seen(0, label=1)])
    assert told[-1].ids.tolist() == [2]
    assert told[-1].seen.names == ("car",)


def test_two_who_pass_each_other_keep_their_ids():
    pictures = [seen(6 * step, 240 - 6 * step) for step in range(40)]
    told = walk(Tracker(), pictures)
    first = dict(zip(told[0].ids.tolist(), told[0].sources.tolist(), strict=True))
    last = dict(zip(told[-1].ids.tolist(), told[-1].sources.tolist(), strict=True))
    assert first == last


def test_sources_name_the_detection():
    mixed = together(seen(300, score=0.05), seen(0), seen(600, score=0.4))
    told = walk(Tracker(), [seen(0), mixed])
    assert told[-1].sources.tolist() == [1]


def test_keypoints_follow_the_person():
    points = np.arange(6, dtype=float).reshape(1, 2, 3)
    one = seen(0)
    posed = Detections(one.boxes, one.scores, one.labels, one.classes, points)
    tracker = Tracker(TrackSettings(guessed=1))
    assert np.array_equal(tracker.update(posed, at(0)).seen.keypoints, points)
    nobody = Detections.none(one.classes)
    absent = Detections(nobody.boxes, nobody.scores, nobody.labels, one.classes, points[:0])
    guessed = tracker.update(absent, at(1)).seen.keypoints
    assert guessed is not None
    assert np.isnan(guessed).all()


def test_guesses_keep_their_class_when_nothing_at_all_is_told():
    told = walk(Tracker(TrackSettings(guessed=1)), [seen(0), Detections.none()])
    assert told[-1].seen.names == ("person",)


def test_nobody_is_who_he_was_when_labels_mean_something_else():
    tracker = Tracker()
    walk(tracker, [seen(0)] * 2)
    one = seen(0)
    other = Detections(one.boxes, one.scores, one.labels, ("car",))
    walk(tracker, [other] * 2, first=2)
    assert tracker.next_id == 3


boxes = st.lists(
    st.tuples(
        st.floats(0, 500), st.floats(0, 300), st.floats(0, 200), st.floats(0, 200), st.floats(0, 1)
    ),
    max_size=6,
)


@settings(max_examples=40, deadline=None)
@given(st.lists(boxes, min_size=1, max_size=8))
def test_whatever_is_seen_each_id_and_each_box_comes_once(pictures):
    tracker = Tracker(TrackSettings(guessed=0.3))
    for number, some in enumerate(pictures):
        given_boxes = [[x, y, x + w, y + h] for x, y, w, h, _ in some]
        found = Detections.of(given_boxes, [one[4] for one in some], [0] * len(some), ("person",))
        tracks = tracker.update(found, at(number))
        real = tracks.sources[tracks.sources >= 0]
        assert len(set(tracks.ids.tolist())) == len(tracks)
        assert len(set(real.tolist())) == len(real)
        assert np.isfinite(tracks.seen.boxes).all()
