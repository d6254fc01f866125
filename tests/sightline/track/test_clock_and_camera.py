from __future__ import annotations

import numpy as np
import pytest

from sightline.track import Tracker, TrackSettings
from tests.sightline.track.acting import at, seen, walk

NOBODY = seen()


def test_a_gap_in_time_moves_the_walker_on():
    tracker = Tracker()
    walk(tracker, [seen(20 * step) for step in range(6)])
    after = tracker.update(seen(20 * 10), at(10))
    assert after.ids.tolist() == [1]


def test_a_long_gap_forgets_everybody():
    tracker = Tracker()
    walk(tracker, [seen(0)] * 3)
    assert not len(tracker.update(seen(0), at(100)))
    assert tracker.update(seen(0), at(101)).ids.tolist() == [2]


@pytest.mark.parametrize("late", [2, 1, -50])
def test_a_clock_that_stands_or_goes_back_loses_nobody(late):
    tracker = Tracker()
    walk(tracker, [seen(4 * step) for step in range(3)])
    assert tracker.update(seen(12), at(late)).ids.tolist() == [1]
    assert tracker.update(seen(16), at(late + 1)).ids.tolist() == [1]


def test_a_camera_of_one_picture_in_two_seconds_still_remembers_one_miss():
    tracker = Tracker()
    told = [
        tracker.update(one, at(20 * number))
        for number, one in enumerate([seen(0)] * 3 + [NOBODY, seen(0)])
    ]
    assert told[-1].ids.tolist() == [1]


def test_no_id_is_given_twice_after_a_reset():
    tracker = Tracker()
    walk(tracker, [seen(0, 200)] * 2)
    tracker.reset()
    assert walk(tracker, [seen(0, 200)])[0].ids.tolist() == [3, 4]
    assert Tracker(first=tracker.next_id).update(seen(0), at(0)).ids.tolist() == [5]


def test_a_picture_of_another_size_begins_anew():
    tracker = Tracker()
    large, small = np.zeros((480, 640, 3), np.uint8), np.zeros((240, 320, 3), np.uint8)
    tracker.update(seen(0), at(0), image=large)
    assert tracker.update(seen(0), at(1), image=large).ids.tolist() == [1]
    assert tracker.update(seen(0), at(2), image=small).ids.tolist() == [2]


def test_a_camera_that_turns_quickly_keeps_ids_when_told_how_it_turned():
    right = np.array([[1.0, 0, 60], [0, 1, 0]])
    blind, told = Tracker(), Tracker()
    for number in range(8):
        people = seen(60 * number, 60 * number + 70)
        lost = blind.update(people, at(number))
        kept = told.update(people, at(number), right if number else None)
    assert kept.ids.tolist() == [1, 2]
    assert lost.ids.tolist() != [1, 2]


def test_the_tracker_sees_by_itself_how_the_camera_turned():
    rng = np.random.default_rng(3)
    wall = np.repeat(np.repeat(rng.integers(0, 255, (20, 60, 3), np.uint8), 24, 0), 24, 1)
    tracker = Tracker(TrackSettings(camera_motion=True))
    for number in range(8):
        left = 500 - 60 * number
        tracks = tracker.update(
            seen(60 * number, 60 * number + 70), at(number), image=wall[:, left : left + 640]
        )
    assert tracks.ids.tolist() == [1, 2]
