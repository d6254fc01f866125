"""What scenes of the library share: a yard of some metres before a camera, and how badly it sees; all by luck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import numpy as np

from sightline.scenes.lens import Camera
from sightline.scenes.reading import SIZES, walked
from sightline.scenes.script import Actor, Noise, Scene, Stop, Trouble, Turn, Wall

Luck = np.random.Generator
Place = tuple[float, float]
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
"""Monday noon in China, when nothing else is said."""
YARD = ((-3.0, 6.0), (3.0, 6.0), (3.0, 12.0), (-3.0, 12.0))
"""The zone that most scenes watch, metres."""
ZONE = {"id": "yard", "name": {"zh": "院子", "en": "Yard"}, "polygon": [list(one) for one in YARD]}
GRACE, COOL_DOWN = "2 s", "10 s"


@dataclass(frozen=True, slots=True)
class Plot:
    """What a maker of scenes decides; the rest is the same for all.

    ``site`` is zones, lines and parts, ``rules`` the rules, as a site file writes them.
    """

    actors: Sequence[Actor]
    rules: Sequence[Mapping[str, Any]]
    lasts: float
    site: Mapping[str, Any] = field(default_factory=lambda: {"zones": [ZONE]})
    walls: tuple[Wall, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    noise: Noise = field(default_factory=Noise)
    starts: datetime = NOON
    rate: float = 10.0


def scene(name: str, luck: Luck, plot: Plot) -> Scene:
    """Set a plot before a camera that stands a little differently each time."""
    camera = Camera(
        "cam-1",
        (1280, 720),
        (float(luck.uniform(-2, 2)), float(luck.uniform(-7, -5)), float(luck.uniform(4.5, 7))),
        (0.0, float(luck.uniform(7, 9))),
        float(luck.uniform(65, 80)),
    )
    rules = [{"grace": GRACE, "cool_down": COOL_DOWN, **rule} for rule in plot.rules]
    return Scene(
        name,
        camera,
        plot.starts,
        plot.lasts,
        plot.rate,
        tuple(plot.actors),
        plot.walls,
        plot.troubles,
        plot.noise,
        int(luck.integers(1 << 30)),
        {**plot.site, "rules": rules},
        {"zh": name, "en": name},
    )


def rule(kind: str, hold: str, **keys: Any) -> dict[str, Any]:
    """Write a rule as a site file does; its id is its kind."""
    return {"id": kind, "kind": kind, "name": {"zh": kind, "en": kind}, "for": hold, **keys}


def walker(name: str, at: float, speed: float, *through: Place) -> Actor:
    """Give a person of usual size who walks through places."""
    return of("person", name, walked(at, speed, through))


def of(kind: str, name: str, stops: Sequence[Stop], turns: Sequence[Turn] = ()) -> Actor:
    """Give an actor of a kind in its usual size."""
    tall, wide = SIZES[kind]
    return Actor(name, kind, tall, wide, tuple(stops), tuple(turns))


def pausing(name: str, speed: float, arrives: float, stays: float, *ways: Sequence[Place]) -> Actor:
    """Give a person who walks one way, arrives at a second and stays so long, then walks the other way."""
    there, back = ways
    first = walked(0.0, speed, there)
    late = arrives - first[-1].at
    come = [Stop(stop.at + late, stop.place) for stop in first]
    leave = walked(arrives + stays, speed, back)
    return of("person", name, [*come, *leave])


def passers(luck: Luck, count: int, lasts: float, rows: tuple[float, float]) -> list[Actor]:
    """Give people who cross the picture from side to side within a strip of y (metres), at any time."""
    found = []
    for number in range(count):
        y = float(luck.uniform(*rows))
        ends = [(-6.0, y), (6.0, y + float(luck.uniform(-0.3, 0.3)))]
        if luck.random() < 0.5:  # noqa: PLR2004 - as likely one way as the other
            ends.reverse()
        begin = float(luck.uniform(0, lasts * 0.6))
        found.append(walker(f"passer-{number}", begin, float(luck.uniform(0.9, 1.5)), *ends))
    return found
