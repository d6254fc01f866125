"""Conditions over one entry of a list, such as an IP right's class and date, judged in three values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from rulebook import syntax as s
from rulebook.errors import ExpressionError, Text
from rulebook.records.dates import months_before, read_date, years_before
from rulebook.units import base
from rulebook.values import Verdict

if TYPE_CHECKING:
    from rulebook.facts import Attribute, Fact

Entry = Mapping[str, Any]
_LONGEST = 30
_LARGEST = 15


@dataclass(frozen=True, slots=True)
class Moment:
    """When entries are looked at: the day of judgement, and the year that is t-1.

    `windows` keeps the days that conditions speak of, by condition, for the next entry.
    """

    on: date
    year: int
    windows: dict[int, tuple[date, date]] = field(default_factory=dict, repr=False, compare=False)


def unfit(at: int, zh: str, en: str) -> ExpressionError:
    """Make the error for what cannot stand in a list condition."""
    remedy = Text(
        "见 docs/reference/rule-files.md 的“列表”", "See “lists” in docs/reference/rule-files.md"
    )
    return ExpressionError(Text(zh, en), remedy, at)


def lag_of(tree: s.Expression) -> int:
    """Read ``t`` as 0 and ``t-2`` as 2; ExpressionError for anything else."""
    match tree:
        case s.Name("t", None):
            return 0
        case s.Binary("-", s.Name("t", None), s.Number(value)) if value.denominator == 1:
            return int(value)
    raise unfit(tree.at, "年份写作 t 或 t-2", "years are written t or t-2")


def word_of(tree: s.Expression) -> str:
    """Give the word that a field is compared with."""
    if isinstance(tree, s.Name):
        return tree.id
    return tree.text if isinstance(tree, s.Word) else s.write(tree)


def judge(tree: s.Expression, entry: Entry, fact: Fact, moment: Moment) -> Verdict:
    """Tell whether one entry meets a condition on a given day; what the entry does not say is unknown."""
    return _JUDGES[type(tree)](tree, entry, fact, moment)


def _truth(tree: s.Truth, _entry: Entry, _fact: Fact, _moment: Moment) -> Verdict:
    return Verdict.of(tree.value)


def _not(tree: s.Unary, entry: Entry, fact: Fact, moment: Moment) -> Verdict:
    inner = judge(tree.operand, entry, fact, moment)
    return inner if inner is Verdict.UNKNOWN else Verdict(Verdict.MET - inner)


def _both(tree: s.Binary, entry: Entry, fact: Fact, moment: Moment) -> Verdict:
    left = judge(tree.left, entry, fact, moment)
    if left is (Verdict.UNMET if tree.op == "and" else Verdict.MET):
        return left
    right = judge(tree.right, entry, fact, moment)
    return right if (right < left) == (tree.op == "and") else left


_YESNO = {True: True, False: False, "是": True, "否": False, "true": True, "false": False}


def _yesno(tree: s.Name, entry: Entry, fact: Fact, _moment: Moment) -> Verdict:
    presumed, given = fact.item[tree.id].presumed, entry.get(tree.id)
    plain = given is not None and isinstance(given, bool | str)
    return Verdict.of(_YESNO.get(given, presumed) if plain else presumed)


def _among(tree: s.Among, entry: Entry, _fact: Fact, _moment: Moment) -> Verdict:
    given = entry.get(tree.name.id)
    return Verdict.of(None if given in (None, "") else str(given) in tree.words)


def _timed(tree: s.Call, entry: Entry, _fact: Fact, moment: Moment) -> Verdict:
    """Judge `within` and `during`: the written date lies surely inside, surely outside, or one cannot tell."""
    name = tree.args[0]
    given = entry.get(name.id) if isinstance(name, s.Name) else None
    span = read_date(str(given)) if given not in (None, "") else None
    if span is None:
        return Verdict.UNKNOWN
    window = moment.windows.get(id(tree))
    if window is None:
        window = moment.windows[id(tree)] = _WINDOWS[tree.function](tree, moment)
    first, last = window
    if first <= span.first and span.last <= last:
        return Verdict.MET
    return Verdict.UNMET if span.last < first or span.first > last else Verdict.UNKNOWN


def _within(tree: s.Call, moment: Moment) -> tuple[date, date]:
    amount = tree.args[1]
    if not isinstance(amount, s.Number):
        raise TypeError(amount)
    return _EARLIER[amount.suffix](moment.on, int(amount.value)), moment.on


def _during(tree: s.Call, moment: Moment) -> tuple[date, date]:
    first, last = (moment.year + 1 - lag_of(arg) for arg in tree.args[1:])
    return date(first, 1, 1), date(last, 12, 31)


_EARLIER: Mapping[str, Callable[[date, int], date]] = {
    "年": years_before,
    "月": months_before,
    "天": lambda on, days: on - timedelta(days=days),
}
_WINDOWS: Mapping[str, Callable[[s.Call, Moment], tuple[date, date]]] = {
    "within": _within,
    "during": _during,
}

_ORDER: Mapping[str, Callable[[Any, Any, Any, Any], tuple[bool, bool]]] = {
    ">=": lambda al, ah, bl, bh: (al >= bh, ah < bl),
    ">": lambda al, ah, bl, bh: (al > bh, ah <= bl),
    "<=": lambda al, ah, bl, bh: (ah <= bl, al > bh),
    "<": lambda al, ah, bl, bh: (ah < bl, al >= bh),
    "==": lambda al, ah, bl, bh: (al == ah == bl == bh, ah < bl or al > bh),
    "!=": lambda al, ah, bl, bh: (ah < bl or al > bh, al == ah == bl == bh),
}


def _compare(tree: s.Compare, entry: Entry, fact: Fact, moment: Moment) -> Verdict:
    attribute = field_of(tree, fact)
    if attribute.kind in ("choice", "text"):
        given = entry.get(attribute.id)
        if given in (None, ""):
            return Verdict.UNKNOWN
        return Verdict.of((str(given) == word_of(tree.right)) == (tree.op == "=="))
    a, b = (_ends(side, entry, fact, moment) for side in (tree.left, tree.right))
    if a is None or b is None:
        return Verdict.UNKNOWN
    met, unmet = _ORDER[tree.op](*a, *b)
    return Verdict.MET if met else Verdict.UNMET if unmet else Verdict.UNKNOWN


def field_of(tree: s.Compare, fact: Fact) -> Attribute:
    """Give the field that a comparison is about; the day of evaluation may stand before it."""
    left = tree.left
    own = isinstance(left, s.Name) and left.id in fact.item
    name = left if own else tree.right
    return fact.item[name.id if isinstance(name, s.Name) else ""]


def _ends(side: s.Expression, entry: Entry, fact: Fact, moment: Moment) -> tuple[Any, Any] | None:
    if isinstance(side, s.Number):
        return side.value, side.value
    if not isinstance(side, s.Name):
        return None
    if side.id == "today":
        return moment.on, moment.on
    attribute = fact.item[side.id]
    if attribute.kind == "date":
        span = read_date(str(entry.get(side.id) or ""))
        return (span.first, span.last) if span else None
    amount = number_of(entry.get(side.id), attribute.suffix)
    return (amount, amount) if amount is not None else None


def number_of(given: object, suffix: str) -> Fraction | None:
    """Read a number of an entry in its field's unit; None where there is none.

    >>> number_of("1,200", "万元"), number_of("many", "万元"), number_of(True, "")
    (Fraction(1200000000, 1), None, None)
    """
    if given is None:
        return None
    text = "" if isinstance(given, bool) else str(given).replace(",", "")
    try:
        number = Decimal(text if len(text) <= _LONGEST else "")
    except InvalidOperation:
        return None
    fits = number.is_finite() and -_LARGEST <= number.adjusted() <= _LARGEST
    return base(number, suffix) if fits else None


_JUDGES: Mapping[type, Callable[[Any, Entry, Fact, Moment], Verdict]] = {
    s.Truth: _truth,
    s.Unary: _not,
    s.Binary: _both,
    s.Name: _yesno,
    s.Among: _among,
    s.Call: _timed,
    s.Compare: _compare,
}
