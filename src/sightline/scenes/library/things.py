"""Scenes about things and what is seen of people: left and taken things, helmets, smoke, and the camera itself."""

from __future__ import annotations

from sightline.scenes.library.base import Luck, Plot, of, passers, pausing, rule, scene, walker
from sightline.scenes.reading import walked
from sightline.scenes.script import Actor, Noise, Scene, Stop, Trouble, Turn
from sightline.values import CameraState

LEFT = rule("left-object", "6 s", who=["object"], near=["person"], owner="3 m", still="0.5 m")
REMOVED = rule("removed-object", "2 s", who=["object"], present="5 s", still="0.5 m")
HELMET = rule("missing", "5 s", who=["person"], trait="helmet", least=0.5)
SMOKE = rule("suspected", "2 s", traits=["smoke"], least=0.5)
TAMPER = rule("tampering", "2 s", states=["covered", "moved", "frozen", "lost"])


def abandoned(luck: Luck) -> Scene:
    """Somebody puts a bag down and walks away from it."""
    spot = (float(luck.uniform(-1, 1)), float(luck.uniform(6, 7.5)))
    come = walked(0.0, 1.2, [(-5, 4), spot])
    rest = come[-1].at
    lin = of(
        "person",
        "lin",
        [*come, Stop(rest + 1.5, spot), *walked(rest + 1.6, 1.3, [spot, (6, 3), (6, -1)])],
    )
    return scene("left-abandoned", luck, Plot([lin, _bag(come, rest, 28)], [LEFT], 28, site={}))


def minded(luck: Luck) -> Scene:
    """Somebody puts a bag down, stays by it, and takes it away again."""
    spot = (float(luck.uniform(-1, 1)), float(luck.uniform(6, 7.5)))
    come = walked(0.0, 1.2, [(-5, 4), spot])
    rest = come[-1].at
    aside = (spot[0] + 1.0, spot[1] - 0.6)
    leave = walked(rest + 12.0, 1.2, [spot, (5, 4)])
    lin = of("person", "lin", [*come, Stop(rest + 1, aside), Stop(rest + 11, aside), *leave])
    bag = [*_carried(come), Stop(rest + 11.9, _aside(spot)), *_carried(leave)]
    return scene("left-minded", luck, Plot([lin, of("object", "bag", bag)], [LEFT], 24, site={}))


def _aside(place: tuple[float, float]) -> tuple[float, float]:
    return place[0] + 0.6, place[1] - 0.3


def _carried(way: tuple[Stop, ...]) -> list[Stop]:
    return [Stop(stop.at, _aside(stop.place)) for stop in way]


def _bag(come: tuple[Stop, ...], rest: float, lasts: float) -> Actor:
    carried = _carried(come)
    return of("object", "bag", [*carried, Stop(max(lasts, rest + 1), carried[-1].place)])


def stolen(luck: Luck) -> Scene:
    """Take away what stood for long."""
    spot = (float(luck.uniform(-1, 1)), float(luck.uniform(6, 7)))
    gone = float(luck.uniform(9, 11))
    box = of("object", "box", [Stop(0, spot), Stop(gone, spot)])
    beside = (spot[0] + 0.8, spot[1])
    thief = pausing("wei", 1.3, gone - 0.5, 0.8, [(-5, 4), beside], [beside, (6, 4)])
    return scene("removed-stolen", luck, Plot([box, thief], [REMOVED], 20, site={}))


def screened(luck: Luck) -> Scene:
    """People walk and stand in front of a thing that stays where it is."""
    spot = (float(luck.uniform(-0.5, 0.5)), float(luck.uniform(7.5, 8.5)))
    box = of("object", "box", [Stop(0, spot), Stop(20, spot)])
    actors = [box, *passers(luck, 4, 18, (spot[1] - 1.5, spot[1] - 1.0))]
    return scene("removed-screened", luck, Plot(actors, [REMOVED], 20, site={}))


def _worker(name: str, stops: list[Stop], *turns: Turn) -> Actor:
    return Actor(name, "person", 1.7, 0.5, tuple(stops), (), {"helmet": turns})


def bare_head(luck: Luck) -> Scene:
    """One never wears his helmet, one takes it off for a moment, one wears it."""
    off = float(luck.uniform(4, 6))
    actors = [
        _worker("lin", [Stop(1, (-3, 6)), Stop(14, (3, 8))], Turn(0, 0.1)),
        _worker(
            "chen",
            [Stop(0, (3, 5)), Stop(15, (-1, 4))],
            Turn(0, 0.9),
            Turn(off, 0.1),
            Turn(off + 2, 0.9),
        ),
        _worker("wei", [Stop(0, (0, 10)), Stop(15, (1, 9))], Turn(0, 0.95)),
    ]
    return scene(
        "missing-helmet", luck, Plot(actors, [HELMET], 15, site={}, noise=Noise(trait=0.15))
    )


def smoke(luck: Luck) -> Scene:
    """Smoke rises for some seconds; before, something like it flashes up once."""
    begin = float(luck.uniform(7, 9))
    rising = Actor("smoke", "smoke", 2.5, 2.0, (Stop(begin, (1, 10)), Stop(begin + 7, (1.5, 10))))
    flash = Actor("flash", "smoke", 1.5, 1.0, (Stop(2, (-3, 8)), Stop(2.6, (-3, 8))))
    actors = [rising, flash, walker("lin", 0.5, 1.2, (-5, 4), (5, 4))]
    return scene("suspected-smoke", luck, Plot(actors, [SMOKE], 20, site={}))


def covered(luck: Luck) -> Scene:
    """Cover the camera for a while."""
    return _troubled(luck, CameraState.COVERED)


def turned(luck: Luck) -> Scene:
    """Turn the camera for a while."""
    return _troubled(luck, CameraState.MOVED)


def frozen(luck: Luck) -> Scene:
    """Let the picture stand still for a while."""
    return _troubled(luck, CameraState.FROZEN)


def _troubled(luck: Luck, state: CameraState) -> Scene:
    begin = float(luck.uniform(4, 6))
    troubles = (
        Trouble(state, 1.0, 1.6, (40.0, 5.0)),
        Trouble(state, begin, begin + float(luck.uniform(5, 7)), (60.0, 8.0)),
    )
    plot = Plot(passers(luck, 2, 12, (5, 10)), [TAMPER], 18, site={}, troubles=troubles)
    return scene(f"tampering-{state}", luck, plot)


MAKERS = (abandoned, minded, stolen, screened, bare_head, smoke, covered, turned, frozen)
