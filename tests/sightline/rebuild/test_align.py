from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from sightline.errors import ReconstructionError
from sightline.rebuild.align import Similarity, fitted, umeyama

seeds = st.integers(0, 2**32 - 1)


@given(seeds, st.floats(0.01, 100), st.integers(3, 12))
def test_any_similarity_is_found_again(seed, scale, count):
    rng = np.random.default_rng(seed)
    points = rng.normal(size=(count, 3))
    true = Similarity(
        scale, Rotation.random(random_state=seed % 2**31).as_matrix(), rng.normal(size=3) * 10
    )
    found = umeyama(points, true.apply(points))
    assert found.scale == pytest.approx(scale, rel=1e-6)
    np.testing.assert_allclose(found.rotation, true.rotation, atol=1e-5)
    np.testing.assert_allclose(found.apply(points), true.apply(points), atol=1e-6 * (10 + scale))


@given(seeds)
def test_a_mirror_is_never_taken_for_a_turn(seed):
    points = np.random.default_rng(seed).normal(size=(6, 3))
    found = umeyama(points, points * [1, 1, -1])
    assert np.linalg.det(found.rotation) == pytest.approx(1)


@given(seeds)
def test_points_on_one_line_are_refused(seed):
    rng = np.random.default_rng(seed)
    points = rng.normal(size=(5, 1)) * rng.normal(size=3) + rng.normal(size=3)
    with pytest.raises(ReconstructionError, match="not on one line"):
        umeyama(points, points)


def test_stated_scale_errors_hold_as_often_as_they_say():
    rng = np.random.default_rng(5)
    points = rng.normal(size=(6, 3))
    fits = [fitted(points, 2 * points + rng.normal(size=(6, 3)) * 0.02, 0.0) for _ in range(400)]
    off = np.array([abs(fit.similarity.scale / 2 - 1) / fit.scale_sigma for fit in fits])
    # Student's law with 11 degrees of freedom: 2.2 deviations hold 95 %.
    assert 0.92 < (off < 2.2).mean() < 0.98


def test_a_place_far_from_the_survey_is_less_sure():
    corner = np.array([[0.0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]])
    near, far = fitted(corner, corner, 0.01).sigmas_at(np.array([[0.25, 0.25, 0.25], [20, 0, 0]]))
    assert near == pytest.approx(0.005)
    assert far > 0.1
