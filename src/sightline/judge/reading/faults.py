"""Check what was read against its schema, and gather all that is wrong into one error."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any

from jsonschema import Draft202012Validator

from sightline.errors import RuleError, SightlineError, Text

Path_ = tuple[str | int, ...]
Where = Callable[[Path_], str]
READ = ("packs", "tables", "zones", "lines", "parts", "rules")
"""What the judge reads of a site file; the rest is not its business."""
MOST_TOLD = 10
_FORMS = {
    "minItems": Text("至少要 {0} 项，只有 {1}", "wants {0} entries at least, not {1}"),
    "maxItems": Text("最多 {0} 项，写了 {1}", "wants {0} entries at most, not {1}"),
    "minimum": Text("应不小于 {0}，而不是 {1}", "must be {0} or more, not {1}"),
    "maximum": Text("应不大于 {0}，而不是 {1}", "must be {0} or less, not {1}"),
    "exclusiveMinimum": Text("应大于 {0}，而不是 {1}", "must be above {0}, not {1}"),
    "pattern": Text("“{1}”的写法不对，应符合 {0}", "{1} is not written as it must be: {0}"),
    "type": Text("应是{0}，而不是 {1}", "must be {0}, not {1}"),
}
_OTHER = Text(
    "{1} 不符合要求（{0}），请对照 docs/reference/sightline/rules.md",
    "{1} does not fit ({0}); see docs/reference/sightline/rules.md",
)
_TYPES = {
    "string": Text("文字", "words"),
    "number": Text("数", "a number"),
    "integer": Text("整数", "a whole number"),
    "boolean": Text("true 或 false", "true or false"),
    "array": Text("列表", "a list"),
    "object": Text("一组键值", "a group of keys"),
}
_PIXELS = ("px", "pixel", "pixels", "像素")


def nowhere(_path: Path_) -> str:
    """Tell no place, for data that were in no file.

    >>> nowhere(("rules", 0))
    ''
    """
    return ""


@cache
def schema() -> Draft202012Validator:
    """Give the JSON Schema of zones, lines, parts, rules and packs."""
    text = resources.files("sightline.judge").joinpath("schema/rules.schema.json")
    return Draft202012Validator(json.loads(text.read_text("utf-8")))


def check(data: Mapping[str, Any], where: Where) -> None:
    """Refuse data that do not fit the schema, telling of every departure with its line; RuleError."""
    faults = [
        RuleError(*_said(error), where(tuple(error.absolute_path)))
        for error in sorted(schema().iter_errors(dict(data)), key=lambda one: str(one.json_path))
    ]
    refuse(faults)


def refuse(faults: Iterable[SightlineError]) -> None:
    """Raise one error that tells of all, if there are any.

    >>> refuse([])
    """
    told = list(faults)
    if not told:
        return
    if len(told) == 1:
        raise told[0]
    shown, more = told[1:MOST_TOLD], len(told) - MOST_TOLD
    zh = [told[0].what.zh, *(f"{one.where}: {one.what.zh}" for one in shown)]
    en = [told[0].what.en, *(f"{one.where}: {one.what.en}" for one in shown)]
    if more > 0:
        zh.append(f"另有 {more} 处")
        en.append(f"and {more} more")
    raise RuleError("；".join(zh), "; ".join(en), told[0].where)


def _said(error: Any) -> tuple[str, str]:
    """Say one departure from the schema in both languages."""
    if error.validator == "additionalProperties" and isinstance(error.instance, dict):
        known = error.schema.get("properties", {})
        extra = [str(key) for key in error.instance if key not in known]
        if any(key.split("_")[-1] in _PIXELS for key in extra):
            return (
                f"规则用米和秒书写，不用像素：请去掉 {'、'.join(extra)}",
                f"rules are written in metres and seconds, not in pixels: remove {', '.join(extra)}",
            )
        wanted = ", ".join(sorted(known))
        return (
            f"不认识的键 {'、'.join(extra)}；可用的有 {wanted}",
            f"no such key: {', '.join(extra)}; there are {wanted}",
        )
    if error.validator == "required":
        lacking = [key for key in error.validator_value if key not in error.instance]
        return f"缺少 {'、'.join(lacking)}，请补上", f"{', '.join(lacking)} is missing; add it"
    if error.validator == "enum":
        choices = ", ".join(map(str, error.validator_value))
        return f"应是其中之一：{choices}", f"must be one of {choices}"
    return _form(error.validator, str(error.validator_value), str(error.instance)[:60])


def _form(kind: str, wanted: str, found: str) -> tuple[str, str]:
    """Say what a value ought to be.

    >>> _form("minItems", "3", "[1]")
    ('至少要 3 项，只有 [1]', 'wants 3 entries at least, not [1]')
    >>> _form("type", "array", "x")[0]
    '应是列表，而不是 x'
    """
    said = _FORMS.get(kind, _OTHER)
    type_ = _TYPES.get(wanted, Text(wanted, wanted)) if kind == "type" else Text(wanted, wanted)
    return said.zh.format(type_.zh, found), said.en.format(type_.en, found)
