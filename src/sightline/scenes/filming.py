"""Film a scene: give what a recogniser would tell of every picture, and the truth beside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from sightline.scenes.bodies import Figure, figure, visible
from sightline.scenes.chance import Chance, draw
from sightline.scenes.shots import Shot, Truth
from sightline.values import CameraState, Detections, Floats, Whole

if TYPE_CHECKING:
    from sightline.scenes.script import Scene, Trouble

HIDDEN = 0.35
"""Of whom less than this share is visible is never recognised."""
LYING = 60
"""Degrees from which somebody lies; NanoDet finds nobody who does."""
BLIND = (CameraState.LOST, CameraState.COVERED)
PEOPLE = "person"


def film(scene: Scene, seed: int = 0) -> Iterator[Shot]:
    """Film a scene; the same pictures for the same scene and seed."""
    chance = draw(scene, seed)
    still: Shot | None = None
    for number, second in enumerate(scene.times):
        trouble = scene.trouble(float(second))
        shot = _shot(scene, chance, number, trouble)
        if trouble and trouble.state is CameraState.FROZEN and still:
            shot = _frozen(still, shot)
        elif not trouble:
            still = shot
        yield shot


def truth(scene: Scene, second: float) -> Truth:
    """Tell where everybody is at a second, as if the camera were well."""
    return _stand(scene, second)[0]


def _stand(scene: Scene, second: float) -> tuple[Truth, dict[int, Figure]]:
    count = len(scene.actors)
    boxes, places = np.full((count, 4), np.nan), np.full((count, 2), np.nan)
    figures = {}
    for number, actor in enumerate(scene.actors):
        places[number] = actor.places(np.array([second]))[0]
        if not np.isnan(places[number, 0]):
            body = figure(actor, places[number], second, scene.camera)
            if not np.isnan(body.box).any():
                figures[number], boxes[number] = body, _clipped(scene, body.box)
    shares = visible(scene, figures)
    here = Truth(
        second,
        boxes,
        places,
        np.array([actor.length(second) for actor in scene.actors]),
        np.array([actor.lean(second) for actor in scene.actors]),
        np.array([shares.get(number, 0.0) for number in range(count)]),
    )
    return here, figures


def _shot(scene: Scene, chance: Chance, number: int, trouble: Trouble | None) -> Shot:
    second = float(scene.times[number])
    here, figures = _stand(scene, second)
    state = trouble.state if trouble else CameraState.SEEING
    seen = [] if state in BLIND else _seen(scene, chance, number, here)
    boxes = [_noisy(scene, chance, number, actor, figures[actor].box) for actor in seen]
    points = [_joints(scene, chance, number, actor, figures[actor]) for actor in seen]
    scores = [_score(scene, chance, number, actor, here.visible[actor]) for actor in seen]
    ghosts = [] if state in BLIND else [g for g in chance.ghosts if g.begin <= second < g.end]
    classes = tuple(dict.fromkeys([PEOPLE, *(actor.kind for actor in scene.actors)]))
    labels = [classes.index(scene.actors[actor].kind) for actor in seen] + [0] * len(ghosts)
    joints = np.array([*points, *[np.zeros((17, 3)) for _ in ghosts]]).reshape(-1, 17, 3)
    shift = np.array(trouble.shift if trouble else (0.0, 0.0))
    detections = Detections(
        np.array([*boxes, *[g.box for g in ghosts]]).reshape(-1, 4) + np.tile(shift, 2),
        np.array([*scores, *[g.score for g in ghosts]], np.float64),
        np.array(labels, np.int64),
        classes,
        joints + np.array([*shift, 0.0]),
    )
    at = scene.starts + timedelta(seconds=second + float(chance.clock[number]))
    actors = np.array([*seen, *[-1] * len(ghosts)], np.int64)
    return Shot(number, at, state, detections, actors, here, _traits(scene, chance, number, actors))


def _seen(scene: Scene, chance: Chance, number: int, here: Truth) -> list[int]:
    seen = []
    for actor, share in enumerate(here.visible):
        lying = here.leans[actor] > LYING and scene.actors[actor].kind == PEOPLE
        miss = scene.noise.misses + (1 - share) * 0.5 * (scene.noise.misses > 0)
        miss += scene.noise.fallen * lying
        failing = chance.failing[number, actor]
        if share >= HIDDEN and not failing and chance.luck[number, actor] >= miss:
            seen.append(actor)
    return seen


def _noisy(scene: Scene, chance: Chance, number: int, actor: int, box: Floats) -> Floats:
    sigma = scene.noise.pixels + scene.noise.share * (box[3] - box[1])
    noisy = box + chance.edges[number, actor] * sigma
    noisy[2:] = np.maximum(noisy[2:], noisy[:2] + 1)
    return _clipped(scene, noisy)


def _clipped(scene: Scene, box: Floats) -> Floats:
    """Cut a box off where the picture ends, as recognisers do."""
    return np.clip(box, 0.0, np.tile(scene.camera.size, 2).astype(np.float64))


def _joints(scene: Scene, chance: Chance, number: int, actor: int, body: Figure) -> Floats:
    person = scene.actors[actor].kind == PEOPLE
    sigma = scene.noise.pixels + scene.noise.share * (body.box[3] - body.box[1])
    points = body.joints + chance.joints[number, actor] * sigma
    return np.column_stack([points, np.full(17, 0.8)]) if person else np.zeros((17, 3))


def _score(scene: Scene, chance: Chance, number: int, actor: int, share: float) -> float:
    mean, deviation = scene.noise.score
    score = (mean + deviation * chance.scores[number, actor]) * (0.5 + 0.5 * share)
    return float(np.clip(score, 0.05, 0.99))


def _traits(scene: Scene, chance: Chance, number: int, actors: Whole) -> dict[str, Floats]:
    second = float(scene.times[number])
    names = sorted({name for actor in scene.actors for name in actor.traits})
    error = scene.noise.trait * chance.traits[number]
    return {
        name: np.array(
            [
                np.nan
                if who < 0
                else np.clip(scene.actors[who].trait(name, second) + error[who], 0, 1)
                for who in actors
            ]
        )
        for name in names
    }


def _frozen(still: Shot, now: Shot) -> Shot:
    return Shot(
        now.number, now.at, now.state, still.detections, still.actors, now.truth, still.traits
    )
