"""What a scene is made of: actors and where they go, walls, troubles of the camera, and how badly it sees.

Metres on the site's plane, seconds from the beginning of the scene, degrees; pixels only for noise.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from sightline.scenes.lens import Camera
    from sightline.values import CameraState, Floats

Rule = Mapping[str, Any]


class Posture(StrEnum):
    """How somebody holds himself."""

    UPRIGHT = "upright"
    CROUCHED = "crouched"
    FALLEN = "fallen"


LEANS = {Posture.UPRIGHT: 2.0, Posture.CROUCHED: 35.0, Posture.FALLEN: 86.0}
"""Degrees of the torso from the vertical; MoveNet gave 1–5 for standing people and 86–89 for lying ones."""
TALL = {Posture.UPRIGHT: 1.0, Posture.CROUCHED: 0.62, Posture.FALLEN: 1.0}
"""Length of the body by the standing height; a fallen one lies at full length."""
TURN_SECONDS = 0.6
"""How long a change of posture takes: a fall from standing lasts 0.5 to 0.8 s."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Be at a place (x, y in metres) at a moment (seconds from the beginning)."""

    at: float
    place: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Turn:
    """From this second on, something about an actor is so: a posture by name, or a trait as 0 to 1."""

    at: float
    value: str | float


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something of a kind: present from the first stop to the last, straight and even between stops.

    ``height`` and ``width`` are metres of what faces the camera.

    >>> cart = Actor("cart", "car", 1.5, 1.8, (Stop(0, (0, 0)), Stop(2, (4, 0))))
    >>> cart.places(np.array([-1.0, 0.0, 1.5, 3.0])).tolist()
    [[nan, nan], [0.0, 0.0], [3.0, 0.0], [nan, nan]]
    """

    id: str
    kind: str
    height: float
    width: float
    stops: tuple[Stop, ...]
    postures: tuple[Turn, ...] = ()
    traits: Mapping[str, tuple[Turn, ...]] = field(default_factory=dict)

    def places(self, times: Floats) -> Floats:
        """Give x, y [n, 2] at times [n]; NaN while absent."""
        when = np.array([stop.at for stop in self.stops])
        where = np.array([stop.place for stop in self.stops], np.float64)
        found = np.column_stack([np.interp(times, when, where[:, axis]) for axis in (0, 1)])
        found[(times < when[0]) | (times > when[-1])] = np.nan
        return found

    def lean(self, at: float) -> float:
        """Give degrees of the torso from the vertical.

        >>> lin = Actor("lin", "person", 1.7, 0.5, (Stop(0, (0, 0)),), (Turn(2, "fallen"),))
        >>> lin.lean(1), round(lin.lean(2.3)), lin.lean(5)
        (2.0, 44, 86.0)
        """
        return self._turning(at, LEANS)

    def length(self, at: float) -> float:
        """Give metres of the body along itself."""
        return self.height * self._turning(at, TALL)

    def trait(self, name: str, at: float) -> float:
        """Give a trait as 0 to 1, NaN where it has none.

        >>> lin = Actor("lin", "person", 1.7, 0.5, (), (), {"helmet": (Turn(0, 1.0), Turn(9, 0.0))})
        >>> lin.trait("helmet", 4), lin.trait("helmet", 10), lin.trait("smoke", 1)
        (1.0, 0.0, nan)
        """
        turns = self.traits.get(name, ())
        last = bisect_right([turn.at for turn in turns], at) - 1
        return float(turns[last].value) if last >= 0 else float("nan")

    def _turning(self, at: float, table: Mapping[Posture, float]) -> float:
        last = bisect_right([turn.at for turn in self.postures], at) - 1
        if last < 0:
            return table[Posture.UPRIGHT]
        before = Posture(str(self.postures[last - 1].value)) if last else Posture.UPRIGHT
        after = Posture(str(self.postures[last].value))
        share = min(1.0, (at - self.postures[last].at) / TURN_SECONDS)
        return float(table[before] + (table[after] - table[before]) * share)


@dataclass(frozen=True, slots=True)
class Wall:
    """Something upright that hides what stands behind it: from one place to another, so many metres high."""

    start: tuple[float, float]
    end: tuple[float, float]
    height: float


@dataclass(frozen=True, slots=True)
class Trouble:
    """The camera is covered, lost, frozen or moved (by pixels) from one second to another."""

    state: CameraState
    begin: float
    end: float
    shift: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Noise:
    """How badly the camera and the recogniser see.

    ``pixels`` and ``share`` are the standard deviation of each edge, in pixels and by the height of the box, and
    ``memory`` how much of it stays from one picture to the next (0 to 1). ``score`` is mean and deviation. ``misses``
    is the chance that somebody seen whole is missed in one picture; ``bursts`` how many times a minute the
    recognition of each fails for ``burst`` seconds. ``ghosts`` is how many times a minute something is recognised
    that is not there, for ``ghost`` seconds. ``jitter`` is the deviation of the clock in seconds.
    """

    pixels: float = 1.0
    share: float = 0.03
    memory: float = 0.7
    score: tuple[float, float] = (0.75, 0.08)
    misses: float = 0.03
    bursts: float = 0.0
    burst: float = 0.6
    ghosts: float = 0.0
    ghost: float = 0.3
    jitter: float = 0.0
    fallen: float = 0.1
    trait: float = 0.08


NONE = Noise(0, 0, 0, (0.9, 0), 0, fallen=0, trait=0)
"""A camera that sees exactly."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One scene: who does what before which camera, and which rules of the site hold.

    ``site`` is the rest of a site file: zones, lines, parts, packs and rules, as it is written.
    """

    id: str
    camera: Camera
    starts: datetime
    lasts: float
    rate: float
    actors: tuple[Actor, ...]
    walls: tuple[Wall, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    noise: Noise = field(default_factory=Noise)
    seed: int = 0
    site: Mapping[str, Any] = field(default_factory=dict)
    name: Mapping[str, str] = field(default_factory=dict)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Give the rules of the site as written."""
        return tuple(self.site.get("rules", ()))

    @property
    def times(self) -> Floats:
        """Give the second of each picture."""
        return np.asarray(np.arange(int(self.lasts * self.rate) + 1) / self.rate, np.float64)

    def trouble(self, at: float) -> Trouble | None:
        """Give what is wrong with the camera at a second, if anything is."""
        return next(
            (trouble for trouble in self.troubles if trouble.begin <= at < trouble.end), None
        )
