"""What each kind of rule may be told, in which measure, and what it takes where nothing is written.

Every default is the project's own choice unless docs/reference/sightline/rules.md gives its source.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sightline.judge.rules import Timing

if TYPE_CHECKING:
    from collections.abc import Mapping

ASKED: Final = -1.0
"""Stands for a number that must be written."""
EITHER: Final = -2.0
"""Stands for a number of which one of several must be written."""


_USUAL: Final = Timing()


@dataclass(frozen=True, slots=True)
class Form:
    """The keys of one kind: numbers with measure and default in SI, words, where it looks, its timing.

    ``places`` must be named; ``zones`` may be named besides where ``zoned``. ``who`` and ``near`` are defaults.
    """

    numbers: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    places: str = ""
    zoned: bool = True
    who: tuple[str, ...] = ("person",)
    near: tuple[str, ...] | None = None
    timing: Timing = _USUAL
    asks_time: bool = False
    sizes: bool = False
    table: bool = False


_THING = Timing(grace=5.0, cool_down=60.0)
FORMS: dict[str, Form] = {
    "intrusion": Form({"leave_by": ("length", 0.3)}, places="zones"),
    "loitering": Form(
        {"leave_by": ("length", 0.3)}, places="zones", asks_time=True,
        timing=Timing(grace=5.0, cool_down=60.0),
    ),
    "crossing": Form(words={"direction": ("both",)}, places="lines", zoned=False),
    "crowding": Form(
        {"people": ("count", EITHER), "density": ("density", EITHER), "leave_by": ("same", 0.0)},
        places="zones", timing=Timing(hold=2.0, grace=5.0, cool_down=60.0),
    ),
    "proximity": Form(
        {"closer": ("length", ASKED), "leave_by": ("length", 0.5)}, near=(), sizes=True,
        timing=Timing(hold=0.5),
    ),
    "clearance": Form(
        {"closer": ("length", EITHER), "leave_by": ("length", 0.5)}, places="parts", zoned=False,
        who=("person", "car", "truck", "bus"), table=True, timing=Timing(hold=0.2),
    ),
    "speed": Form(
        {"faster": ("speed", ASKED), "leave_by": ("speed", 0.3), "window": ("time", 1.0)},
        timing=Timing(hold=0.5),
    ),
    "wrong-way": Form(
        {"faster": ("speed", 0.5), "leave_by": ("speed", 0.2), "window": ("time", 1.0)},
        places="lines", timing=Timing(hold=1.0),
    ),
    "left-object": Form(
        {"owner": ("length", 3.0), "still": ("length", 0.5)}, who=("backpack", "handbag", "suitcase"),
        near=("person",), asks_time=True, timing=_THING,
    ),
    "removed-object": Form(
        {"still": ("length", 0.5), "present": ("time", 30.0)}, zoned=False,
        who=("backpack", "handbag", "suitcase"), asks_time=True, timing=_THING,
    ),
    "fall": Form(
        {"lean": ("angle", 60.0), "leave_by": ("angle", 15.0), "collapse": ("share", 0.5)},
        timing=Timing(hold=1.0, grace=3.0, cool_down=30.0),
    ),
    "missing": Form(
        {"least": ("share", 0.5), "leave_by": ("share", 0.1)}, {"trait": ()},
        timing=Timing(hold=5.0, grace=3.0, cool_down=60.0),
    ),
    "suspected": Form(
        {"least": ("share", 0.5), "leave_by": ("share", 0.1)}, {"traits": ()}, zoned=False,
        timing=Timing(hold=2.0, grace=5.0, cool_down=60.0),
    ),
    "tampering": Form(
        words={"states": ("lost", "frozen", "covered", "moved")}, zoned=False,
        timing=Timing(hold=2.0, grace=2.0, cool_down=30.0),
    ),
}  # fmt: skip
COMMON = frozenset({
    "id", "kind", "name", "severity", "who", "for", "hits", "grace", "cool_down", "active", "warns", "needs", "source",
})  # fmt: skip


def keys_of(kind: str) -> frozenset[str]:
    """Give all keys that a rule of a kind may have.

    >>> sorted(keys_of("crossing") - COMMON)
    ['direction', 'lines', 'lines_of']
    """
    form = FORMS[kind]
    held = {*form.numbers, *form.words}
    for name in (form.places, "zones" if form.zoned else ""):
        held |= {name, f"{name}_of"} if name else set()
    told = (("near", form.near is not None), ("sizes", form.sizes), ("table", form.table))
    return COMMON | held | {name for name, has in told if has}
