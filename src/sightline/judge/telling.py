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
    "unavailable": Text("不可用", "unavailable"),
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
    "moved": Text("相机被移动，标定失效，暂停判断", "the camera was moved, its calibration is void; not judged"),
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
    """Give the unit a rule judges in, and its limit there."""
    from_table = rule.limits.get(f"closer.{place}")
    for name, unit in _UNITS_OF:
        if name in rule.limits:
            return unit, from_table if from_table is not None else rule.limits[name]
    return ("m", from_table) if from_table is not None else ("", None)


_UNITS_OF = (
    ("closer", "m"), ("faster", "m/s"), ("density", "/m2"), ("people", "people"), ("lean", "deg"),
)  # fmt: skip


def level_of(rule: Rule, grade: int) -> str:
    """Give the word for a grade; what is only ever suspected stays so."""
    if rule.kind == "suspected":
        return "suspected"
    return "alarm" if grade > 1 else "warning"


def zone_of(rule: Rule, place: int) -> str:
    """Give the id of the zone, line or part of a subject's index; empty where the rule is about the whole picture."""
    ids = [one.id for one in _held(rule)]
    return ids[place] if place < len(ids) else ""


def _held(rule: Rule) -> tuple[Zone | Line | Part, ...]:
    """Give the places that a rule's subjects are told apart by."""
    if rule.kind in {"crossing", "wrong-way"}:
        return rule.lines
    return rule.parts if rule.kind == "clearance" else rule.zones


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
    unit, limit = measure_of(rule)
    named = _name(rule, zone)
    why = REASONS.get(reason)
    zh = [rule.name.zh + (f"（{named.zh}）" if named else ""), LEVELS[level].zh]
    en = [rule.name.en + (f" ({named.en})" if named else ""), LEVELS[level].en]
    if ends is not None and unit:
        shown = f"{ends[1]:.2f}{UNITS[unit]} [{ends[0]:.2f}, {ends[2]:.2f}]"
        zh.append(shown)
        en.append(shown)
    if limit is not None and level in {"alarm", "warning"}:
        zh.append(f"限值 {limit:g}{UNITS[unit]}")
        en.append(f"limit {limit:g}{UNITS[unit]}")
    if why is not None:
        names = f" ({', '.join(rule.wants)})" if reason == "number" else ""
        zh.append(why.zh + names)
        en.append(why.en + names)
    return Text("，".join(zh), ", ".join(en))


def _name(rule: Rule, zone: str) -> Text | None:
    return next((one.name for one in _held(rule) if one.id == zone), None)
