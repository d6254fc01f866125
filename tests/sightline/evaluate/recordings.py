"""Recordings made up: people who wander, and a tracker that is sometimes wrong."""

from __future__ import annotations

import numpy as np

from sightline.evaluate.matching import Compared, compare
from sightline.evaluate.motfiles import Rows


def truth(rng: np.random.Generator, people: int = 8, frames: int = 40) -> Rows:
    """Give people who walk straight, each there for a while."""
    rows = []
    for number in range(1, people + 1):
        begin, end = sorted(rng.integers(1, frames + 1, 2))
        place, speed = rng.uniform(0, 300, 2), rng.normal(0, 4, 2)
        sides = rng.uniform([20, 50], [50, 120])
        for frame in range(begin, end + 1):
            left, top = place + speed * (frame - begin)
            rows.append([frame, number, left, top, left + sides[0], top + sides[1]])
    table = np.array(rows, np.float64).reshape(-1, 6)
    return Rows.of(table[:, 0], table[:, 1], table[:, 2:])


def followed(rng: np.random.Generator, true: Rows, wrong: float = 0.15) -> Rows:
    """Give what a tracker makes of it: boxes off, missed and made up, ids that change."""
    kept = true.take(rng.random(len(true)) > wrong)
    ids = kept.ids + np.where(rng.random(len(kept)) < wrong / 2, 100, 0)
    ids += 10 * (kept.frames // rng.integers(5, 40))
    boxes = kept.boxes + rng.normal(0, 4, kept.boxes.shape)
    boxes[:, 2:] = np.maximum(boxes[:, 2:], boxes[:, :2] + 1)
    made_up = true.take(rng.random(len(true)) < wrong)
    places = made_up.boxes + rng.uniform(-60, 60, (len(made_up), 1))
    return Rows.of(
        np.concatenate([kept.frames, made_up.frames]),
        np.concatenate([ids, 1000 + np.arange(len(made_up))]),
        np.concatenate([boxes, places]),
    )


def made_up(seed: int, wrong: float = 0.15) -> Compared:
    rng = np.random.default_rng(seed)
    true = truth(rng)
    return compare(true, followed(rng, true, wrong))
