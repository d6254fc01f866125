"""Read the rules of a scene for the oracle: only what its own library of scenes needs, by a reader of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import TYPE_CHECKING, Any

import numpy as np

from sightline.scenes.oracle.conditions import Claim

if TYPE_CHECKING:
    from sightline.scenes.script import Scene
    from sightline.values import Floats

UNITS = {
    "m": 1.0, "cm": 0.01, "s": 1.0, "min": 60.0, "h": 3600.0, "m/s": 1.0, "km/h": 1 / 3.6, "/m2": 1.0, "deg": 1.0,
    "kV": 1000.0, "V": 1.0,
}  # fmt: skip
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LIMITS = (
    "people", "density", "closer", "faster", "lean", "least", "owner", "present",
)  # fmt: skip
WORDS = ("direction", "trait", "traits", "states")
USUAL = {"lean": 60.0, "least": 0.5, "present": 30.0, "owner": 3.0}
SHORT = (0.0, 2.0, 10.0)
TIMES = {
    "loitering": (0.0, 5.0, 60.0), "crowding": (2.0, 5.0, 60.0), "proximity": (0.5, 2.0, 10.0),
    "clearance": (0.2, 2.0, 10.0), "speed": (0.5, 2.0, 10.0), "wrong-way": (1.0, 2.0, 10.0),
    "left-object": (0.0, 5.0, 60.0), "removed-object": (0.0, 5.0, 60.0), "fall": (1.0, 3.0, 30.0),
    "missing": (5.0, 3.0, 60.0), "suspected": (2.0, 5.0, 60.0), "tampering": (2.0, 2.0, 30.0),
}  # fmt: skip
"""Seconds to hold, of grace and of cool-down where a rule says nothing, as the reference of rules tells them."""


def claims(scene: Scene, slack: float = 0.0) -> list[Claim]:
    """Read all rules of a scene, with limits of length wider by so many metres."""
    return [_claim(scene, rule, slack) for rule in scene.rules]


def number(said: Any) -> float:
    """Give the number of a text with its unit in SI, or of a plain number.

    >>> number("18 km/h"), number(7)
    (5.0, 7.0)
    """
    if not isinstance(said, str):
        return float(said)
    amount, _, unit = said.partition(" ")
    return float(amount) * UNITS[unit]


def _claim(scene: Scene, rule: Mapping[str, Any], slack: float) -> Claim:
    layout = {
        key: {one["id"]: one for one in scene.site.get(key, ())}
        for key in ("zones", "lines", "parts")
    }
    named = {key: [layout[key][name] for name in _list(rule.get(key, ()))] for key in layout}
    times = TIMES.get(rule["kind"], SHORT)
    return Claim(
        id=rule["id"],
        kind=rule["kind"],
        who=frozenset(_list(rule.get("who", "person"))),
        near=frozenset(_list(rule.get("near", ()))),
        zones=tuple(_points(zone["polygon"]) for zone in named["zones"]),
        lines=tuple(_points([line["from"], line["to"]]) for line in named["lines"]),
        parts=tuple((_points(part["points"]), _limit(rule)) for part in named["parts"]),
        limits=USUAL | {key: number(rule[key]) for key in LIMITS if key in rule},
        words={key: " ".join(_list(rule[key])) for key in WORDS if key in rule},
        sizes={kind: number(far) for kind, far in rule.get("sizes", {}).items()},
        hold=number(rule.get("for", times[0])),
        grace=number(rule.get("grace", times[1])),
        cool_down=number(rule.get("cool_down", times[2])),
        slack=slack,
        hours=_hours(rule["active"]) if "active" in rule else None,
    )


def _list(said: Any) -> list[str]:
    return [said] if isinstance(said, str) else [str(one) for one in said]


def _points(said: Any) -> Floats:
    return np.array(said, np.float64)


def _limit(rule: Mapping[str, Any]) -> float:
    return number(rule["closer"])


def _hours(said: Mapping[str, Any]) -> tuple[frozenset[int], time, time]:
    days = frozenset(DAYS.index(day) for day in _list(said.get("days", DAYS)))
    return (
        days,
        time.fromisoformat(said.get("from", "00:00")),
        time.fromisoformat(said.get("to", "00:00")),
    )
