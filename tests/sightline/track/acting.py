"""People who walk straight, seen by a camera ten times a second."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import numpy as np

from sightline.track import Tracker
from sightline.values import Detections, Tracks

NINE = datetime(2026, 4, 1, 1, tzinfo=UTC)
TENTH = timedelta(seconds=0.1)


def at(number: float) -> datetime:
    return NINE + number * TENTH


def seen(*lefts: float, score: float = 0.9, label: int = 0) -> Detections:
    """Give people of 40 by 100 px whose boxes begin there."""
    boxes = [[left, 100, left + 40, 200] for left in lefts]
    return Detections.of(boxes, [score] * len(lefts), [label] * len(lefts), ("person", "car"))


def walk(tracker: Tracker, pictures: Iterable[Detections], first: int = 0) -> list[Tracks]:
    return [tracker.update(one, at(number)) for number, one in enumerate(pictures, first)]


def together(*some: Detections) -> Detections:
    return Detections.of(
        np.concatenate([one.boxes for one in some]),
        np.concatenate([one.scores for one in some]),
        np.concatenate([one.labels for one in some]),
        some[0].classes,
    )
