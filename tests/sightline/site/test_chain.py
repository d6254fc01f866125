"""The chain gives each picture's people places in metres and says what happens."""

from __future__ import annotations

import numpy as np
import pytest

from sightline.site.chain import Chain, Look
from sightline.values import CameraState, Detections
from tests.sightline.watch.made import NOON, STEP, person, yard


def look(number, *places, **more):
    boxes = [person(*place) for place in places]
    seen = Detections.of(boxes, [0.9] * len(boxes), [0] * len(boxes), ("person",))
    return Look(NOON + number * STEP, number, seen, **more)


def test_somebody_is_placed_where_they_stand_within_the_stated_interval():
    chain = Chain(yard())
    for number in range(3):
        step = chain.step(look(number, (4, 2)))
    gap = step.moment.places[0] - (4, 2)
    assert gap @ np.linalg.inv(step.moment.covariances[0]) @ gap < 3**2
    assert np.hypot(*gap) < 0.5


@pytest.mark.parametrize("state", [CameraState.LOST, CameraState.FROZEN, CameraState.COVERED])
def test_a_camera_that_does_not_see_sees_nobody(state):
    chain = Chain(yard())
    for number in range(3):
        chain.step(look(number, (4, 2)))
    assert len(chain.step(look(3, (4, 2), state=state)).tracks) == 0


def test_a_camera_that_was_turned_follows_on_but_measures_nothing():
    chain = Chain(yard())
    for number in range(3):
        step = chain.step(look(number, (4, 2), state=CameraState.MOVED))
    assert len(step.tracks) == 1
    assert np.isnan(step.moment.places).all()


def test_traits_of_boxes_are_carried_to_those_who_are_followed():
    chain = Chain(yard())
    for number in range(3):
        shares = np.array([0.2, 0.8])
        step = chain.step(look(number, (2, 2), (6, 2), traits={"helmet": shares}))
    order = np.argsort(step.moment.places[:, 0])
    assert step.moment.traits["helmet"][order].tolist() == [0.2, 0.8]


def test_models_that_look_at_each_who_is_followed_are_asked():
    chain = Chain(yard())
    for number in range(3):
        step = chain.step(
            look(number, (2, 2), tell=lambda tracks: {"helmet": np.full(len(tracks), 0.7)})
        )
    assert step.moment.traits["helmet"].tolist() == [0.7]


def test_two_chains_of_the_same_looks_say_the_same():
    looks = [look(number, (5, min(1 + 0.1 * number, 4.5))) for number in range(50)]
    said = []
    for _again in range(2):
        chain = Chain(yard())
        said.append([event for one in looks for event in chain.step(one).events])
    assert said[0] == said[1] != []
