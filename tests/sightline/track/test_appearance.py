from __future__ import annotations

import numpy as np

from sightline.track import Tracker, TrackSettings
from sightline.track.appearance import alike, blend, colours
from tests.sightline.track.acting import at, seen

RED, BLUE = (0, 0, 200), (200, 0, 0)


def picture(first: int, second: int) -> np.ndarray:
    image = np.full((300, 400, 3), 90, np.uint8)
    image[100:200, first : first + 40] = RED
    image[100:200, second : second + 40] = BLUE
    return image


def test_colours_tell_apart_who_overlap():
    looks = colours(picture(100, 200), np.array([[100.0, 100, 140, 200], [200, 100, 240, 200]]))
    overlaps = np.array([[0.6, 0.7], [0.7, 0.6]])
    assert alike(0.9 * overlaps, overlaps, looks, looks).argmax(1).tolist() == [0, 1]


def test_colours_say_nothing_of_who_is_elsewhere():
    looks = colours(picture(100, 200), np.array([[100.0, 100, 140, 200]]))
    worth = np.array([[0.1]])
    assert alike(worth, np.array([[0.2]]), looks, looks).tolist() == worth.tolist()


def test_who_was_never_looked_at_is_judged_by_place_alone():
    worth = np.array([[0.55]])
    nothing, look = np.zeros((1, 256)), np.full((1, 256), 1 / 16)
    assert alike(worth, worth, nothing, look).tolist() == worth.tolist()
    assert np.allclose(blend(nothing, look), look)


def test_a_box_beyond_the_picture_still_has_a_look():
    outside = np.array([[-50.0, -50, -10, -10], [900, 900, 950, 950], [5, 5, 5, 5]])
    assert np.allclose(np.linalg.norm(colours(picture(0, 50), outside), axis=1), 1)


def test_two_who_walk_in_two_colours_are_followed():
    tracker = Tracker(TrackSettings(appearance=True))
    for number in range(8):
        lefts = (100 + 5 * number, 250 - 5 * number)
        tracks = tracker.update(seen(*lefts), at(number), image=picture(*lefts))
    assert tracks.ids.tolist() == [1, 2]
    assert tracks.sources.tolist() == [0, 1]
