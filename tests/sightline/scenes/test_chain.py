"""What the chain does with scenes that once went wrong."""

from __future__ import annotations

import numpy as np

from sightline.evaluate.run import evaluate_scenes
from sightline.scenes.library import areas
from sightline.scenes.library.hard import shaking


def test_who_turns_round_at_once_is_told_once() -> None:
    report = evaluate_scenes([areas.twice(np.random.default_rng([7, 5]))])
    assert (report.noticed.total.found, report.noticed.total.twice) == (2, 0)


def test_nearness_is_told_in_time_though_many_pictures_miss() -> None:
    report = evaluate_scenes([shaking(np.random.default_rng([47, 3]))])
    assert (report.noticed.total.f1, report.noticed.total.in_time) == (1, 1)
