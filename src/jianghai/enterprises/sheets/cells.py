"""One cell of a fact: read by the rulebook, then held against what a register can keep."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from jianghai.enterprises.sheets.files import CONTROL
from rulebook.errors import RecordError, Text
from rulebook.records import Observation, read_cell
from rulebook.records.dates import read_date
from rulebook.values import Exact, Interval

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rulebook.facts import Attribute, Fact

#: Whole numbers beyond this are no longer exact as floats, and no enterprise is that large.
LARGEST = 2**53
#: Ratios and scores are far smaller.
LARGEST_SHARE = 2**20
ENTRIES = 5_000
TEXT_LENGTH = 300
ROUNDED = re.compile(r"\s*([a-z0-9_]+)\s*±\s*([0-9.]{1,20})\s*")


def read_fact(fact: Fact, text: str, half_width: str | None = None) -> Observation:
    """Read one cell; RecordError says what is wrong and what would be right."""
    seen = read_cell(fact, text, half_width=half_width)
    match seen.value:
        case Interval() as span:
            _check_size(fact, text, span)
        case str(word):
            _check_text(fact, word)
        case tuple(entries):
            return Observation(
                tuple(_entry(fact, entry) for entry in _few(fact, entries)), complete=seen.complete
            )
    return seen


def _error(fact: Fact, value: object, zh: tuple[str, str], en: tuple[str, str]) -> RecordError:
    return RecordError(fact.id, str(value)[:60], Text(zh[0], en[0]), Text(zh[1], en[1]))


def _check_size(fact: Fact, text: str, span: Interval) -> None:
    most = LARGEST if fact.integral else LARGEST_SHARE
    if _beyond(span.low, most) or (span.high is not span.low and _beyond(span.high, most)):
        raise _error(
            fact, text, ("数值过大", "请检查单位"), ("the number is too large", "Check the unit")
        )


def _beyond(end: Exact, most: int) -> bool:
    return not isinstance(end, float) and abs(end.numerator) > most * end.denominator


def _check_text(fact: Fact, text: str) -> None:
    if len(text) > TEXT_LENGTH or CONTROL.search(text):
        raise _error(
            fact,
            text,
            ("文字过长或含有控制字符", f"请改为 {TEXT_LENGTH} 字以内的普通文字"),
            (
                "the text is too long or holds control characters",
                f"Write at most {TEXT_LENGTH} plain characters",
            ),
        )


def _few(fact: Fact, entries: tuple[Any, ...]) -> tuple[Any, ...]:
    if len(entries) > ENTRIES:
        raise _error(
            fact, "…", ("条目过多", "请分批导入"), ("too many entries", "Import them in parts")
        )
    return entries


def _entry(fact: Fact, entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """Check one entry of a list; a field that is null or empty is not known and is left out."""
    known = {str(key): value for key, value in entry.items() if value is not None and value != ""}
    for key, value in known.items():
        attribute = fact.item.get(key)
        if CONTROL.search(key) or not _plain(value) or (attribute and not fits(attribute, value)):
            told = attribute.name if attribute else Text(key[:30], key[:30])
            raise _error(
                fact,
                value,
                (f"条目里“{told.zh}”的值不对", _wanted(attribute).zh),
                (f"the field '{told.en}' of an entry is wrong", _wanted(attribute).en),
            )
    return known


def _plain(value: object) -> bool:
    if isinstance(value, str):
        return len(value) <= TEXT_LENGTH and not CONTROL.search(value)
    return isinstance(value, bool) or (isinstance(value, int | float) and abs(value) <= LARGEST)


def fits(attribute: Attribute, value: object) -> bool:
    """Tell whether a value suits a field of a list."""
    match attribute.kind:
        case "yesno":
            return isinstance(value, bool)
        case "number":
            return (
                isinstance(value, int | float)
                and not isinstance(value, bool)
                and not math.isnan(value)
            )
        case "choice":
            return value in attribute.of
        case "date":
            return isinstance(value, str) and read_date(value) is not None
    return isinstance(value, str)


def _wanted(attribute: Attribute | None) -> Text:
    kind = attribute.kind if attribute else "text"
    choices = "、".join(attribute.of) if attribute else ""
    return {
        "yesno": Text("填 true 或 false", "Write true or false"),
        "number": Text("填数字，不加引号", "Write a number without quotes"),
        "choice": Text(f"可选：{choices}", f"Choose: {choices}"),
        "date": Text("如 2014-11-30、2014-11 或 2014", "Such as 2014-11-30 or 2014"),
    }.get(kind, Text("填普通文字", "Write plain text"))


def read_rounding(text: str) -> dict[str, str] | None:
    """Read `field±N; field±N` as half widths by field; None where it is something else.

    >>> read_rounding("operating_revenue±50; net_profit±0.5")
    {'operating_revenue': '50', 'net_profit': '0.5'}
    """
    found = [ROUNDED.fullmatch(part) for part in text.split(";") if part.strip()]
    if not all(found):
        return None
    return {match[1]: match[2] for match in found if match}
