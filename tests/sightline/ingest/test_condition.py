"""A camera that hangs, is covered, or was set to another size."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import numpy as np

from sightline.ingest import Limits, Motion
from sightline.ingest.condition import Condition
from sightline.ingest.sampling import MotionGate
from sightline.values import Frame, Picture
from tests.sightline.ingest.films import NOON, noise

STILL = noise()
GREY = np.full((48, 64, 3), 128, np.uint8)


def told(pictures: Iterable[Picture]) -> list[tuple[str, float]]:
    """Look at one picture a second."""
    condition = Condition(Limits(still=5.0, covered=2.0))
    frames = (
        Frame(image, NOON + timedelta(seconds=n), n, "gate") for n, image in enumerate(pictures)
    )
    return [(str(one.kind), one.seconds) for frame in frames for one in condition.look(frame)]


def test_the_same_picture_for_five_seconds_is_frozen_once() -> None:
    assert told([STILL] * 20) == [("frozen", 5.0)]


def test_a_frozen_camera_that_moves_again_is_told() -> None:
    assert told([*[STILL] * 8, noise()]) == [("frozen", 5.0), ("moving", 7.0)]


def test_a_slow_dusk_is_not_frozen() -> None:
    assert told(np.clip(STILL.astype(int) - n, 0, 255).astype(np.uint8) for n in range(40)) == []


def test_recoded_copies_of_one_picture_are_frozen() -> None:
    assert told(np.clip(STILL, 3, 250) + np.uint8(n % 2) for n in range(7)) == [("frozen", 5.0)]


def test_a_hung_camera_whose_encoder_goes_on_is_frozen() -> None:
    rng = np.random.default_rng(3)
    drawn = [np.clip(STILL, 8, 240) + rng.integers(0, 8, STILL.shape, np.uint8) for _ in range(4)]
    assert told(drawn[n % 4] for n in range(12)) == [("frozen", 5.0)]


def test_what_comes_round_again_and_moves_is_not_frozen() -> None:
    ball = [np.roll(STILL, 5 * n, axis=1) for n in range(4)]
    assert told(ball[n % 4] for n in range(20)) == []


def test_a_quiet_yard_with_a_noisy_sensor_is_not_frozen() -> None:
    rng = np.random.default_rng(5)
    quiet = (np.clip(STILL, 8, 240) + rng.integers(0, 6, STILL.shape, np.uint8) for _ in range(400))
    assert told(quiet) == []


def test_a_hand_before_the_lens_is_told_and_its_end() -> None:
    dark = [GREY // 8 + ANY_DARK for ANY_DARK in np.arange(4, dtype=np.uint8) * 3]
    assert told([noise(), *dark, noise()]) == [("covered", 2.0), ("uncovered", 4.0)]


def test_a_single_grey_picture_is_not_covered() -> None:
    assert told([noise(), GREY, noise()]) == []


def test_another_size_is_told_with_both_sizes() -> None:
    condition = Condition(Limits())
    condition.look(Frame(noise((64, 48)), NOON, 0, "gate"))
    [one] = condition.look(Frame(noise((32, 24)), NOON + timedelta(seconds=1), 1, "gate"))
    assert str(one.kind) == "size_changed"
    assert one.detail == "(64, 48) → (32, 24)"


def test_a_still_picture_passes_the_gate_only_now_and_then() -> None:
    gate = MotionGate(Motion(longest=1.0))
    frames = [Frame(STILL, NOON + timedelta(seconds=n / 5), n, "gate") for n in range(11)]
    assert [frame.number for frame in frames if gate.passes(frame)] == [0, 5, 10]


def test_a_picture_with_movement_passes_the_gate() -> None:
    gate = MotionGate(Motion())
    frames = [Frame(noise(), NOON + timedelta(seconds=n / 5), n, "gate") for n in range(4)]
    assert all(gate.passes(frame) for frame in frames)
