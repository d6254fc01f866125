"""From a scene and its rules to the incidents that must be said, each once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from sightline.scenes.oracle.conditions import CONDITIONS
from sightline.scenes.oracle.runs import Incident, joined, spans
from sightline.scenes.oracle.world import world
from sightline.scenes.oracle.written import claims

if TYPE_CHECKING:
    from sightline.scenes.oracle.conditions import Claim
    from sightline.scenes.oracle.world import World
    from sightline.scenes.script import Scene
    from sightline.values import Flags

SLACK = 0.75
"""Metres by which a distance counts as too near its limit to tell, where slack is asked for."""


def expected(scene: Scene, slack: float = 0.0, *, seen: bool = False) -> tuple[Incident, ...]:
    """Give what the scene's rules must say, in the order in which it is due.

    Limits of length are read wider by ``slack`` metres. With ``seen``, who is hidden from the camera does not count.
    """
    there = world(scene, seen=seen)
    found = [incident for claim in claims(scene, slack) for incident in _incidents(there, claim)]
    return tuple(sorted(found, key=lambda one: (one.due, one.rule, one.actors)))


def _incidents(seen: World, claim: Claim) -> list[Incident]:
    active = _active(seen, claim)
    found = []
    for (_place, whom), flags in CONDITIONS[claim.kind](seen, claim).items():
        quiet = 0.0
        for span in joined(spans(flags & active, seen.times), claim.grace):
            due = max(span.begin + claim.hold, quiet)
            if due <= span.end:
                found.append(Incident(claim.id, claim.kind, span.begin, due, span.end, whom))
                quiet = span.end + claim.grace + claim.cool_down
    return found


def _active(seen: World, claim: Claim) -> Flags:
    """Tell when the rule is active [t], by the site's own clock."""
    if claim.hours is None:
        return np.ones(len(seen.times), np.bool_)
    days, begin, end = claim.hours
    zone = ZoneInfo(str(seen.scene.site.get("site", {}).get("timezone", "Asia/Shanghai")))
    active = []
    for second in seen.times:
        local = (seen.scene.starts + timedelta(seconds=float(second))).astimezone(zone)
        night = begin >= end
        morning = night and local.time() < end
        day = (local - timedelta(days=1) if morning else local).weekday()
        within = (local.time() >= begin or morning) if night else begin <= local.time() < end
        active.append(within and day in days)
    return np.array(active, np.bool_)
