"""A scene looked at from above, exactly and finely: where everybody is every fiftieth of a second."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sightline.scenes.filming import HIDDEN, truth
from sightline.scenes.oracle.geometry import inside
from sightline.scenes.sites import calibrated

if TYPE_CHECKING:
    from sightline.scenes.script import Scene
    from sightline.values import Flags, Floats

FAR = 1e9
"""Metres: where somebody absent is put."""
STEP = 0.02
"""Seconds between two looks."""


@dataclass(frozen=True, slots=True)
class World:
    """Times [t] in seconds, places [t, n, 2] in metres, leans [t, n] in degrees.

    Places are NaN while somebody is absent or stands outside the calibrated ground: there nothing is measured.
    """

    scene: Scene
    times: Floats
    places: Floats
    leans: Floats

    @property
    def present(self) -> Flags:
        """Tell who is there, on the calibrated ground [t, n]."""
        return np.asarray(~np.isnan(self.places[..., 0]), np.bool_)

    @property
    def velocities(self) -> Floats:
        """Give metres a second [t, n, 2], as from one look to the next."""
        moved = np.diff(self.places, axis=0, append=self.places[-1:]) / STEP
        held = np.isnan(moved) & self.present[..., None]
        return np.asarray(np.where(held, 0.0, moved), np.float64)

    def trait(self, name: str) -> Floats:
        """Give a trait [t, n], NaN where somebody has none."""
        return np.array(
            [[actor.trait(name, float(time)) for actor in self.scene.actors] for time in self.times]
        )

    def of(self, kinds: frozenset[str]) -> list[int]:
        """Give the numbers of the actors of some kinds."""
        return [number for number, actor in enumerate(self.scene.actors) if actor.kind in kinds]

    def name(self, *numbers: int) -> tuple[str, ...]:
        """Give the ids of actors by their numbers."""
        return tuple(self.scene.actors[number].id for number in numbers)


def world(scene: Scene, *, seen: bool = False) -> World:
    """Look at a scene from above; with ``seen``, only at whom nothing hides from the camera."""
    times = np.asarray(np.arange(round(scene.lasts / STEP) + 1) * STEP, np.float64)
    count = len(scene.actors)
    places = np.full((len(times), count, 2), np.nan)
    leans = np.zeros((len(times), count))
    for number, actor in enumerate(scene.actors):
        places[:, number] = _calibrated(scene, actor.places(times))
        leans[:, number] = [actor.lean(float(time)) for time in times]
    if seen:
        places[_hidden(scene, times)] = np.nan
    return World(scene, times, places, leans)


def _hidden(scene: Scene, times: Floats) -> Flags:
    """Tell who is hidden [t, n], as of the last picture."""
    shares = np.array([truth(scene, float(second)).visible for second in scene.times])
    last = np.searchsorted(scene.times, times + STEP / 2, side="right") - 1
    return np.asarray(shares[last] < HIDDEN, np.bool_)


def _calibrated(scene: Scene, places: Floats) -> Floats:
    """Keep the places [t, 2] on the ground that the scene's camera is calibrated on."""
    there = inside(np.nan_to_num(places, nan=FAR), calibrated(scene.camera))
    return np.where(there[:, None], places, np.nan)
