"""Harder scenes: people who cross each other, weak and slow recognition, far places, and limits passed closely."""

from __future__ import annotations

from sightline.scenes.library.areas import INTRUSION, LINE
from sightline.scenes.library.base import (
    ZONE,
    Luck,
    Plot,
    of,
    passers,
    pausing,
    rule,
    scene,
    walker,
)  # fmt: skip
from sightline.scenes.library.motion import FALL
from sightline.scenes.library.nearness import NEAR
from sightline.scenes.script import Noise, Scene, Stop, Turn

WEAK = Noise(score=(0.55, 0.1), misses=0.15, share=0.04, memory=0.8)
FAR = {**ZONE, "polygon": [[-4, 17], [4, 17], [4, 23], [-4, 23]]}


def meeting(luck: Luck) -> Scene:
    """Let three walk through the yard and cross each other, so that their tracks may swap."""
    y = float(luck.uniform(8.5, 9.5))
    actors = [
        walker("lin", 1.0, 1.1, (-6, y), (6, y)),
        walker("wei", 1.2, 1.2, (6, y + 0.5), (-6, y + 0.3)),
        walker("chen", 0.5, 1.0, (-2, 3), (2, 13)),
    ]
    noise = Noise(misses=0.08)
    return scene("hard-meeting", luck, Plot(actors, [INTRUSION], 15, noise=noise))


def slow(luck: Luck) -> Scene:
    """Take five pictures a second, of which many miss."""
    y = float(luck.uniform(8, 10))
    actors = [walker("lin", 1.0, 1.0, (-6, y), (6, y)), *passers(luck, 2, 14, (2, 3.5))]
    noise = Noise(misses=0.12, bursts=3, burst=0.5)
    return scene("hard-slow", luck, Plot(actors, [INTRUSION], 15, noise=noise, rate=5))


def weak(luck: Luck) -> Scene:
    """Recognise with low scores, as small models do."""
    y = float(luck.uniform(8, 10))
    actors = [walker("lin", 1.0, 1.0, (6, y), (-6, y)), *passers(luck, 2, 14, (2, 3.5))]
    return scene("hard-weak", luck, Plot(actors, [INTRUSION], 15, noise=WEAK))


def closely(luck: Luck) -> Scene:
    """Pass the yard within a metre: a warning may be, an alarm not."""
    off = float(luck.uniform(0.7, 1.0))
    actors = [walker("lin", 1.0, 1.2, (-6, 6 - off), (6, 6 - off))]
    return scene("hard-closely", luck, Plot(actors, [INTRUSION], 12))


def shallow(luck: Luck) -> Scene:
    """Go in not much further than half a metre."""
    deep = float(luck.uniform(0.5, 0.9))
    actors = [walker("lin", 1.0, 1.0, (-6, 6 + deep), (6, 6 + deep))]
    return scene("hard-shallow", luck, Plot(actors, [INTRUSION], 14))


def far(luck: Luck) -> Scene:
    """Watch a yard twenty-five metres away, where people are small."""
    y = float(luck.uniform(19, 21))
    actors = [
        walker("lin", 1.0, 1.2, (-9, y), (9, y)),
        walker("wei", 0.5, 1.2, (9, 12), (-9, 12.5)),
    ]
    return scene("hard-far", luck, Plot(actors, [INTRUSION], 18, site={"zones": [FAR]}))


def lingering(luck: Luck) -> Scene:
    """Stay in the yard while others pass in front again and again."""
    lin = pausing(
        "lin", 1.2, 5.0, float(luck.uniform(13, 15)), [(-6, 9), (0, 9)], [(0, 9), (6, 9.5)]
    )
    actors = [lin, *passers(luck, 6, 22, (4.0, 5.2))]
    plot = Plot(actors, [rule("loitering", "8 s", zones=["yard"])], 26, noise=Noise(misses=0.08))
    return scene("hard-lingering", luck, plot)


def stream(luck: Luck) -> Scene:
    """Cross a line among people who go the other way."""
    rules = [rule("crossing", "0 s", lines=["gate"], direction="right-to-left")]
    up = [
        walker(f"up-{n}", 1.0 + 2 * n, float(luck.uniform(1, 1.3)), (x, 3), (x, 13))
        for n, x in enumerate((-2.0, 0.5))
    ]
    down = [
        walker(f"down-{n}", 0.5 + 1.5 * n, float(luck.uniform(1, 1.3)), (x, 13), (x, 3))
        for n, x in enumerate((-1.0, 1.5, 2.6))
    ]
    plot = Plot([*up, *down], rules, 15, site={"lines": [LINE]}, noise=Noise(misses=0.08))
    return scene("hard-stream", luck, plot)


def shaking(luck: Luck) -> Scene:
    """Come near a machine while the recogniser misses one picture in four."""
    x, y = float(luck.uniform(1.5, 2.5)), float(luck.uniform(8, 10))
    at = (x - 1.8, y - 0.6)
    actors = [
        of("machine", "digger", [Stop(0, (x, y)), Stop(22, (x, y))]),
        pausing("lin", 1.2, 8.0, 4.0, [(-5, 3), at], [at, (-5, 4)]),
    ]
    noise = Noise(misses=0.25, bursts=6, burst=0.6, jitter=0.02)
    return scene("hard-shaking", luck, Plot(actors, [NEAR], 22, site={}, noise=noise))


def seldom_seen(luck: Luck) -> Scene:
    """Fall where the pose is seen in two pictures of three."""
    down = float(luck.uniform(4, 6))
    place = (float(luck.uniform(-1, 1)), float(luck.uniform(7, 9)))
    stops = [Stop(0, (-4, 7)), Stop(down, place), Stop(down + 10, place)]
    actors = [of("person", "lin", stops, [Turn(down, "fallen")]), *passers(luck, 2, 14, (2, 3.5))]
    noise = Noise(score=(0.65, 0.1), misses=0.1, fallen=0.25)
    return scene("hard-fall", luck, Plot(actors, [FALL], 16, site={}, noise=noise))


MAKERS = (meeting, slow, weak, closely, shallow, far, lingering, stream, shaking, seldom_seen)
