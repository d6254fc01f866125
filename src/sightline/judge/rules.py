"""A rule of danger as the judge holds it: everything in SI, everything named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sightline.errors import Text
from sightline.values import Floats

if TYPE_CHECKING:
    from sightline.judge.hours import Hours

Nearest = Callable[[Floats, Floats], tuple[Floats, Floats]]
"""Points [m, 3] and their sigma [m] to distances [m] from a part of a site model and their sigma [m], metres."""


@dataclass(frozen=True, slots=True)
class Zone:
    """An area of the site: a polygon [n, 2] in metres; ``kind`` is the word by which packs know it."""

    id: str
    name: Text
    polygon: Floats
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line on the ground from start to end, metres; left and right are those of one who looks from start to end."""

    id: str
    name: Text
    start: tuple[float, float]
    end: tuple[float, float]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part one must keep away from: points [n, 3] of a polyline in metres, voltage in volts where it is live.

    Where it is a part of a site model ``nearest`` measures to it, and there are no points.
    """

    id: str
    name: Text
    kind: str
    voltage: float | None
    points: Floats
    nearest: Nearest | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """What of the site the rules speak of, by id."""

    zones: Mapping[str, Zone] = field(default_factory=dict)
    lines: Mapping[str, Line] = field(default_factory=dict)
    parts: Mapping[str, Part] = field(default_factory=dict)
    timezone: str = "Asia/Shanghai"


MARKS = {
    "verified": Text("已核对", "verified"),
    "single-source": Text("单一来源", "single source"),
    "recalled": Text("凭记忆", "recalled"),
    "not-found": Text("未找到", "not found"),
    "own": Text("自定", "own choice"),
}
"""How far a figure is to be trusted."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a number comes from, and how far to trust that: verified, single-source, recalled, not-found or own."""

    document: str = ""
    clause: str = ""
    mark: str = "own"
    note: Text | None = None

    def __str__(self) -> str:
        """Show it in one line.

        >>> str(Source("GB 26860—2011", "表1", "recalled"))
        'GB 26860—2011 表1 [recalled]'
        """
        return " ".join(part for part in (self.document, self.clause, f"[{self.mark}]") if part)


@dataclass(frozen=True, slots=True)
class Table:
    """Distances by voltage class: rows of the highest voltage of a class (V) and its distance (m), rising.

    >>> from sightline.errors import Text
    >>> table = Table("t", Text("表", "table"), ((10e3, 0.7), (35e3, 1.0)), Source())
    >>> table.distance(20e3), table.distance(110e3)
    (1.0, None)
    """

    id: str
    name: Text
    rows: tuple[tuple[float, float], ...]
    source: Source

    def distance(self, voltage: float | None) -> float | None:
        """Give the distance (m) of the class that a voltage (V) falls in; None where the table does not tell."""
        if voltage is None:
            return None
        return next((far for highest, far in self.rows if voltage <= highest), None)


@dataclass(frozen=True, slots=True)
class Timing:
    """How long until an incident opens and closes, seconds, and how many of the last pictures must show it."""

    hold: float = 0.0
    hits: tuple[int, int] = (3, 5)
    grace: float = 2.0
    cool_down: float = 10.0


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its kind, whom it looks at, where, the limits in SI by name, the timing.

    ``wants`` names the numbers that only the customer knows: while there are any, the rule is unavailable.
    """

    id: str
    kind: str
    name: Text
    severity: str = "medium"
    who: frozenset[str] = frozenset({"person"})
    near: frozenset[str] = frozenset()
    zones: tuple[Zone, ...] = ()
    lines: tuple[Line, ...] = ()
    parts: tuple[Part, ...] = ()
    limits: Mapping[str, float] = field(default_factory=dict)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sizes: Mapping[str, float] = field(default_factory=dict)
    timing: Timing = Timing()
    hours: Hours | None = None
    table: Table | None = None
    warns: bool = True
    wants: tuple[str, ...] = ()
    source: Source = Source()
