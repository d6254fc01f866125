"""Read the zones, lines and parts of a site file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from sightline.errors import RuleError, SightlineError, Text
from sightline.judge.reading.faults import READ, Where, check, nowhere, refuse
from sightline.judge.reading.quantities import quantity
from sightline.judge.rules import Layout, Line, Nearest, Part, Zone
from sightline.judge.shapes import area

if TYPE_CHECKING:
    from sightline.values import Floats

SMALLEST = 0.01
"""A zone of fewer square metres, or a line of fewer metres, is a mistake."""
Points = list[list[float]]


class Model(Protocol):
    """A site model: how far points [m, 3] of sigmas [m] are from a part of it by name."""

    def nearest(self, points: Floats, sigmas: Floats, name: str) -> Any:
        """Give what has distances [m] and sigmas [m], in metres."""


def layout_of(
    data: Mapping[str, Any], where: Where = nowhere, model: Model | None = None
) -> Layout:
    """Read ``zones``, ``lines``, ``parts`` and ``site.timezone``; RuleError tells of all that is wrong, by line.

    A part may be one of the site ``model`` by name instead of points.

    >>> square = [[0, 0], [4, 0], [4, 4], [0, 4]]
    >>> list(layout_of({"zones": [{"id": "yard", "polygon": square}]}).zones)
    ['yard']
    """
    check({key: data[key] for key in READ[2:5] if key in data}, where)
    faults: list[RuleError] = []
    held: dict[str, dict[str, Any]] = {}
    part = partial(_part, model)
    for key, read in (("zones", _zone), ("lines", _line), ("parts", part)):
        held[key] = {}
        for place, row in enumerate(data.get(key, ())):
            at = (key, place)
            if row["id"] in held[key]:
                faults.append(_fault("编号重复", "this id stands twice", where((*at, "id"))))
            try:
                held[key][row["id"]] = read(row, at, where)
            except RuleError as fault:
                faults.append(fault)
    refuse(faults)
    return Layout(held["zones"], held["lines"], held["parts"], _timezone(data, where))


def _zone(row: Mapping[str, Any], at: tuple[str | int, ...], where: Where) -> Zone:
    polygon = _numbers(row["polygon"], where((*at, "polygon")))
    if area(polygon) < SMALLEST or _crossed(polygon):
        raise _fault(
            "多边形没有面积，或自身相交；请按顺序写顶点（米）",
            "this polygon has no area or crosses itself; write its corners in order, in metres",
            where((*at, "polygon")),
        )
    return Zone(row["id"], _name(row), polygon, row.get("kind", ""))


def _line(row: Mapping[str, Any], at: tuple[str | int, ...], where: Where) -> Line:
    ends = _numbers([row["from"], row["to"]], where(at))
    if float(np.hypot(*(ends[1] - ends[0]))) < SMALLEST:
        raise _fault("线的两端相同", "both ends of the line are one place", where(at))
    (x, y), (u, v) = ends.tolist()
    return Line(row["id"], _name(row), (x, y), (u, v), row.get("kind", ""))


def _part(
    model: Model | None, row: Mapping[str, Any], at: tuple[str | int, ...], where: Where
) -> Part:
    told = row.get("voltage")
    voltage = None if told is None else quantity(told, "voltage", where((*at, "voltage")))
    if ("points" in row) == ("model" in row):
        raise _fault("须写 points 或 model 其中一项", "write either points or model", where(at))
    if "model" in row and model is None:
        raise _fault(
            "场地文件没有三维模型（model: site.ply），这一部分无从测量",
            "the site has no model (model: site.ply), so that this part cannot be measured",
            where((*at, "model")),
        )
    points = _numbers(row.get("points", []), where((*at, "points"))).reshape(-1, 3)
    nearest = _nearest(model, row["model"]) if model is not None and "model" in row else None
    if nearest is not None:
        _tried(nearest, where((*at, "model")))
    return Part(row["id"], _name(row), row.get("kind", ""), voltage, points, nearest)


def _nearest(model: Model, name: str) -> Nearest:
    def nearest(points: Floats, sigmas: Floats) -> tuple[Floats, Floats]:
        found = model.nearest(points, sigmas, name)
        return found.distances, found.sigmas

    return nearest


def _tried(nearest: Nearest, where: str) -> None:
    """Refuse a part that the site model does not have."""
    try:
        nearest(np.zeros((1, 3)), np.zeros(1))
    except SightlineError as fault:
        raise _fault(fault.what.zh, fault.what.en, where) from fault


def _numbers(rows: Points, where: str) -> Floats:
    found = np.array(rows, np.float64)
    if not np.isfinite(found).all():
        raise _fault("坐标必须是有限的数", "a coordinate is not a finite number", where)
    return found


def _crossed(polygon: Floats) -> bool:
    """Tell whether two sides of a polygon that are not neighbours cross."""
    ends = np.roll(polygon, -1, axis=0)
    return any(_cross(polygon[i], ends[i], polygon[j], ends[j]) for i, j in _apart(len(polygon)))


def _apart(count: int) -> Iterator[tuple[int, int]]:
    for first in range(count):
        for second in range(first + 2, count):
            if first or second < count - 1:
                yield first, second


def _cross(a: Floats, b: Floats, c: Floats, d: Floats) -> bool:
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: Floats, b: Floats, c: Floats) -> float:
    return float((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))


def _name(row: Mapping[str, Any]) -> Text:
    told = row.get("name")
    return Text(row["id"], row["id"]) if told is None else Text(told["zh"], told["en"])


def _timezone(data: Mapping[str, Any], where: Where) -> str:
    site = data.get("site")
    told = site.get("timezone", "Asia/Shanghai") if isinstance(site, Mapping) else "Asia/Shanghai"
    try:
        ZoneInfo(told)
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError) as fault:
        raise _fault(
            f"没有时区 {told!r}；请写如 Asia/Shanghai",
            f"there is no time zone {told!r}; write one such as Asia/Shanghai",
            where(("site", "timezone")),
        ) from fault
    return str(told)


def _fault(zh: str, en: str, where: str) -> RuleError:
    return RuleError(zh, en, where)
