"""What flickers in fire's colours or drifts in smoke's is suspected; what was always there is not."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from sightline.recognise.suspect import CERTAIN_AT_MOST, Suspicions
from tests.sightline.recognise.made import frame

SIZE = (320, 240)
PICTURES, EACH, BEGINS = 110, 0.1, 60


def place(chance: np.random.Generator) -> np.ndarray:
    """A yard: ground with texture, a red door, a grey wall."""
    image = np.full((SIZE[1], SIZE[0], 3), (70, 95, 90), np.uint8)
    image = np.clip(image + chance.normal(0, 25, image.shape), 0, 255).astype(np.uint8)
    image[20:120, 20:80] = (20, 110, 240)
    image[20:120, 200:300] = (150, 150, 150)
    return image


def filmed(draw, *, seed: int = 4):
    chance = np.random.default_rng(seed)
    still = place(chance)
    noise = [chance.normal(0, 2, still.shape) for _ in range(5)]
    for number in range(PICTURES):
        image = still.astype(np.float64)
        if number >= BEGINS:
            image = draw(image, number - BEGINS, chance)
        yield frame(np.clip(image + noise[number % 5], 0, 255), number, EACH)


def burning(image, number, chance):
    """A fire that grows at (120, 170) and flickers."""
    reach = min(22, 8 + number * 0.4)
    for _ in range(12):
        x, y = chance.normal((120, 170), reach / 3)
        cv2.circle(
            image, (int(x), int(y)), int(reach / 2.5), (20, int(chance.integers(110, 220)), 250), -1
        )
    return image


def smoking(image, number, chance):
    """A cloud that rises and thickens at (150, 180)."""
    cloud = np.zeros(image.shape[:2])
    for step in range(8):
        centre = (int(150 + 6 * np.sin(number / 3 + step)), int(200 - (number + step * 9) % 70))
        cv2.circle(cloud, centre, 24, 1.0, -1)
    thick = cv2.GaussianBlur(cloud, (31, 31), 0)[..., None] * min(0.9, number / 20)
    shade = 150 + 25 * np.sin(number / 2)
    return image * (1 - thick) + shade * thick


def walking(image, number, _):
    """Somebody in an orange vest and grey trousers who walks through."""
    left = 5 + number * 5
    image[150:180, left : left + 14] = (20, 120, 250)
    image[180:210, left : left + 14] = (120, 120, 120)
    return image


def lit(image, *_):
    """A lamp goes on and stays on."""
    image[100:140, 130:170] = (30, 150, 250)
    return image


def told(draw) -> dict[str, list]:
    watch = Suspicions()
    found: dict[str, list] = {"smoke": [], "fire": []}
    for one in filmed(draw):
        seen = watch.look(one)
        assert (seen.scores <= CERTAIN_AT_MOST).all()
        for name, box in zip(seen.names, seen.boxes, strict=True):
            found[name].append((one.number, box))
    return found


@pytest.mark.parametrize(
    ("draw", "kind", "at"), [(burning, "fire", (120, 170)), (smoking, "smoke", (150, 170))]
)
def test_what_burns_is_suspected_where_it_is(draw, kind, at):
    found = told(draw)[kind]
    assert found
    assert BEGINS < found[0][0] < BEGINS + 40
    number, box = found[-1]
    assert number > PICTURES - 10
    assert box[0] < at[0] < box[2]
    assert box[1] < at[1] < box[3]


@pytest.mark.parametrize("draw", [walking, lit, lambda image, *_: image])
def test_a_walker_a_lamp_and_a_door_are_no_fire(draw):
    found = told(draw)
    assert not found["fire"]
    assert not found["smoke"]


def test_nothing_is_said_of_too_few_pictures():
    watch = Suspicions()
    slow = [watch.look(frame(one.image, one.number, 1.0)) for one in filmed(burning)]
    assert sum(len(seen) for seen in slow) == 0


def test_a_picture_of_another_size_begins_anew():
    watch = Suspicions()
    for one in filmed(burning):
        watch.look(one)
    assert len(watch.look(frame(np.zeros((100, 200, 3)), PICTURES))) == 0
