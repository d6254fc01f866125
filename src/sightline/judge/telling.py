"""Say in both languages what an incident is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sightline.errors import Text
from sightline.judge.events import Event, Interval

if TYPE_CHECKING:
    from sightline.judge.rules import Line, Part, Rule, Zone

LEVELS = {
    "alarm": Text("报警", "alarm"),
    "warning": Text("预警", "warning"),
    "suspected": Text("疑似", "suspected"),
    "unavailable": Text("无法判断", "unavailable"),
}
REASONS = {
    "left": Text("已脱离", "over"),
    "gone": Text("目标不再可见", "no longer in sight"),
    "hours": Text("不在启用时段", "outside the active hours"),
    "changed": Text("原因有变", "now for another reason"),
    "available": Text("已恢复判断", "judged again"),
    "model": Text("所需模型未安装", "the model it needs is not installed"),
    "number": Text("缺少须由客户给出的数值", "a number that the customer must give is missing"),
    "metres": Text("相机未标定，无法以米判断", "the camera is not calibrated, so that nothing is known in metres"),
    "lost": Text("相机断流，暂停判断", "the camera is lost; not judged"),
    "frozen": Text("画面冻结，暂停判断", "the picture is frozen; not judged"),
    "covered": Text("镜头被遮挡，暂停判断", "the camera is covered; not judged"),
    "moved": Text("相机被移动或画面尺寸改变，标定失效，暂停判断", "moved or resized, calibration void; not judged"),
}  # fmt: skip
UNITS = {"": "", "m": " m", "m/s": " m/s", "/m2": " /m²", "people": "", "deg": "°", "s": " s"}


@dataclass(frozen=True, slots=True)
class Facts:
    """What an event tells of one moment: grade, since when (ISO 8601), interval in SI, place in metres."""

    grade: int
    since: str
    interval: Interval | None
    place: tuple[float, float] | None


def measure_of(rule: Rule, place: int = 0) -> tuple[str, float | None]:
    """Give the unit a rule judges in, and its limit there.

    >>> from sightline.judge import Rule
    >>> measure_of(Rule("a", "proximity", Text("近", "near"), limits={"closer": 5.0}))
    ('m', 5.0)
    """
    if rule.kind in _EDGES:
        return "m", None
    if f"closer.{place}" in rule.limits:
        return "m", rule.limits[f"closer.{place}"]
    found = ((unit, rule.limits[name]) for name, unit in _UNITS_OF if name in rule.limits)
    return next(found, ("", None))


_UNITS_OF = (
    ("closer", "m"), ("faster", "m/s"), ("density", "/m2"), ("people", "people"), ("lean", "deg"),
    ("owner", "m"),
)  # fmt: skip
_EDGES = {
    "intrusion": (Text("界外 {}", "{} outside"), Text("入界 {}", "{} inside")),
    "loitering": (Text("界外 {}", "{} outside"), Text("入界 {}", "{} inside")),
    "crossing": (Text("向左过线 {}", "{} past the line to the left"),
                 Text("向右过线 {}", "{} past the line to the right")),
}  # fmt: skip
"""Kinds that compare with an edge: how a distance above zero is said, and one below."""


def level_of(rule: Rule, grade: int) -> str:
    """Give the word for a grade; what is only ever suspected stays so."""
    if rule.kind == "suspected":
        return "suspected"
    return "alarm" if grade > 1 else "warning"


def zone_of(rule: Rule, place: int) -> str:
    """Give the id of the zone, line or part of a subject's index; empty where it is about no one of them."""
    ids = [one.id for one in _held(rule)]
    return ids[place] if place < len(ids) else ""


def _held(rule: Rule) -> tuple[Zone | Line | Part, ...]:
    """Give the places that a rule's subjects are told apart by; one zone that merely bounds a rule is told too."""
    if rule.kind in {"crossing", "wrong-way"}:
        return rule.lines
    if rule.kind == "clearance":
        return rule.parts
    apart = rule.kind in {"intrusion", "loitering", "crowding"}
    return rule.zones if apart or len(rule.zones) == 1 else ()


def open_event(rule: Rule, place: int, facts: Facts, name: str) -> Event:
    """Make the first event of an incident; camera, moment and tracks are filled in by who knows them."""
    level, zone = level_of(rule, facts.grade), zone_of(rule, place)
    unit, limit = measure_of(rule, place)
    begin = datetime.fromtimestamp(0, UTC)
    return Event(
        id=name, what="opened", level=level, rule=rule.id, kind=rule.kind, severity=rule.severity,
        camera="", at=begin, since=begin, seconds=0.0, frame=0, unit=unit, limit=limit, zone=zone,
        interval=facts.interval, place=facts.place, source=str(rule.source),
        text=sentence(rule, level, zone, facts.interval),
    )  # fmt: skip


def sentence(rule: Rule, level: str, zone: str, ends: Interval | None, reason: str = "") -> Text:
    """Say one event: the rule's name, where, the level, the figures with their interval, and why."""
    place = next((at for at, one in enumerate(_held(rule)) if one.id == zone), None)
    unit, limit = measure_of(rule, place or 0)
    named = None if place is None else _held(rule)[place].name
    said = [LEVELS[level]]
    if ends is not None and unit:
        said.append(figures(rule.kind, unit, ends))
    if limit is not None and level in {"alarm", "warning"}:
        said.append(Text(f"限值 {limit:g}{UNITS[unit]}", f"limit {limit:g}{UNITS[unit]}"))
    if reason in REASONS:
        names = f" ({', '.join(rule.wants)})" if reason == "number" else ""
        said.append(Text(REASONS[reason].zh + names, REASONS[reason].en + names))
    zh = [rule.name.zh + (f"（{named.zh}）" if named else ""), *(one.zh for one in said)]
    en = [rule.name.en + (f" ({named.en})" if named else ""), *(one.en for one in said)]
    return Text("，".join(zh), ", ".join(en))


def figures(kind: str, unit: str, ends: Interval) -> Text:
    """Say what a rule of a kind measured, low, value and high in a unit of events, as its sentence does.

    >>> figures("intrusion", "m", (-1.07, -0.88, -0.68)).zh
    '入界 0.88 m [0.68, 1.07]'
    """
    if kind not in _EDGES:
        form, (low, value, high) = Text("{}", "{}"), ends
    else:
        form = _EDGES[kind][ends[1] < 0]
        low, value, high = ends if ends[1] >= 0 else (-ends[2], -ends[1], -ends[0])
    shown, between = f"{value:.2f}{UNITS[unit]}", f"[{low:.2f}, {high:.2f}]"
    return Text(f"{form.zh.format(shown)} {between}", f"{form.en.format(shown)} {between}")
