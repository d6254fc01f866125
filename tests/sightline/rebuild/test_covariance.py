from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from sightline.rebuild.covariance import Adjusted, pixel_noise, sigmas

FOCAL = 800.0
VIEWS, POINTS, NOISE = 4, 14, 0.5


def seen(poses: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Give pixels [v, p, 2] of all points in all views; a pose is a turn vector and a shift."""
    turned = np.stack([Rotation.from_rotvec(pose[:3]).apply(points) + pose[3:] for pose in poses])
    return FOCAL * turned[..., :2] / turned[..., 2:]


def yard() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    points = rng.uniform(-1, 1, (POINTS, 3))
    turns = [Rotation.from_euler("y", angle, degrees=True) for angle in (-25, -8, 9, 26)]
    poses = np.array([np.append(turn.as_rotvec(), [0, 0, 5.0]) for turn in turns])
    return poses, points


def adjusted_of(poses: np.ndarray, points: np.ndarray, misses: np.ndarray) -> Adjusted:
    of, by = np.tile(np.arange(POINTS), VIEWS), np.repeat(np.arange(VIEWS), POINTS)
    turns = Rotation.from_rotvec(poses[:, :3]).as_matrix()
    focals = np.full((VIEWS, 2), FOCAL)
    return Adjusted(turns, poses[:, 3:], focals, points, of, by, misses.reshape(-1, 2))


def moved(poses: np.ndarray, points: np.ndarray, step: np.ndarray) -> np.ndarray:
    """Give all pixels after a small turn and shift of each view and a small shift of each point."""
    views, places = step[: 6 * VIEWS].reshape(-1, 6), step[6 * VIEWS :].reshape(-1, 3)
    turns = Rotation.from_rotvec(views[:, :3]) * Rotation.from_rotvec(poses[:, :3])
    told = np.column_stack([turns.as_rotvec(), poses[:, 3:] + views[:, 3:]])
    return seen(told, points + places).ravel()


def test_stated_sigmas_are_those_of_the_whole_adjustment():
    poses, points = yard()
    size, small = 6 * VIEWS + 3 * POINTS, 1e-5
    steps = small * np.eye(size)
    slopes = [moved(poses, points, step) - moved(poses, points, -step) for step in steps]
    whole = np.array(slopes) @ np.array(slopes).T / (2 * small) ** 2
    inner, across = np.linalg.inv(whole[6 * VIEWS :, 6 * VIEWS :]), whole[: 6 * VIEWS, 6 * VIEWS :]
    views = np.linalg.pinv(whole[: 6 * VIEWS, : 6 * VIEWS] - across @ inner @ across.T, rcond=1e-9)
    spread = inner + inner @ across.T @ views @ across @ inner
    blocks = [spread[3 * at : 3 * at + 3, 3 * at : 3 * at + 3] for at in range(POINTS)]
    largest = np.sqrt([np.linalg.eigvalsh(block)[-1] for block in blocks])
    misses = np.random.default_rng(1).normal(0, NOISE, (VIEWS * POINTS, 2))
    adjusted = adjusted_of(poses, points, misses)
    assert sigmas(adjusted)[1] == pytest.approx(pixel_noise(adjusted) * largest, rel=1e-3)


def test_three_times_the_noise_makes_cameras_three_times_less_sure():
    poses, points = yard()
    misses = np.random.default_rng(1).normal(0, NOISE, (VIEWS * POINTS, 2))
    few, many = (sigmas(adjusted_of(poses, points, size * misses))[0] for size in (1.0, 3.0))
    assert many == pytest.approx(3 * few)
    assert (few < 0.05).all()


def test_noise_of_pixels_is_told_from_few_of_them_far_off():
    poses, points = yard()
    misses = np.random.default_rng(2).normal(0, NOISE, (VIEWS * POINTS, 2))
    misses[:3] = 40
    freedom = np.sqrt(misses.size / (misses.size - 3 * POINTS - 6 * VIEWS + 7))
    assert pixel_noise(adjusted_of(poses, points, misses)) == pytest.approx(
        NOISE * freedom, rel=0.3
    )
