"""Read the rules of a scene for the oracle: by a reader of its own; only the files of packs are opened by the judge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import time
from typing import TYPE_CHECKING, Any

import numpy as np

from sightline.judge import packs
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


BAGS = ("backpack", "handbag", "suitcase")
WHO = {"left-object": BAGS, "removed-object": BAGS, "clearance": ("person", "car", "truck", "bus")}
NEAR = {"left-object": ("person",)}
STATES = ("lost", "frozen", "covered", "moved")
ASK = "ask"
PLACES = ("zones", "lines", "parts")
ASKED = {
    "intrusion": "zones", "loitering": "zones", "crowding": "zones", "crossing": "lines", "wrong-way": "lines",
    "clearance": "parts",
}  # fmt: skip
"""What a rule of a kind must name."""


def claims(scene: Scene, slack: float = 0.0) -> list[Claim]:
    """Read all rules of a scene and of its packs, with limits of length wider by so many metres.

    A rule whose number only the customer knows, or that finds no place here, claims nothing.
    """
    found = [_claim(scene, rule, slack) for rule in _rules(scene) if ASK not in rule.values()]
    return [claim for claim in found if claim is not None]


def _rules(scene: Scene) -> list[Mapping[str, Any]]:
    """Lay the scene's own rules over those of its packs, by id."""
    rules = {row["id"]: row for data in _packs(scene) for row in data["rules"]}
    for row in scene.rules:
        before = rules.get(row["id"], {})
        if row.get("kind", before.get("kind")) == before.get("kind"):
            before = {key: told for key, told in before.items() if _stays(key, row)}
            rules[row["id"]] = {**before, **row}
        else:
            rules[row["id"]] = row
    return [rule for rule in rules.values() if not rule.get("off")]


def _stays(key: str, row: Mapping[str, Any]) -> bool:
    """Tell whether a pack's key still holds beside what the scene says."""
    named = key.removesuffix("_of") in row and key.endswith("_of")
    return not named and not (key == "table" and "closer" in row)


def _packs(scene: Scene) -> list[Mapping[str, Any]]:
    named = scene.site.get("packs", ())
    return [pack.document.data for pack in packs() if pack.id in named]


def number(said: Any) -> float:
    """Give the number of a text with its unit in SI, or of a plain number.

    >>> number("18 km/h"), number(7)
    (5.0, 7.0)
    """
    if not isinstance(said, str):
        return float(said)
    amount, _, unit = said.partition(" ")
    return float(amount) * UNITS[unit]


def _claim(scene: Scene, rule: Mapping[str, Any], slack: float) -> Claim | None:
    named = {key: _named(scene, rule, key) for key in PLACES}
    kind = rule["kind"]
    if not named.get(ASKED.get(kind, ""), (1,)):
        return None
    times = TIMES.get(kind, SHORT)
    words = {"direction": "both", "states": " ".join(STATES)}
    return Claim(
        id=rule["id"],
        kind=kind,
        who=frozenset(_list(rule.get("who", WHO.get(kind, "person")))),
        near=frozenset(_list(rule.get("near", NEAR.get(kind, ())))),
        zones=tuple(_points(zone["polygon"]) for zone in named["zones"]),
        lines=tuple(_points([line["from"], line["to"]]) for line in named["lines"]),
        parts=tuple(_parts(scene, rule, named["parts"])) if kind == "clearance" else (),
        limits=USUAL | {key: number(rule[key]) for key in LIMITS if key in rule},
        words=words | {key: " ".join(_list(rule[key])) for key in WORDS if key in rule},
        sizes={kind: number(far) for kind, far in rule.get("sizes", {}).items()},
        hold=number(rule.get("for", times[0])),
        grace=number(rule.get("grace", times[1])),
        cool_down=number(rule.get("cool_down", times[2])),
        slack=slack,
        hours=_hours(rule["active"]) if "active" in rule else None,
    )


def _named(scene: Scene, rule: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """Give the zones, lines or parts that a rule names by id or by kind."""
    ids, kinds = _list(rule.get(key, ())), _list(rule.get(f"{key}_of", ()))
    return [one for one in scene.site.get(key, ()) if one["id"] in ids or one.get("kind") in kinds]


def _parts(
    scene: Scene, rule: Mapping[str, Any], parts: list[Mapping[str, Any]]
) -> Iterator[tuple[Floats, float]]:
    """Give each part with its limit; none where a table does not tell of its voltage."""
    tables = [
        *scene.site.get("tables", ()),
        *(t for data in _packs(scene) for t in data.get("tables", ())),
    ]
    for part in parts:
        if "closer" in rule:
            yield _points(part["points"]), number(rule["closer"])
            continue
        rows = next(table["rows"] for table in tables if table["id"] == rule["table"])
        fits = [
            row for row in rows if number(part.get("voltage", "inf kV")) <= number(row["up_to"])
        ]
        if fits:
            yield _points(part["points"]), number(fits[0]["distance"])


def _list(said: Any) -> list[str]:
    return [said] if isinstance(said, str) else [str(one) for one in said]


def _points(said: Any) -> Floats:
    return np.array(said, np.float64)


def _hours(said: Mapping[str, Any]) -> tuple[frozenset[int], time, time]:
    days = frozenset(DAYS.index(day) for day in _list(said.get("days", DAYS)))
    return (
        days,
        time.fromisoformat(said.get("from", "00:00")),
        time.fromisoformat(said.get("to", "00:00")),
    )
