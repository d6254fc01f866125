"""Conditions over the entries of a list, such as IP rights by class and date: three-valued, and counted as ranges."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, cast

from rulebook import syntax as s
from rulebook.records.dates import Span, months_before, read_date, years_before
from rulebook.errors import ExpressionError, Text
from rulebook.facts import Attribute, Fact
from rulebook.records.cells import Observation
from rulebook.units import SUFFIXES, base
from rulebook.values import INFINITY, WHOLE, Interval, Verdict

Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Moment:
    """When entries are looked at: the day of judgement, and the year that is t-1."""

    on: date
    year: int


_ORDER: Mapping[str, Callable[[Any, Any, Any, Any], tuple[bool, bool]]] = {
    ">=": lambda al, ah, bl, bh: (al >= bh, ah < bl),
    ">": lambda al, ah, bl, bh: (al > bh, ah <= bl),
    "<=": lambda al, ah, bl, bh: (ah <= bl, al > bh),
    "<": lambda al, ah, bl, bh: (ah < bl, al >= bh),
    "==": lambda al, ah, bl, bh: (al == ah == bl == bh, ah < bl or al > bh),
    "!=": lambda al, ah, bl, bh: (ah < bl or al > bh, al == ah == bl == bh),
}


def check_where(tree: s.Expression | None, fact: Fact) -> None:
    """Refuse a condition that names a field the list lacks or compares unlike things."""
    match tree:
        case None | s.Number() | s.Truth() | s.Word():
            return
        case s.Unary(_, operand):
            check_where(operand, fact)
        case s.Binary(_, left, right):
            check_where(left, fact)
            check_where(right, fact)
        case s.Compare(_, left, right):
            _check_sides(left, right, fact)
        case s.Among(_, name, words):
            _check_words(_attribute(name, fact), words, name.at)
        case s.Call("within", (s.Name() as name, s.Number(_, ("年" | "月" | "天"))), None):
            _attribute(name, fact)
        case s.Call("during", (s.Name() as name, first, last), None):
            _attribute(name, fact)
            _lag(first), _lag(last)
        case s.Name():
            if _attribute(tree, fact).kind != "yesno":
                raise _unfit(tree.at, f"{tree.id} 不是“是/否”项", f"{tree.id} is not a yes/no field")
        case _:
            raise _unfit(getattr(tree, "at", 0), "条目条件里不能这样写", "this cannot stand in a list condition")


def _unfit(at: int, zh: str, en: str) -> ExpressionError:
    return ExpressionError(Text(zh, en), Text("见 docs/reference/rule-files.md 的“列表”", "See “lists” there"), at)


def _attribute(name: s.Name, fact: Fact) -> Attribute:
    found = fact.item.get(name.id)
    if found is None:
        known = "、".join(fact.item)
        raise ExpressionError(
            Text(f"{fact.zh}没有字段 {name.id}", f"{fact.id} has no field {name.id}"),
            Text(f"可用字段：{known}", f"Fields: {known}"),
            name.at,
        )
    return found


def _check_words(attribute: Attribute, words: tuple[str, ...], at: int) -> None:
    wrong = [word for word in words if attribute.of and word not in attribute.of]
    if wrong or attribute.kind not in ("choice", "text"):
        raise ExpressionError(
            Text(f"{attribute.id} 没有选项 {'、'.join(wrong)}", f"{attribute.id} has no choice {wrong}"),
            Text(f"可选：{'、'.join(attribute.of)}", f"Choices: {attribute.of}"),
            at,
        )


def _check_sides(left: s.Expression, right: s.Expression, fact: Fact) -> None:
    if isinstance(left, s.Name) and left.id == "today":
        left, right = right, left
    if not isinstance(left, s.Name):
        raise _unfit(getattr(left, "at", 0), "左边应当是字段", "the left side must be a field")
    attribute = _attribute(left, fact)
    match attribute.kind, right:
        case ("choice" | "text"), (s.Name() | s.Word() | s.Number()):
            _check_words(attribute, (_word(right),), left.at)
        case "number", s.Number(_, suffix):
            if SUFFIXES[suffix][0] != SUFFIXES[attribute.suffix][0]:
                raise _unfit(left.at, f"{left.id} 的单位是 {attribute.suffix}", f"{left.id} is in {attribute.suffix}")
        case "date", s.Name("today"):
            return
        case "date", s.Name() as other:
            _attribute(other, fact)
        case _:
            raise _unfit(left.at, f"{left.id} 不能这样比较", f"{left.id} cannot be compared so")


def _word(tree: s.Expression) -> str:
    match tree:
        case s.Name(id_):
            return id_
        case s.Word(text):
            return text
        case s.Number(value):
            return str(value)
    return ""


def judge(tree: s.Expression, entry: Entry, fact: Fact, moment: Moment) -> Verdict:
    """Tell whether one entry meets a condition on a given day."""
    match tree:
        case s.Truth(value):
            return Verdict.of(value)
        case s.Unary("not", operand):
            inner = judge(operand, entry, fact, moment)
            return inner if inner is Verdict.UNKNOWN else Verdict(3 - inner)
        case s.Binary("and", left, right):
            return min(judge(left, entry, fact, moment), judge(right, entry, fact, moment))
        case s.Binary("or", left, right):
            return max(judge(left, entry, fact, moment), judge(right, entry, fact, moment))
        case s.Name(id_):
            return _yesno(fact.item[id_], entry.get(id_))
        case s.Among(_, name, words):
            given = entry.get(name.id)
            return Verdict.of(None if given in (None, "") else str(given) in words)
        case s.Call("during", (s.Name(id_), first, last)):
            return _during(entry.get(id_), moment.year + 1 - _lag(first), moment.year + 1 - _lag(last))
        case s.Call("within", (s.Name(id_), s.Number(value, suffix))):
            return _within(entry.get(id_), int(value), suffix, moment.on)
        case s.Compare(op, left, right):
            return _compare(op, left, right, entry, (fact, moment))
    raise TypeError(tree)


def _yesno(attribute: Attribute, given: object) -> Verdict:
    if isinstance(given, str):
        given = {"是": True, "否": False, "true": True, "false": False}.get(given)
    if not isinstance(given, bool):
        given = attribute.presumed
    return Verdict.of(cast("bool | None", given))


def _within(given: object, amount: int, suffix: str, on: date) -> Verdict:
    span = read_date(str(given)) if given not in (None, "") else None
    if span is None:
        return Verdict.UNKNOWN
    start = {
        "年": lambda: years_before(on, amount),
        "月": lambda: months_before(on, amount),
        "天": lambda: on - timedelta(days=amount),
    }[suffix]()
    if span.first >= start and span.last <= on:
        return Verdict.MET
    return Verdict.UNMET if span.last < start or span.first > on else Verdict.UNKNOWN


def _lag(tree: s.Expression) -> int:
    """Read ``t`` as 0 and ``t-2`` as 2."""
    match tree:
        case s.Name("t"):
            return 0
        case s.Binary("-", s.Name("t"), s.Number(value)) if value.denominator == 1:
            return int(value)
    raise _unfit(getattr(tree, "at", 0), "年份写作 t 或 t-2", "years are written t or t-2")


def _during(given: object, first: int, last: int) -> Verdict:
    span = read_date(str(given)) if given not in (None, "") else None
    if span is None:
        return Verdict.UNKNOWN
    if span.first.year >= first and span.last.year <= last:
        return Verdict.MET
    return Verdict.UNMET if span.last.year < first or span.first.year > last else Verdict.UNKNOWN


def _compare(
    op: str, left: s.Expression, right: s.Expression, entry: Entry, context: tuple[Fact, Moment]
) -> Verdict:
    fact, _ = context
    name = left if isinstance(left, s.Name) and left.id in fact.item else right
    kind = fact.item[cast(s.Name, name).id].kind
    if kind in ("choice", "text"):
        given = entry.get(cast(s.Name, name).id)
        if given in (None, ""):
            return Verdict.UNKNOWN
        return Verdict.of((str(given) == _word(right)) == (op == "=="))
    a, b = (_ends(side, entry, context) for side in (left, right))
    if a is None or b is None:
        return Verdict.UNKNOWN
    met, unmet = _ORDER[op](*a, *b)
    return Verdict.MET if met else Verdict.UNMET if unmet else Verdict.UNKNOWN


def _ends(side: s.Expression, entry: Entry, context: tuple[Fact, Moment]) -> tuple[Any, Any] | None:
    fact, moment = context
    match side:
        case s.Number(value):
            return value, value
        case s.Name("today"):
            return moment.on, moment.on
        case s.Name(id_) if fact.item[id_].kind == "date":
            span: Span | None = read_date(str(entry.get(id_) or ""))
            return (span.first, span.last) if span else None
        case s.Name(id_):
            amount = number_of(entry.get(id_), fact.item[id_].suffix)
            return (amount, amount) if amount is not None else None
    return None


def number_of(given: object, suffix: str) -> Fraction | None:
    """Read a number of an entry in its field's unit; None where there is none."""
    if isinstance(given, bool) or given in (None, ""):
        return None
    try:
        return base(str(given).replace(",", ""), suffix)
    except (ValueError, ZeroDivisionError):
        return None


def count(observation: Observation | None, where: s.Expression | None, fact: Fact, moment: Moment) -> Interval:
    """Count the entries that meet a condition: from those that surely do to those that might.

    An open list has no upper end.
    """
    if observation is None or not isinstance(observation.value, tuple):
        return WHOLE
    low = high = Fraction(0)
    for entry in observation.value:
        times = number_of(entry.get(fact.counted_by), "") if fact.counted_by else None
        held = Verdict.MET if where is None else judge(where, entry, fact, moment)
        low += (times or 1) if held is Verdict.MET else 0
        high += (times or 1) if held is not Verdict.UNMET else 0
    return Interval(low, high if observation.complete else INFINITY)


def total(
    observation: Observation | None, part: tuple[Attribute, s.Expression | None], fact: Fact, moment: Moment
) -> Interval:
    """Add up an amount over the entries that meet a condition."""
    if observation is None or not isinstance(observation.value, tuple):
        return WHOLE
    attribute, where = part
    low: Fraction = Fraction(0)
    high: Fraction | float = Fraction(0)
    for entry in observation.value:
        held = Verdict.MET if where is None else judge(where, entry, fact, moment)
        amount = number_of(entry.get(attribute.id), attribute.suffix)
        if held is Verdict.UNMET:
            continue
        low += amount if amount is not None and held is Verdict.MET else 0
        high += INFINITY if amount is None else amount
    return Interval(low, high if observation.complete else INFINITY)
