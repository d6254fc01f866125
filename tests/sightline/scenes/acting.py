"""A small scene that tests change as they need."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sightline.scenes import Actor, Camera, Noise, Scene, Stop

CAMERA = Camera("cam-1", (1280, 720), (0.0, -6.0, 5.5), (0.0, 8.0), 72.0)
YARD = {"id": "yard", "polygon": [[-3, 6], [3, 6], [3, 12], [-3, 12]]}
EXACT = Noise(0, 0, 0, (0.9, 0), 0, fallen=0, trait=0)


def person(name: str, *stops: tuple[float, float, float], kind: str = "person") -> Actor:
    """Give an actor of stops (second, x, y)."""
    return Actor(name, kind, 1.7, 0.5, tuple(Stop(at, (x, y)) for at, x, y in stops))


def scene(*actors: Actor, lasts: float = 10, **changes: Any) -> Scene:
    """Give a scene of a few people, seen exactly."""
    start = datetime(2026, 3, 2, 4, tzinfo=UTC)
    made = Scene("test", CAMERA, start, lasts, 10.0, actors, noise=EXACT, seed=5)
    return replace(made, **changes)
