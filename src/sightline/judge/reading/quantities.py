"""Read quantities that carry their unit, such as ``5 m``; inside everything is SI.

Rules tell of the place and not of the picture: a limit in pixels is refused, since it would mean another distance in
every corner of the picture.
"""

from __future__ import annotations

import math
import re

from sightline.errors import RuleError

FACTORS: dict[str, dict[str, float]] = {
    "length": {"m": 1.0, "cm": 0.01, "mm": 0.001, "km": 1000.0, "米": 1.0, "厘米": 0.01},
    "time": {
        "s": 1.0, "ms": 0.001, "min": 60.0, "h": 3600.0, "d": 86400.0,
        "秒": 1.0, "分钟": 60.0, "小时": 3600.0, "天": 86400.0,
    },
    "speed": {"m/s": 1.0, "km/h": 1 / 3.6, "米/秒": 1.0, "公里/小时": 1 / 3.6},
    "density": {"/m2": 1.0, "/m²": 1.0, "人/平方米": 1.0},
    "angle": {"deg": 1.0, "°": 1.0, "度": 1.0},
    "voltage": {"V": 1.0, "kV": 1000.0, "千伏": 1000.0},
}  # fmt: skip
"""What may be measured, and each unit's worth in SI; angles stay in degrees."""

NAMES = {
    "length": ("长度", "a length"), "time": ("时间", "a time"), "speed": ("速度", "a speed"),
    "density": ("密度", "a density"), "angle": ("角度", "an angle"), "voltage": ("电压", "a voltage"),
}  # fmt: skip
_FORM = re.compile(r"\s*(-?[0-9]{1,12}(?:\.[0-9]{1,20})?)\s*(\S{0,12})\s*")
_PIXELS = re.compile(r"(?:px|pixels?|像素)$", re.IGNORECASE)
LONGEST = 40


def quantity(text: object, measure: str, where: str = "") -> float:
    """Give the number in SI of a text such as ``5 m``, of the measure named; never negative; RuleError otherwise.

    >>> quantity("1.5 m", "length"), quantity("110 kV", "voltage"), quantity("36 km/h", "speed")
    (1.5, 110000.0, 10.0)
    >>> quantity("80 px", "length", "site.yaml:9")
    Traceback (most recent call last):
    sightline.errors.RuleError: site.yaml:9: 规则用米和秒书写，不用像素... / rules are written in metres and seconds...
    """
    units = FACTORS[measure]
    found = _FORM.fullmatch(text[:LONGEST]) if isinstance(text, str) else None
    unit = found[2] if found else ""
    if isinstance(text, str) and _PIXELS.search(text.strip()):
        raise RuleError(
            f"规则用米和秒书写，不用像素：{text!r} 应写成如 {_example(measure)}",
            f"rules are written in metres and seconds, not in pixels: write {text!r} as {_example(measure)}",
            where,
        )
    if found is None or unit not in units:
        zh, en = NAMES[measure]
        raise RuleError(
            f"这里应是{zh}，带单位写，如 {_example(measure)}；写的是 {_shown(text)}",
            f"{en} with its unit is wanted here, such as {_example(measure)}; this is {_shown(text)}",
            where,
        )
    number = float(found[1]) * units[unit]
    if number < 0 or not math.isfinite(number):
        raise RuleError("不能是负数", f"must not be negative: {_shown(text)}", where)
    return number


def _example(measure: str) -> str:
    """Show how a quantity of the measure is written."""
    shown = {
        "length": "5 m", "time": "0.8 s", "speed": "1.5 m/s",
        "density": "4 /m2", "angle": "60 deg", "voltage": "110 kV",
    }  # fmt: skip
    return f'"{shown[measure]}"'


def _shown(text: object) -> str:
    return repr(text)[:LONGEST]
