"""What is left to chance in a scene, drawn at once from its seed: nobody's luck hangs on another's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sightline.scenes.script import Noise, Scene
    from sightline.values import Flags, Floats

MOST = 3.0
"""No error is drawn larger than this many standard deviations."""
GHOST_SCORE = (0.5, 0.06)


@dataclass(frozen=True, slots=True)
class Ghost:
    """Something recognised from one second to another that is not there: its box [4] in pixels and its score."""

    begin: float
    end: float
    box: Floats
    score: float


@dataclass(frozen=True, slots=True)
class Chance:
    """By picture and actor: errors of the edges [t, n, 4] as multiples of their deviation, and what is missed [t, n].

    ``scores`` [t, n], ``joints`` [t, n, 17, 2] and ``traits`` [t, n] are multiples of their deviation, ``luck`` [t, n]
    is even from 0 to 1, ``clock`` [t] seconds.
    """

    edges: Floats
    scores: Floats
    joints: Floats
    traits: Floats
    luck: Floats
    failing: Flags
    clock: Floats
    ghosts: tuple[Ghost, ...]


def draw(scene: Scene, seed: int) -> Chance:
    """Draw a scene's luck; the same for the same scene and seed."""
    times, count = scene.times, len(scene.actors)
    shape = (len(times), count)
    source = np.random.default_rng([scene.seed, seed])
    noise = scene.noise
    return Chance(
        edges=_remembered(_drawn(source, (*shape, 4)), noise.memory),
        scores=_drawn(source, shape),
        joints=_drawn(source, (*shape, 17, 2)),
        traits=_drawn(source, shape),
        luck=source.random(shape),
        failing=_bursts(source, noise, times, count),
        clock=np.clip(source.normal(0, 1, len(times)) * noise.jitter, *_limits(scene)),
        ghosts=_ghosts(source, scene),
    )


def _drawn(source: np.random.Generator, shape: tuple[int, ...]) -> Floats:
    return np.asarray(np.clip(source.normal(0, 1, shape), -MOST, MOST), np.float64)


def _remembered(fresh: Floats, memory: float) -> Floats:
    kept = fresh.copy()
    for number in range(1, len(kept)):
        kept[number] = memory * kept[number - 1] + np.sqrt(1 - memory**2) * fresh[number]
    return np.asarray(np.clip(kept, -MOST, MOST), np.float64)


def _limits(scene: Scene) -> tuple[float, float]:
    most = 0.4 / scene.rate
    return -most, most


def _bursts(source: np.random.Generator, noise: Noise, times: Floats, count: int) -> Flags:
    failing = np.zeros((len(times), count), np.bool_)
    for actor in range(count):
        number = source.poisson(noise.bursts * times[-1] / 60)
        for begin in source.uniform(0, times[-1], number):
            failing[(times >= begin) & (times < begin + noise.burst), actor] = True
    return failing


def _ghosts(source: np.random.Generator, scene: Scene) -> tuple[Ghost, ...]:
    ghosts = []
    width, height = scene.camera.size
    for _ in range(source.poisson(scene.noise.ghosts * scene.lasts / 60)):
        begin = float(source.uniform(0, scene.lasts))
        tall = source.uniform(0.08, 0.2) * height
        left, top = (
            source.uniform(0, width - tall * 0.4),
            source.uniform(height * 0.3, height - tall),
        )
        box = np.array([left, top, left + tall * 0.4, top + tall])
        score = float(np.clip(source.normal(*GHOST_SCORE), 0.3, 0.65))
        ghosts.append(Ghost(begin, begin + scene.noise.ghost, box, score))
    return tuple(ghosts)
