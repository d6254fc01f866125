from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sightline.scenes import Noise, Shot, Trouble, Turn, Wall, film
from sightline.values import CameraState
from tests.sightline.scenes.acting import CAMERA, person, scene

LIN = person("lin", (0, -4, 8), (4, 4, 8))
WEI = person("wei", (0, 2, 10), (4, -2, 6))
ROUGH = Noise(pixels=2, share=0.03, misses=0.2, bursts=10, ghosts=30, jitter=0.02)


def told(shot: Shot) -> tuple[object, ...]:
    seen = shot.detections
    return shot.at, shot.state, seen.boxes.tolist(), seen.scores.tolist(), shot.actors.tolist()


def test_the_same_seed_films_the_same() -> None:
    rough = scene(LIN, WEI, lasts=4, noise=ROUGH)
    assert [told(shot) for shot in film(rough, 3)] == [told(shot) for shot in film(rough, 3)]


def test_another_seed_films_otherwise() -> None:
    rough = scene(LIN, WEI, lasts=4, noise=ROUGH)
    assert [told(shot) for shot in film(rough, 3)] != [told(shot) for shot in film(rough, 4)]


def test_nobodys_luck_hangs_on_anothers_visibility() -> None:
    alone = scene(LIN, WEI, lasts=4, noise=replace(ROUGH, ghosts=0))
    walled = replace(alone, walls=(Wall((1, 3), (6, 3), 5),))
    for free, hidden in zip(film(alone), film(walled), strict=True):
        boxes = dict(zip(free.actors.tolist(), free.detections.boxes.tolist(), strict=True))
        for actor, box in zip(
            hidden.actors.tolist(), hidden.detections.boxes.tolist(), strict=True
        ):
            assert boxes[actor] == box


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**31), st.floats(0, 4), st.floats(0, 0.05))
def test_every_edge_stays_within_its_noise(seed: int, pixels: float, share: float) -> None:
    noise = Noise(pixels=pixels, share=share, misses=0.1)
    for shot in film(scene(LIN, lasts=2, noise=noise), seed):
        for actor, box in zip(shot.actors, shot.detections.boxes, strict=True):
            true = shot.truth.boxes[actor]
            most = 3 * (pixels + share * (true[3] - true[1])) + 1e-9
            assert (np.abs(box - true) <= most).all()


def test_without_noise_a_box_stands_where_its_actor_stands() -> None:
    for shot in film(scene(LIN, lasts=3)):
        there = CAMERA.ground(shot.detections.feet)
        assert np.allclose(there, shot.truth.places[shot.actors], atol=0.15)


def test_who_is_behind_a_wall_is_not_recognised() -> None:
    shots = list(film(scene(LIN, lasts=4, walls=(Wall((-1, 6), (1, 6), 3),))))
    hidden = [shot for shot in shots if shot.truth.visible[0] == 0]
    assert hidden
    assert not any(len(shot.detections) for shot in hidden)


def test_who_is_behind_somebody_nearer_is_hidden() -> None:
    behind = person("wei", (0, 0, 8), (2, 0, 8))
    before = person("lin", (0, 0, 7.8), (2, 0, 7.8))
    shot = next(film(scene(behind, before, lasts=1)))
    assert shot.actors.tolist() == [1]


def test_a_blind_camera_tells_of_nobody() -> None:
    troubles = (Trouble(CameraState.COVERED, 1, 2), Trouble(CameraState.LOST, 3, 4))
    shots = list(film(scene(LIN, lasts=4, troubles=troubles)))
    assert [len(shot.detections) for shot in shots[10:20]] == [0] * 10
    assert {shot.state for shot in shots[10:20]} == {CameraState.COVERED}
    assert shots[30].state is CameraState.LOST


def test_a_frozen_picture_tells_the_last_again() -> None:
    shots = list(film(scene(LIN, lasts=4, troubles=(Trouble(CameraState.FROZEN, 2, 3),))))
    last = shots[19].detections.boxes.tolist()
    assert all(shot.detections.boxes.tolist() == last for shot in shots[20:30])
    assert shots[30].detections.boxes.tolist() != last


def test_the_clock_never_goes_back_however_it_shakes() -> None:
    times = [shot.at for shot in film(scene(LIN, lasts=4, noise=Noise(jitter=5)))]
    assert times == sorted(times)


def test_who_falls_lies_broad_in_the_picture() -> None:
    lin = replace(LIN, postures=(Turn(1, "fallen"),))
    shots = list(film(scene(lin, lasts=3)))
    wide, high = np.diff(shots[25].truth.boxes[0].reshape(2, 2), axis=0)[0]
    assert wide > 2 * high
    assert shots[25].truth.leans[0] == 86


def test_a_ghost_is_nobody() -> None:
    shots = list(film(scene(LIN, lasts=4, noise=replace(scene().noise, ghosts=60))))
    assert any(-1 in shot.actors for shot in shots)


def test_a_fault_of_one_actor_leaves_scores_between_0_and_1() -> None:
    shots = film(scene(LIN, lasts=4, noise=Noise(score=(0.5, 0.5))))
    assert all(
        ((shot.detections.scores > 0) & (shot.detections.scores < 1)).all() for shot in shots
    )
