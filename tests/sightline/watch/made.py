"""A yard that nobody filmed: its site file, grey pictures, and a recogniser that sees whom it is told to see."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np

from sightline.site import site_of
from sightline.values import Detections, Frame

NOON = datetime(2026, 4, 1, 4, 0, tzinfo=UTC)
STEP = timedelta(seconds=0.2)
SIZE = (640, 480)


def pixel(x, y):
    """Give where a place in metres is seen: a camera high above a yard of ten by eight metres."""
    depth = 1 + 0.05 * y
    return 320 + 55 * (x - 5) / depth, 460 - 52 * y / depth


MARKS = {"A": (0.5, 0.5), "B": (9.5, 0.5), "C": (9, 7.5), "D": (1, 7.5), "E": (5, 4), "F": (3, 2)}


def said(**more):
    """Give what the yard's site file says."""
    marks = [
        {"id": name, "pixel": list(pixel(*place)), "metres": list(place)}
        for name, place in MARKS.items()
    ]
    ground = {"marks": marks[:-1], "held_out": marks[-1:]}
    return {
        "site": {"id": "yard", "name": {"zh": "料场", "en": "Yard"}},
        "camera": {"id": "cam-1", "size": list(SIZE), "ground": ground},
        "zones": [
            {"id": "pit", "name": {"zh": "基坑", "en": "Pit"}, "polygon": [[3, 3], [7, 3], [7, 6], [3, 6]]}
        ],
        "lines": [{"id": "gate", "from": [1, 2], "to": [9, 2]}],
        "parts": [{"id": "cable", "kind": "live", "points": [[8, 6, 0], [8, 6, 2]]}],
        "rules": [{"id": "in-pit", "kind": "intrusion", "zones": ["pit"], "for": "1 s"}],
        **more,
    }  # fmt: skip


def yard(**more):
    """Give the yard's site."""
    return site_of(said(**more))


def frame(number, at=None, size=SIZE):
    """Give a grey picture with some grain, so that it is neither frozen nor covered."""
    grain = np.random.default_rng(number).integers(
        90, 160, (size[1] // 8, size[0] // 8, 3), np.uint8
    )
    image = np.repeat(np.repeat(grain, 8, axis=0), 8, axis=1)
    return Frame(image, NOON + number * STEP if at is None else at, number, "cam-1")


def person(x, y):
    """Give the box of somebody 1.7 m tall who stands at a place."""
    foot_x, foot_y = pixel(x, y)
    high = 90 / (1 + 0.05 * y)
    return [foot_x - high / 5, foot_y - high, foot_x + high / 5, foot_y]


class Eyes:
    """Sees those who are at the places told for each picture; fails where it is told to."""

    absent = frozenset({"helmet"})

    def __init__(self, where, fails=()):
        self.where = where
        self.fails = fails

    def glance(self, frame):
        return None

    def see(self, frame, glanced=None):
        if frame.number in self.fails:
            raise ValueError("a cosmic ray")
        people = self.where(frame.number)
        boxes = [person(*place) for place in people]
        return Detections.of(boxes, [0.9] * len(boxes), [0] * len(boxes), ("person",))

    def traits(self, frame, tracks):
        return {}

    def forget(self):
        self.fails = ()


class Items:
    """A source that is a list: what `ingest` gives, without a file."""

    flowing = False
    dropped = 0
    ended = True

    def __init__(self, items, where="yard.mp4"):
        self.items = items
        self.where = where
        self.closed = False

    def __iter__(self):
        return iter(self.items)

    def close(self):
        self.closed = True


class Silent(Items):
    """A live camera: gives its items one by one, then nothing for as long as it is asked, then ends."""

    flowing = True

    def __init__(self, items, silence=5):
        super().__init__(items, "rtsp://***@10.0.0.8/")
        self.silence = silence

    def take(self, seconds=None):
        if self.items:
            return self.items.pop(0)
        self.silence -= 1
        return None

    @property
    def ended(self):
        return self.silence <= 0
