"""Pictures of a film are glanced at side by side; what is seen comes in their order all the same."""

from __future__ import annotations

import threading
import time

import pytest

from sightline.ingest import Clock
from sightline.values import Detections
from sightline.watch.seeing import EYES, Seeing
from tests.sightline.watch.made import frame


class Eyes:
    """Takes longer for each other picture, and notes how many were looked at at once."""

    absent = frozenset()

    def __init__(self):
        self.order, self.most, self._now = [], 0, 0
        self._lock = threading.Lock()

    def glance(self, one):
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        time.sleep(0.002 if one.number % 2 else 0.01)
        with self._lock:
            self._now -= 1
        if one.number == 7:
            raise ValueError("a cosmic ray")
        return Detections.of([[0, 0, one.number + 1, 9]], [0.9], [0], ("person",))

    def see(self, one, glanced=None):
        self.order.append(one.number)
        return glanced

    def forget(self):
        self.order.clear()


class Steady:
    def away(self, _frame):
        return False


class Film:
    flowing, ended, dropped, where = False, True, 0, "film"

    def __iter__(self):
        return (frame(number) for number in range(12))


def seen(eyes, every=1):
    return list(Seeing(eyes, Steady(), every).given(Film(), Clock()))


def test_every_picture_comes_in_order_with_its_own_glance():
    eyes = Eyes()
    got = seen(eyes)
    assert [one.frame.number for one in got] == list(range(12))
    assert eyes.order == [number for number in range(12) if number != 7]
    assert all(one.found.boxes[0, 2] == one.frame.number + 1 for one in got if one.found)
    assert eyes.most <= EYES


def test_a_glance_that_fails_fails_for_its_picture_alone():
    got = seen(Eyes())
    assert [one.frame.number for one in got if one.wrong] == [7]


@pytest.mark.parametrize("every", [2, 3])
def test_pictures_between_are_given_and_nobody_looks(every):
    looked = [one.frame.number for one in seen(Eyes(), every) if one.found or one.wrong]
    assert looked == list(range(every - 1, 12, every))
