"""Scenes about how something moves: too fast, against the way, falling."""

from __future__ import annotations

from sightline.scenes.library.base import Luck, Plot, of, passers, rule, scene, walker
from sightline.scenes.reading import walked
from sightline.scenes.script import Noise, Scene, Stop, Turn

SPEED = rule("speed", "0.5 s", who=["car"], faster="15 km/h")
WAY = {"id": "lane", "name": {"zh": "车道", "en": "Lane"}, "from": [-6, 9], "to": [6, 9]}
WRONG = rule("wrong-way", "1 s", who=["car", "person"], lines=["lane"], faster="0.5 m/s")
FALL = rule("fall", "1 s", who=["person"], lean="60 deg")


def racing(luck: Luck) -> Scene:
    """One car is far too fast, one keeps to the limit."""
    y = float(luck.uniform(9, 11))
    actors = [
        of("car", "fast", walked(0.5, float(luck.uniform(6.5, 8)), [(-16, y), (16, y)])),
        of("car", "slow", walked(5.0, float(luck.uniform(2.0, 2.8)), [(8, y - 3), (-8, y - 3)])),
    ]
    return scene("speed-racing", luck, Plot(actors, [SPEED], 14, site={}))


def speeding_up(luck: Luck) -> Scene:
    """Drive slowly, then speed up."""
    y = float(luck.uniform(8, 10))
    fast = float(luck.uniform(6.5, 7.5))
    slow = walked(0.5, 2.0, [(-8, y), (-3, y)])
    stops = [*slow, Stop(slow[-1].at + 11 / fast, (8, y))]
    return scene("speed-up", luck, Plot([of("car", "car", stops)], [SPEED], 8, site={}))


def keeping(luck: Luck) -> Scene:
    """Cars keep well below the limit while the recogniser shakes."""
    noise = Noise(pixels=2.0, share=0.04, misses=0.1)
    actors = [
        of(
            "car",
            f"car-{number}",
            walked(0.5 + 3 * number, float(luck.uniform(1.8, 2.6)), [(-8, y), (8, y)]),
        )
        for number, y in enumerate((7.0, 11.0))
    ]
    return scene("speed-keeping", luck, Plot(actors, [SPEED], 13, site={}, noise=noise))


def against(luck: Luck) -> Scene:
    """Drive one car against the way, one with it; people walk across."""
    actors = [
        of("car", "wrong", walked(0.0, float(luck.uniform(2.5, 3.5)), [(15, 9), (-8, 9)])),
        of("car", "right", walked(4.5, 3.0, [(-7, 7), (7, 7)])),
        walker("lin", 1.0, 1.2, (1.0, 3), (1.0, 13)),
    ]
    return scene("wrong-way-car", luck, Plot(actors, [WRONG], 12, site={"lines": [WAY]}))


def with_the_way(luck: Luck) -> Scene:
    """Everybody goes with the way, some stand."""
    actors = [
        of("car", "right", walked(1.0, float(luck.uniform(2, 3)), [(-7, 9), (7, 9)])),
        of("person", "lin", [Stop(0, (2, 6)), Stop(10, (2, 6))]),
        walker("wei", 0.5, 1.1, (-6, 7), (6, 7)),
    ]
    return scene("wrong-way-none", luck, Plot(actors, [WRONG], 10, site={"lines": [WAY]}))


def collapse(luck: Luck) -> Scene:
    """Somebody falls and stays down, another crouches, a third walks on."""
    down = float(luck.uniform(4, 6))
    place = (float(luck.uniform(-1, 1)), float(luck.uniform(7, 9)))
    stops = [Stop(0, (-4, 7)), Stop(down, place), Stop(down + 9, place)]
    crouch = [Turn(4, "crouched"), Turn(8, "upright")]
    actors = [
        of("person", "lin", stops, [Turn(down, "fallen")]),
        of("person", "chen", [Stop(0, (3, 6)), Stop(15, (3, 6))], crouch),
        walker("wei", 1.0, 1.2, (6, 3), (-6, 3)),
    ]
    return scene("fall-collapse", luck, Plot(actors, [FALL], 16, site={}))


def stumble(luck: Luck) -> Scene:
    """Somebody stumbles and is up again at once; another bends."""
    at = float(luck.uniform(3, 4))
    actors = [
        of(
            "person",
            "lin",
            [Stop(0, (-1, 7)), Stop(10, (0, 7))],
            [Turn(at, "fallen"), Turn(at + 0.8, "upright")],
        ),
        of(
            "person",
            "wei",
            [Stop(0, (2, 8)), Stop(10, (2, 8))],
            [Turn(3, "crouched"), Turn(7, "upright")],
        ),
    ]
    return scene("fall-stumble", luck, Plot(actors, [FALL], 10, site={}))


def fall_in_crowd(luck: Luck) -> Scene:
    """Somebody falls among people who pass in front."""
    down = float(luck.uniform(4, 5))
    stops = [Stop(0, (0, 11)), Stop(down, (1, 8)), Stop(down + 10, (1, 8))]
    actors = [of("person", "lin", stops, [Turn(down, "fallen")]), *passers(luck, 4, 14, (2.5, 4.5))]
    noise = Noise(misses=0.08, fallen=0.2)
    return scene("fall-crowd", luck, Plot(actors, [FALL], 15, site={}, noise=noise))


MAKERS = (racing, speeding_up, keeping, against, with_the_way, collapse, stumble, fall_in_crowd)
