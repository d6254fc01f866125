"""Scenes about distances: people and machines, things that stand up and live parts above them."""

from __future__ import annotations

from sightline.scenes.library.base import Luck, Plot, of, passers, pausing, rule, scene, walker
from sightline.scenes.reading import walked
from sightline.scenes.script import Actor, Noise, Scene, Stop, Wall

NEAR = rule("proximity", "0.8 s", who=["person"], near=["machine"], closer="3 m")
WIRE = {
    "id": "line-1",
    "name": {"zh": "一号线", "en": "Line 1"},
    "kind": "live",
    "voltage": "110 kV",
    "points": [[-8, 12, 9], [0, 12, 8.5], [8, 12, 9]],
}
CLEAR = rule("clearance", "1 s", who=["machine"], parts=["line-1"], closer="4 m")


def _digger(x: float, y: float, lasts: float) -> Actor:
    return of("machine", "digger", [Stop(0, (x, y)), Stop(lasts, (x, y))])


def approach(luck: Luck) -> Scene:
    """Somebody walks up to a machine, stays, and goes; another passes far off."""
    x, y = float(luck.uniform(1.5, 2.5)), float(luck.uniform(8, 10))
    at = (x - float(luck.uniform(1.6, 2.0)), y - 0.6)
    actors = [
        _digger(x, y, 22),
        pausing("lin", 1.2, 8.0, float(luck.uniform(3, 5)), [(-5, 3), at], [at, (-5, 4)]),
        walker("wei", 1.0, 1.2, (-6, 1.5), (5, 1.5)),
    ]
    return scene("proximity-approach", luck, Plot(actors, [NEAR], 22, site={}))


def passing(luck: Luck) -> Scene:
    """Drive a machine by people who stand well off its way."""
    off = float(luck.uniform(4.6, 5.2))
    driving = walked(0.5, 1.5, [(-6, 10), (6, 10)])
    actors = [
        of("machine", "digger", driving),
        walker("lin", 0.0, 0.8, (-3, 10 - off), (3, 10 - off)),
        of("person", "wei", [Stop(0, (1.0, 9.5 - off)), Stop(12, (1.0, 9.5 - off))]),
    ]
    return scene("proximity-passing", luck, Plot(actors, [NEAR], 12, site={}))


def driven(luck: Luck) -> Scene:
    """Drive a machine past two people too closely: each pair is an incident."""
    off = float(luck.uniform(1.5, 1.9))
    driving = walked(0.5, float(luck.uniform(0.9, 1.2)), [(-6, 9), (6, 9)])
    actors = [
        of("machine", "digger", driving),
        of("person", "lin", [Stop(0, (-1.5, 9 - off)), Stop(14, (-1.5, 9 - off))]),
        of("person", "wei", [Stop(0, (2.0, 9 - off)), Stop(14, (2.0, 9 - off))]),
    ]
    return scene("proximity-driven", luck, Plot(actors, [NEAR], 14, site={}))


def busy(luck: Luck) -> Scene:
    """Near and far people, with a recogniser that misses many."""
    x, y = float(luck.uniform(1.5, 2.5)), float(luck.uniform(9, 10))
    at = (x - 1.7, y - 0.5)
    noise = Noise(misses=0.15, bursts=5, burst=0.5, ghosts=10)
    actors = [
        _digger(x, y, 22),
        pausing("lin", 1.2, 8.0, 4.0, [(-5, 4), at], [at, (-5, 5)]),
        *passers(luck, 4, 20, (1.0, 3.0)),
    ]
    return scene("proximity-busy", luck, Plot(actors, [NEAR], 22, site={}, noise=noise))


def behind(luck: Luck) -> Scene:
    """Somebody close to a machine is hidden by a post for a moment as he comes and as he goes."""
    x, y = 1.5, float(luck.uniform(9, 10))
    walls = (Wall((-1.5, 6.5), (-1.2, 6.5), 2.2),)
    at = (x - 2.0, y - 0.7)
    lin = pausing(
        "lin", 1.0, 8.0, float(luck.uniform(3, 5)), [(-6, y - 0.7), at], [at, (-6, y - 0.7)]
    )
    return scene(
        "proximity-hidden", luck, Plot([_digger(x, y, 20), lin], [NEAR], 20, site={}, walls=walls)
    )


def under_wire(luck: Luck) -> Scene:
    """Bring a crane too near to a live line; people walk below it, who are not meant."""
    tall = float(luck.uniform(6.0, 6.5))
    stand = (0.0, 11.5)
    way = [
        *walked(0.5, 1.2, [(-1, 4), stand]),
        Stop(13.0, stand),
        *walked(13.5, 1.2, [(0.2, 11.2), (1, 4)]),
    ]
    crane = Actor("crane", "machine", tall, 2.0, tuple(way))
    actors = [crane, walker("lin", 2.0, 1.2, (-5, 8.0), (5, 8.0))]
    return scene("clearance-crane", luck, Plot(actors, [CLEAR], 22, site={"parts": [WIRE]}))


def low_machine(luck: Luck) -> Scene:
    """Drive a low machine below the live line, clear of it."""
    y = float(luck.uniform(10.5, 12))
    low = Actor("loader", "machine", 2.2, 2.0, walked(0.5, 1.3, [(-5, y), (5, y)]))
    return scene("clearance-low", luck, Plot([low], [CLEAR], 11, site={"parts": [WIRE]}))


MAKERS = (approach, passing, driven, busy, behind, under_wire, low_machine)
