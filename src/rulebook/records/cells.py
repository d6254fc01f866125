"""Records: what is known of one firm, as the rules will see it.

A value is an `Observation`: a range of base units, a yes/no, a word, a date as written, or a list of entries. What is
not known is simply absent; nothing here turns absence into zero, except that a firm had nothing before it was founded.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from rulebook.errors import RecordError, Text
from rulebook.records.dates import Span, read_date
from rulebook.units import base
from rulebook.values import INFINITY, Interval

if TYPE_CHECKING:
    from rulebook.facts import Fact

Value = Interval | bool | str | tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Observation:
    """A value with where it comes from; `complete` for a list that leaves nothing out."""

    value: Value
    source: str = ""
    as_of: str = ""
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """One firm in one year: `year` is t-1, `on` the day of judgement.

    `facts` is by fact id and absolute year; None stands for the year of a fact that has none.
    """

    id: str
    name: str
    uscc: str
    year: int
    on: date
    facts: Mapping[str, Mapping[int | None, Observation]] = field(default_factory=dict)

    def get(self, fact: Fact, lag: int = 1) -> Observation | None:
        """Give what is known of a fact in year t-lag, or None."""
        known = self.facts.get(fact.id)
        if known is None:
            return None
        if fact.per_year:
            return known.get(self.year + 1 - lag)
        return known.get(None) or known.get(self.year)

    def founded(self) -> Span | None:
        """Give when the firm was registered, as precisely as it is known."""
        known = self.facts.get("reg_date")
        observation = known.get(None) if known else None
        if observation is None or not isinstance(observation.value, str):
            return None
        return read_date(observation.value)


_YES = frozenset(["true", "yes", "y", "是", "有", "1", "√", "✓"])
_NO = frozenset(["false", "no", "n", "否", "无", "0", "×"])
_RANGE = re.compile(r"(?P<low>[^~–—至]+)[~–—至]+(?P<high>[^~–—至]+)")
_NUMBER = re.compile(
    r"[-+]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(?:\.[0-9]*)?(?:[eE][-+]?[0-9]{1,3})?"
)
_CODE = re.compile(r"[A-T][0-9]{0,6}|[0-9]{1,6}")
_ENDS = {"≥": "low", ">=": "low", "≤": "high", "<=": "high"}
_LONGEST = 30
_LARGEST = 15
"""A number has at most so many digits before the point, and first differs from zero at most so far behind it."""


def read_cell(fact: Fact, text: str, *, half_width: str | None = None) -> Observation:
    """Read a table cell in the fact's own unit; RecordError says what would be right.

    A number may be plain, a range ``40~60``, an open one ``≥150``, or rounded by `half_width` on either side.
    Full-width digits and signs are read as what they stand for.

    >>> from rulebook.facts import Fact
    >>> staff = Fact("staff", Text("职工", "Staff"), "number", "人", least=Fraction(0))
    >>> read_cell(staff, "1,406").value.low
    Fraction(1406, 1)
    >>> read_cell(staff, "≥150").value.high
    inf
    """
    text = text.strip()
    reader = _READERS.get(fact.kind)
    if reader is not None:
        return Observation(reader(fact, text))
    if fact.kind == "list":
        return _list(fact, text)
    if fact.kind == "text":
        return Observation(text)
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return Observation(_checked(fact, text, _number(fact, plain, half_width)))


def _refuse(fact: Fact, text: str, what: tuple[str, str], remedy: tuple[str, str]) -> RecordError:
    return RecordError(fact.id, text[:60], Text(*what), Text(*remedy))


def _decimal(fact: Fact, text: str) -> Decimal:
    plain = text.replace(" ", "")
    if len(plain) > _LONGEST:
        raise _refuse(fact, text, ("数字太长", "the number is too long"), ("请检查", "Check it"))
    if fact.suffix == "%":
        plain = plain.removesuffix("%")
    try:
        number = Decimal(plain.replace(",", "") if _NUMBER.fullmatch(plain) else "NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not -_LARGEST <= number.adjusted() <= _LARGEST:
        raise _refuse(
            fact,
            text,
            ("不是数字", "not a number"),
            (
                f"请填数字，单位{fact.suffix or '无'}",
                f"Enter a number in {fact.suffix or 'plain units'}",
            ),
        )
    return number


def _number(fact: Fact, text: str, half_width: str | None) -> Interval:
    for sign, end in _ENDS.items():
        if text.startswith(sign):
            value = base(_decimal(fact, text.removeprefix(sign)), fact.suffix)
            return Interval(value, INFINITY) if end == "low" else Interval(-INFINITY, value)
    span = _RANGE.fullmatch(text)
    if span:
        low, high = (base(_decimal(fact, span[end]), fact.suffix) for end in ("low", "high"))
        if low > high:
            raise _refuse(
                fact, text, ("范围颠倒", "the range is reversed"), ("小数在前", "Smaller first")
            )
        return Interval(low, high)
    middle = base(_decimal(fact, text), fact.suffix)
    if not half_width:
        return Interval(middle, middle)
    half = abs(base(_decimal(fact, half_width), fact.suffix))
    return Interval(middle - half, middle + half)


def _checked(fact: Fact, text: str, value: Interval) -> Interval:
    """Hold a range against what the fact allows; one that reaches beyond it is cut off there."""
    if fact.least is not None and value.high < fact.least:
        raise _refuse(
            fact,
            text,
            ("小于允许的最小值", "smaller than possible"),
            ("请检查正负号和单位", "Check sign and unit"),
        )
    if fact.most is not None and value.low > fact.most:
        raise _refuse(
            fact,
            text,
            ("大于允许的最大值", "larger than possible"),
            ("请检查单位", "Check the unit"),
        )
    if fact.integral and value.closed and Fraction(value.low).denominator != 1:
        raise _refuse(
            fact,
            text,
            ("小数位太多", "too many decimals"),
            ("金额最多到分，人数件数填整数", "Amounts to the fen, counts whole"),
        )
    low = value.low if fact.least is None else max(value.low, fact.least)
    high = value.high if fact.most is None else min(value.high, fact.most)
    return Interval(low, high)


def _yesno(fact: Fact, text: str) -> bool:
    word = text.lower()
    if word in _YES or word in _NO:
        return word in _YES
    raise _refuse(
        fact, text, ("不是“是/否”", "neither yes nor no"), ("填“是”或“否”", "Enter 是 or 否")
    )


def _choice(fact: Fact, text: str) -> str:
    if text in fact.of:
        return text
    options = "、".join(fact.of)
    raise _refuse(
        fact,
        text,
        ("不在选项中", "not one of the choices"),
        (f"可选：{options}", f"Choose: {options}"),
    )


def _code(fact: Fact, text: str) -> str:
    if _CODE.fullmatch(text.upper()):
        return text.upper()
    raise _refuse(
        fact,
        text,
        ("不是行业代码", "not an industry code"),
        ("如 C3912、39 或 C", "Such as C3912, 39 or C"),
    )


def _date(fact: Fact, text: str) -> str:
    if read_date(text) is None:
        raise _refuse(
            fact,
            text,
            ("不是日期", "not a date"),
            ("如 2014-11-30、2014-11 或 2014", "Such as 2014-11-30 or 2014"),
        )
    return text


_READERS: Mapping[str, Callable[[Fact, str], Value]] = {
    "yesno": _yesno,
    "choice": _choice,
    "code": _code,
    "date": _date,
}


def _list(fact: Fact, text: str) -> Observation:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _refuse(
            fact,
            text,
            ("不是 JSON 列表", "not a JSON list"),
            ("用模板里的写法", "Write it as in the template"),
        ) from error
    complete = data == []
    if isinstance(data, dict):
        complete = data.get("complete") is True
        data = data.get("items")
    if not isinstance(data, list) or not all(isinstance(entry, dict) for entry in data):
        raise _refuse(
            fact,
            text,
            ("不是条目列表", "not a list of entries"),
            ("[{…}, {…}]", "Write [{…}, {…}]"),
        )
    return Observation(tuple(data), complete=complete)
