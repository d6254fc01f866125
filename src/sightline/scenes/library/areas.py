"""Scenes about areas: going in, going by, staying, gathering, and lines that are crossed."""

from __future__ import annotations

from datetime import UTC, datetime

from sightline.scenes.library.base import (
    ZONE,
    Luck,
    Plot,
    passers,
    pausing,
    rule,
    scene,
    walker,
)  # fmt: skip
from sightline.scenes.script import Actor, Noise, Scene, Wall

INTRUSION = rule("intrusion", "1 s", zones=["yard"])
LINE = {"id": "gate", "name": {"zh": "门线", "en": "Gate"}, "from": [-4, 8], "to": [4, 8]}


def through(luck: Luck) -> Scene:
    """Somebody walks through the yard, another goes by well outside it."""
    y = float(luck.uniform(8, 10))
    actors = [
        walker("lin", 1.0, float(luck.uniform(0.8, 1.5)), (-6, y), (6, y)),
        walker("wei", 2.0, float(luck.uniform(0.8, 1.5)), (6, 2.5), (-6, 3.5)),
    ]
    return scene("intrusion-through", luck, Plot(actors, [INTRUSION], 18))


def corner(luck: Luck) -> Scene:
    """Somebody walks along the edge, a good way outside, and never goes in."""
    off = float(luck.uniform(1.6, 2.2))
    actors = [
        walker("lin", 1.0, 1.2, (-3 - off, 3), (-3 - off, 13)),
        walker("wei", 0.5, 1.0, (-5, 6 - off), (6, 6 - off)),
    ]
    return scene("intrusion-beside", luck, Plot(actors, [INTRUSION], 14))


def night(luck: Luck) -> Scene:
    """Let the rule hold from 22:00: who is inside before is said then, who left before is not."""
    active = {**INTRUSION, "active": {"from": "22:00", "to": "06:00"}}
    actors = [
        walker("wei", 0.0, 1.5, (-5, 9), (5, 9)),
        pausing("lin", 1.2, 12.0, float(luck.uniform(12, 15)), [(6, 8), (1, 8)], [(1, 8), (6, 8)]),
    ]
    starts = datetime(2026, 3, 2, 13, 59, 42, tzinfo=UTC)
    return scene("intrusion-night", luck, Plot(actors, [active], 34, starts=starts))


def crowd(luck: Luck) -> Scene:
    """Many pass outside in front of the one who goes in."""
    y = float(luck.uniform(8, 10))
    actors = [*passers(luck, 5, 16, (1.5, 3.5)), walker("lin", 3.0, 1.1, (6, y), (-6, y))]
    return scene("intrusion-crowd", luck, Plot(actors, [INTRUSION], 18))


def hidden(luck: Luck) -> Scene:
    """Somebody in the yard walks behind a wall for a while and comes out again: it is still the same."""
    y = float(luck.uniform(9.5, 10.5))
    walls = (Wall((-1.2, 7.0), (-0.1, 7.0), 2.2),)
    actors = [walker("lin", 1.0, float(luck.uniform(0.9, 1.2)), (5, y), (-5, y))]
    return scene("intrusion-hidden", luck, Plot(actors, [INTRUSION], 14, walls=walls))


def flicker(luck: Luck) -> Scene:
    """Miss one picture in four, and fail at times altogether."""
    y = float(luck.uniform(8, 10))
    noise = Noise(misses=0.25, bursts=8, burst=0.7, jitter=0.01)
    actors = [walker("lin", 1.0, 0.8, (-5, y), (5, y))]
    return scene("intrusion-flicker", luck, Plot(actors, [INTRUSION], 15, noise=noise))


def ghosts(luck: Luck) -> Scene:
    """Things are recognised for a moment that are not there; nobody goes in."""
    noise = Noise(ghosts=40, ghost=0.4)
    actors = passers(luck, 2, 16, (2.0, 3.5))
    return scene("intrusion-ghosts", luck, Plot(actors, [INTRUSION], 18, noise=noise))


def twice(luck: Luck) -> Scene:
    """Somebody goes in, leaves for long enough, and goes in again: two incidents."""
    y = float(luck.uniform(8, 10))
    back = float(luck.uniform(1.0, 1.3))
    actors = [
        walker("lin", 0.5, back, (-5.5, y), (0, y), (-8, y), (-8, y - 7), (-8, y), (0, y), (-6, y))
    ]
    return scene("intrusion-twice", luck, Plot(actors, [INTRUSION], 34))


def loiter(luck: Luck) -> Scene:
    """One stays for longer than allowed, one only passes."""
    stay = float(luck.uniform(9, 12))
    actors = [
        pausing("lin", 1.2, 6.0, stay, [(-6, 8), (0, 8.5)], [(0, 8.5), (6, 9)]),
        walker("wei", 8.0, 1.3, (6, 10.5), (-6, 10.5)),
    ]
    return scene(
        "loitering-stays", luck, Plot(actors, [rule("loitering", "8 s", zones=["yard"])], 26)
    )


def pacing(luck: Luck) -> Scene:
    """One walks up and down inside behind a post that hides him now and then: the tracks break, the stay does not."""
    y = float(luck.uniform(9, 10.5))
    ways = [(-6, y), *[(2.0, y), (-2.0, y)] * 3, (-6, y)]
    walls = (Wall((-0.5, 7.5), (0.1, 7.5), 2.3),)
    plot = Plot(
        [walker("lin", 0.5, 1.2, *ways)],
        [rule("loitering", "8 s", zones=["yard"])],
        30,
        walls=walls,
    )
    return scene("loitering-paces", luck, plot)


def gather(luck: Luck) -> Scene:
    """Six come together in the yard where five are too many, then go."""
    rules = [rule("crowding", "2 s", zones=["yard"], people=5)]
    return scene("crowding-gather", luck, Plot(_meeting(luck, 6), rules, 26))


def few(luck: Luck) -> Scene:
    """Three come together where five are too many."""
    rules = [rule("crowding", "2 s", zones=["yard"], people=5)]
    return scene("crowding-few", luck, Plot(_meeting(luck, 3), rules, 26))


def dense(luck: Luck) -> Scene:
    """Six stand on a platform of ten square metres, where four on ten are too many."""
    zone = {**ZONE, "polygon": [[-2.5, 7], [2.5, 7], [2.5, 9], [-2.5, 9]]}
    rules = [rule("crowding", "2 s", zones=["yard"], density="0.4 /m2")]
    actors = [
        pausing(
            f"p{number}",
            1.2,
            8.0 + number * 0.3,
            9.0,
            [(x - 5, 3.0), (x, 8.0)],
            [(x, 8.0), (x + 4, 3.0)],
        )
        for number, x in enumerate((-1.6, -0.95, -0.3, 0.35, 1.0, 1.65))
    ]
    return scene("crowding-dense", luck, Plot(actors, rules, 26, site={"zones": [zone]}))


def _meeting(luck: Luck, count: int) -> list[Actor]:
    spots = [(-1.8, 7.5), (0.0, 7.2), (1.8, 7.5), (-1.0, 9.5), (0.9, 9.6), (0.0, 8.4)]
    return [
        pausing(
            f"p{number}", 1.2, 8.0 + 0.5 * number, float(luck.uniform(8, 9)),
            [(x * 2 - 4, 2.0), (x, y)], [(x, y), (x * 2 + 4, 2.5)],
        )
        for number, (x, y) in enumerate(spots[:count])
    ]  # fmt: skip


def crossing(luck: Luck) -> Scene:
    """Two go over the line the way that is forbidden, one the other way, one past its end."""
    rules = [rule("crossing", "0 s", lines=["gate"], direction="right-to-left")]
    x = float(luck.uniform(-2.5, -1.5))
    actors = [
        walker("lin", 0.5, 1.2, (x, 3), (x, 13)),
        walker("chen", 3.0, 1.3, (2, 3), (1.5, 13)),
        walker("wei", 1.0, 1.1, (0, 13), (0, 3)),
        walker("ann", 2.0, 1.2, (5.6, 3), (5.6, 13)),
    ]
    return scene("crossing-both-ways", luck, Plot(actors, rules, 16, site={"lines": [LINE]}))


def turning(luck: Luck) -> Scene:
    """Somebody walks up to the line, stops before it and turns back."""
    rules = [rule("crossing", "0 s", lines=["gate"], direction="both")]
    near = float(luck.uniform(6.2, 6.8))
    actors = [pausing("lin", 1.2, 5.0, 3.0, [(0, 2), (0, near)], [(0, near), (1, 2)])]
    return scene("crossing-turns-back", luck, Plot(actors, rules, 14, site={"lines": [LINE]}))


MAKERS = (
    through, corner, night, crowd, hidden, flicker, ghosts, twice, loiter, pacing, gather, few, dense, crossing,
    turning,
)  # fmt: skip
