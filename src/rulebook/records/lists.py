"""Lists, such as IP rights: conditions checked when a rule is read, entries counted and added up as ranges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, Any

from rulebook import syntax as s
from rulebook.errors import ExpressionError, Text
from rulebook.records.conditions import Moment, judge, lag_of, number_of, unfit, word_of
from rulebook.units import SUFFIXES
from rulebook.values import INFINITY, WHOLE, Exact, Interval, Verdict

if TYPE_CHECKING:
    from rulebook.facts import Attribute, Fact
    from rulebook.records.cells import Observation

__all__ = ["PLAIN", "Moment", "Share", "check_where", "count", "total"]


@dataclass(frozen=True, slots=True)
class Share:
    """A share of each entry's amount, at most so much an entry.

    >>> Share(Fraction(3, 10), Fraction(200)).of(Fraction(900))
    Fraction(200, 1)
    """

    rate: Fraction = Fraction(1)
    most: Exact = INFINITY

    def of(self, amount: Fraction) -> Fraction:
        """Give the share of one amount, rounded half up to a whole base unit where it is a share at all."""
        if self.rate == 1 and self.most == INFINITY:
            return amount
        got = Fraction(floor(amount * self.rate + Fraction(1, 2)))
        return got if got <= self.most else Fraction(self.most)


PLAIN = Share()
_LONGEST = {"年": 100, "月": 1200, "天": 36500}
"""No condition looks further back."""
_MANY = 10**15


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
    entries = entries_of(observation, fact)
    if entries is None:
        return WHOLE
    low: Fraction | int = 0
    high: Fraction | int = 0
    counted_by, unmet, met = fact.counted_by, Verdict.UNMET, Verdict.MET
    for entry in entries:
        held = met if where is None else judge(where, entry, fact, moment)
        if held is unmet:
            continue
        stands = _times(entry.get(counted_by)) if counted_by else 1
        low += stands if held is met else 0
        high += stands
    return Interval(Fraction(low), Fraction(high) if _complete(observation, fact) else INFINITY)


def _times(given: object) -> Fraction | int:
    """Tell for how many an entry stands; one where it does not say."""
    if type(given) is int and 0 <= given < _MANY:
        return given
    times = number_of(given, "")
    return 1 if times is None else max(times, Fraction(0))


def total(
    observation: Observation | None,
    part: tuple[Attribute, s.Expression | None],
    fact: Fact,
    moment: Moment,
    share: Share = PLAIN,
) -> Interval:
    """Add up an amount over the entries that meet a condition; an amount that is not told is at least nothing.

    With a `share`, that of each amount is taken, limited for itself and rounded to a whole base unit (fen).
    """
    entries = entries_of(observation, fact)
    if entries is None:
        return WHOLE
    attribute, where = part
    low: Exact = Fraction(0)
    high: Exact = Fraction(0)
    for entry in entries:
        held = Verdict.MET if where is None else judge(where, entry, fact, moment)
        if held is Verdict.UNMET:
            continue
        amount = number_of(entry.get(attribute.id), attribute.suffix)
        got = share.of(amount) if amount is not None else None
        sure = held is Verdict.MET
        low += Fraction(0) if got is None else got if sure else min(got, Fraction(0))
        high += share.most if got is None else got if sure else max(got, Fraction(0))
    return Interval(low, high if _complete(observation, fact) else INFINITY)


def entries_of(observation: Observation | None, fact: Fact) -> tuple[Mapping[str, Any], ...] | None:
    """Give a list's entries; None where nothing is known of it. What our own ledger lacks did not happen."""
    if observation is None or not isinstance(observation.value, tuple):
        return () if fact.ledger else None
    return observation.value


def _complete(observation: Observation | None, fact: Fact) -> bool:
    return fact.ledger or (observation is not None and observation.complete)
