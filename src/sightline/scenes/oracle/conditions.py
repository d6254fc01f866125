"""What each kind of rule asks of the world at every moment, read once more from its own words, in metres."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING

import numpy as np

from sightline.scenes.oracle.geometry import inside, size, to_line
from sightline.scenes.oracle.world import FAR
from sightline.values import CameraState

if TYPE_CHECKING:
    from sightline.scenes.oracle.world import World
    from sightline.values import Flags, Floats

Whom = tuple[int, tuple[str, ...]]
"""In which of the rule's zones, lines or parts, and of whom (ids of actors, none for a place or the camera)."""
Held = dict[Whom, "Flags"]
"""For whom it holds when [t]."""
STILL = 0.15
"""Metres a second below which a thing stands."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One rule in the oracle's own words: SI, polygons [k, 2] and parts [k, 3] in metres.

    ``hold`` is the rule time in seconds, ``grace`` how long it must have ended to be over, and ``cool_down`` how long
    after that nothing is said again. ``sizes`` is how far things of a kind stick out, ``slack`` how much wider
    limits of length are read.
    """

    id: str
    kind: str
    who: frozenset[str]
    near: frozenset[str]
    zones: tuple[Floats, ...]
    lines: tuple[Floats, ...]
    parts: tuple[tuple[Floats, float], ...]
    limits: Mapping[str, float]
    words: Mapping[str, str]
    sizes: Mapping[str, float]
    hold: float
    grace: float
    cool_down: float
    slack: float = 0.0
    hours: tuple[frozenset[int], time, time] | None = None


def intrusion(world: World, claim: Claim) -> Held:
    """Somebody stands in a zone."""
    held: Held = {}
    for place, zone in enumerate(claim.zones):
        for number in world.of(claim.who):
            held[place, world.name(number)] = _in(world, number, zone, claim)
    return held


def crossing(world: World, claim: Claim) -> Held:
    """Somebody's way from one look to the next crosses a line, in the direction asked."""
    held: Held = {}
    for place, line in enumerate(claim.lines):
        for number in world.of(claim.who):
            crossed = _crosses(world.places[:, number], line, claim.words["direction"])
            held[place, world.name(number)] = crossed
    return held


def _crosses(places: Floats, line: Floats, direction: str) -> Flags:
    along = line[1] - line[0]
    side = (places - line[0])[:, 0] * along[1] - (places - line[0])[:, 1] * along[0]
    part = (places - line[0]) @ along / (along @ along)
    between = (part >= 0) & (part <= 1)
    # Positive is to the right of one who looks along the line.
    to_right = (side[:-1] <= 0) & (side[1:] > 0)
    to_left = (side[:-1] >= 0) & (side[1:] < 0)
    ways = {"left-to-right": to_right, "right-to-left": to_left, "both": to_right | to_left}
    asked = ways[direction]
    return np.concatenate([[False], asked & between[1:]])


def crowding(world: World, claim: Claim) -> Held:
    """There are as many in a zone, or so many on each square metre."""
    held: Held = {}
    for place, zone in enumerate(claim.zones):
        count = np.zeros(len(world.times), np.int64)
        for number in world.of(claim.who):
            count += _in(world, number, zone, claim)
        least = claim.limits.get("people", claim.limits.get("density", 0.0) * size(zone))
        held[place, ()] = count >= least
    return held


def proximity(world: World, claim: Claim) -> Held:
    """Two stand nearer to each other than allowed."""
    held: Held = {}
    for one in world.of(claim.who):
        for other in world.of(claim.near):
            if one != other and (0, world.name(other, one)) not in held:
                gap = np.linalg.norm(world.places[:, one] - world.places[:, other], axis=1)
                gap -= claim.sizes.get(world.scene.actors[other].kind, 0.0)
                near = gap < claim.limits["closer"] + claim.slack
                held[0, world.name(one, other)] = near & _where(world, one, claim)
    return held


def clearance(world: World, claim: Claim) -> Held:
    """Somebody, over all his height, is nearer to a part than allowed."""
    held: Held = {}
    for number in world.of(claim.who):
        for place, (part, limit) in enumerate(claim.parts):
            near = _clear(world, number, part) < limit + claim.slack
            held[place, world.name(number)] = near
    return held


def _clear(world: World, number: int, part: Floats) -> Floats:
    """Give metres [t] from an upright actor, all along its height, to a part."""
    tall = world.scene.actors[number].height
    nearest = np.full(len(world.times), np.inf)
    for up in np.linspace(0, tall, 41):
        points = np.column_stack([world.places[:, number], np.full(len(world.times), up)])
        nearest = np.fmin(nearest, np.nan_to_num(to_line(points, part), nan=np.inf))
    return nearest


def speed(world: World, claim: Claim) -> Held:
    """Somebody is faster than allowed, in the zone where there is one."""
    fast = np.linalg.norm(world.velocities, axis=2) > claim.limits["faster"]
    return {
        (0, world.name(number)): fast[:, number] & _where(world, number, claim)
        for number in world.of(claim.who)
    }


def wrong_way(world: World, claim: Claim) -> Held:
    """Somebody goes faster than allowed against a line, from its end to its start."""
    held: Held = {}
    for place, line in enumerate(claim.lines):
        back = (line[0] - line[1]) / np.linalg.norm(line[1] - line[0])
        for number in world.of(claim.who):
            against = world.velocities[:, number] @ back > claim.limits["faster"]
            held[place, world.name(number)] = against & _where(world, number, claim)
    return held


def left(world: World, claim: Claim) -> Held:
    """Find things that stand with nobody near."""
    still = np.linalg.norm(world.velocities, axis=2) < STILL
    held: Held = {}
    for thing in world.of(claim.who):
        alone = still[:, thing] & _where(world, thing, claim)
        for owner in world.of(claim.near):
            gap = np.linalg.norm(world.places[:, thing] - world.places[:, owner], axis=1)
            alone &= ~(gap < claim.limits["owner"])
        held[0, world.name(thing)] = alone
    return held


def removed(world: World, claim: Claim) -> Held:
    """Find things that stood there and are gone."""
    held: Held = {}
    for thing in world.of(claim.who):
        there = _where(world, thing, claim) & world.present[:, thing]
        stood = np.cumsum(there) * (world.times[1] - world.times[0]) >= claim.limits["present"]
        held[0, world.name(thing)] = stood & ~there
    return held


def fall(world: World, claim: Claim) -> Held:
    """Somebody's torso leans further than the angle."""
    return {
        (0, world.name(number)): (world.leans[:, number] > claim.limits["lean"])
        & world.present[:, number]
        & _where(world, number, claim)
        for number in world.of(claim.who)
    }


def missing(world: World, claim: Claim) -> Held:
    """Somebody lacks what should be worn."""
    without = world.trait(claim.words["trait"]) < claim.limits["least"]
    return {
        (0, world.name(number)): without[:, number] & _where(world, number, claim)
        for number in world.of(claim.who)
    }


def suspected(world: World, claim: Claim) -> Held:
    """Something is there that is of such a kind."""
    kinds = frozenset(claim.words["traits"].split())
    seen = world.present[:, world.of(kinds)].any(axis=1)
    return {(0, ()): np.asarray(seen, np.bool_)}


def tampering(world: World, claim: Claim) -> Held:
    """Find when the camera does not see as it should."""
    troubled = np.zeros(len(world.times), np.bool_)
    asked = claim.words.get("states", "").split() or [state.value for state in CameraState]
    for trouble in world.scene.troubles:
        if trouble.state.value in asked:
            troubled |= (world.times >= trouble.begin) & (world.times < trouble.end)
    return {(0, ()): troubled}


CONDITIONS: dict[str, Callable[[World, Claim], Held]] = {
    "intrusion": intrusion,
    "loitering": intrusion,
    "crossing": crossing,
    "crowding": crowding,
    "proximity": proximity,
    "clearance": clearance,
    "speed": speed,
    "wrong-way": wrong_way,
    "left-object": left,
    "removed-object": removed,
    "fall": fall,
    "missing": missing,
    "suspected": suspected,
    "tampering": tampering,
}


def _in(world: World, number: int, zone: Floats, claim: Claim) -> Flags:
    places = np.nan_to_num(world.places[:, number], nan=FAR)
    if not claim.slack:
        return inside(places, zone)
    edge = np.concatenate([zone, zone[:1]])
    return np.asarray(inside(places, zone) | (to_line(places, edge) < claim.slack), np.bool_)


def _where(world: World, number: int, claim: Claim) -> Flags:
    if not claim.zones:
        return world.present[:, number]
    return np.asarray(
        np.any([_in(world, number, zone, claim) for zone in claim.zones], axis=0), np.bool_
    )
