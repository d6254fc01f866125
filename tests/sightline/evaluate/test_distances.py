from __future__ import annotations

import numpy as np

from sightline.evaluate.distances import Errors


def test_an_honest_interval_holds_nineteen_of_twenty() -> None:
    luck = np.random.default_rng(1)
    true = luck.uniform(1, 10, 4000)
    sigmas = luck.uniform(0.05, 0.3, 4000)
    found = Errors.of(true, true + luck.normal(0, sigmas), sigmas)
    assert abs(found.coverage - 0.95) < 0.01
    assert found.median < found.p90


def test_an_interval_too_narrow_is_told_by_its_coverage() -> None:
    luck = np.random.default_rng(1)
    found = Errors.of(np.zeros(4000), luck.normal(0, 0.2, 4000), np.full(4000, 0.05))
    assert found.coverage < 0.5


def test_nothing_measured_is_null_not_nought() -> None:
    assert Errors.none().as_dict() == {"count": 0, "median": None, "p90": None, "coverage": None}
    assert np.isnan(Errors.none().coverage)


def test_errors_add_up() -> None:
    one = Errors.of(np.array([1.0]), np.array([1.2]), np.array([0.2]))
    assert len(one + one + Errors.none()) == 2
