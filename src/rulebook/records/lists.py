"""Lists, such as IP rights: conditions checked when a rule is read, entries counted and added up as ranges."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from rulebook import syntax as s
from rulebook.errors import ExpressionError, Text
from rulebook.records.conditions import Moment, judge, lag_of, number_of, unfit, word_of
from rulebook.units import SUFFIXES
from rulebook.values import INFINITY, WHOLE, Exact, Interval, Verdict

if TYPE_CHECKING:
    from rulebook.facts import Attribute, Fact
    from rulebook.records.cells import Observation

__all__ = ["Moment", "check_where", "count", "total"]
_LONGEST = {"年": 100, "月": 1200, "天": 36500}
"""No condition looks further back."""


def check_where(tree: s.Expression | None, fact: Fact) -> None:
    """Refuse a condition that names a field the list lacks or compares unlike things."""
    match tree:
        case None | s.Truth():
            return
        case s.Unary("not", operand):
            check_where(operand, fact)
        case s.Binary("and" | "or", left, right):
            check_where(left, fact)
            check_where(right, fact)
        case s.Compare():
            _check_sides(tree, fact)
        case s.Among() | s.Call() | s.Name():
            _check_one(tree, fact)
        case _:
            raise unfit(tree.at, "条目条件里不能这样写", "this cannot stand in a list condition")


def _check_one(tree: s.Among | s.Call | s.Name, fact: Fact) -> None:
    match tree:
        case s.Among("in", name, words):
            _check_words(_attribute(name, fact), words, name.at)
        case s.Call(
            "within", (s.Name() as name, s.Number(value, ("年" | "月" | "天") as unit)), None
        ):
            _check_date(name, fact)
            if value.denominator != 1 or not 1 <= value <= _LONGEST[unit]:
                raise unfit(
                    tree.at, f"最多 {_LONGEST[unit]}{unit}", f"1 to {_LONGEST[unit]} {unit}"
                )
        case s.Call("during", (s.Name() as name, first, last), None):
            _check_date(name, fact)
            lag_of(first), lag_of(last)
        case s.Name():
            if _attribute(tree, fact).kind != "yesno":
                what = f"{tree.id} 不是“是/否”项", f"{tree.id} is not a yes/no field"
                raise unfit(tree.at, *what)
        case _:
            raise unfit(tree.at, "条目条件里不能这样写", "this cannot stand in a list condition")


def _check_date(name: s.Name, fact: Fact) -> None:
    if _attribute(name, fact).kind != "date":
        raise unfit(name.at, f"{name.id} 不是日期", f"{name.id} is not a date")


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
    if attribute.kind not in ("choice", "text"):
        raise unfit(at, f"{attribute.id} 没有选项", f"{attribute.id} has no choices")
    wrong = [word for word in words if attribute.of and word not in attribute.of]
    if wrong:
        listed, known = "、".join(wrong), "、".join(attribute.of)
        raise ExpressionError(
            Text(f"{attribute.id} 没有选项 {listed}", f"{attribute.id} has no choice {listed}"),
            Text(f"可选：{known}", f"Choices: {known}"),
            at,
        )


def _check_sides(tree: s.Compare, fact: Fact) -> None:
    left, right = tree.left, tree.right
    if isinstance(left, s.Name) and left.id == "today":
        left, right = right, left
    if not isinstance(left, s.Name):
        raise unfit(left.at, "左边应当是字段", "the left side must be a field")
    attribute = _attribute(left, fact)
    if attribute.kind in ("choice", "text"):
        _check_equals(tree, attribute, right)
    elif attribute.kind == "number" and isinstance(right, s.Number):
        if SUFFIXES[right.suffix][0] != SUFFIXES[attribute.suffix][0]:
            what = f"{left.id} 的单位是{attribute.suffix}", f"{left.id} is in {attribute.suffix}"
            raise unfit(left.at, *what)
    elif attribute.kind == "date" and isinstance(right, s.Name):
        if right.id != "today":
            _check_date(right, fact)
    else:
        raise unfit(left.at, f"{left.id} 不能这样比较", f"{left.id} cannot be compared so")


def _check_equals(tree: s.Compare, attribute: Attribute, right: s.Expression) -> None:
    if tree.op not in ("==", "!=") or not isinstance(right, s.Name | s.Word | s.Number):
        what = f"{attribute.id} 只能比较相等", f"{attribute.id} has no order"
        raise unfit(tree.at, *what)
    _check_words(attribute, (word_of(right),), tree.at)


def count(
    observation: Observation | None, where: s.Expression | None, fact: Fact, moment: Moment
) -> Interval:
    """Count the entries that meet a condition: from those that surely do to those that might.

    An open list has no upper end; an entry stands for as many as its counting field says.
    """
    if observation is None or not isinstance(observation.value, tuple):
        return WHOLE
    low = high = Fraction(0)
    for entry in observation.value:
        held = Verdict.MET if where is None else judge(where, entry, fact, moment)
        if held is Verdict.UNMET:
            continue
        times = number_of(entry.get(fact.counted_by), "") if fact.counted_by else None
        stands = Fraction(1) if times is None else max(times, Fraction(0))
        low += stands if held is Verdict.MET else 0
        high += stands
    return Interval(low, high if observation.complete else INFINITY)


def total(
    observation: Observation | None,
    part: tuple[Attribute, s.Expression | None],
    fact: Fact,
    moment: Moment,
) -> Interval:
    """Add up an amount over the entries that meet a condition; an amount that is not told is at least nothing."""
    if observation is None or not isinstance(observation.value, tuple):
        return WHOLE
    attribute, where = part
    low: Exact = Fraction(0)
    high: Exact = Fraction(0)
    for entry in observation.value:
        held = Verdict.MET if where is None else judge(where, entry, fact, moment)
        if held is Verdict.UNMET:
            continue
        amount = number_of(entry.get(attribute.id), attribute.suffix)
        sure = held is Verdict.MET
        low += Fraction(0) if amount is None else amount if sure else min(amount, Fraction(0))
        high += INFINITY if amount is None else amount if sure else max(amount, Fraction(0))
    return Interval(low, high if observation.complete else INFINITY)
