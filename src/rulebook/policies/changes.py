"""Drafts: a policy file with some values otherwise, and what two editions say differently."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rulebook import syntax as s
from rulebook.errors import CorpusError, ExpressionError, Text
from rulebook.policies.terms import PAYOUTS, STATUSES
from rulebook.units import MONEY, show, show_english
from rulebook.yamlfile import Document, parse

if TYPE_CHECKING:
    from rulebook.policies.policy import Item, Policy
    from rulebook.rules.editions import Clause

GROUPS = ("all", "any", "none")


def revise(document: Document, changes: Mapping[str, str]) -> Document:
    """Give a policy document with some values otherwise; CorpusError where a path leads nowhere.

    A path begins with a clause, a condition or a group by id, or with a key of the file, and goes on by keys and
    places: ``S2.4/amount/ratio``, ``S2.4/amount/rows/0/is``, ``opens``. ``S2.4.a/threshold`` is the one number that a
    condition compares with; ``S2.4.a/threshold/1`` the second where there are several.

    >>> from rulebook.yamlfile import parse
    >>> text = "clauses: [{id: A, when: 'staff >= 10人 and age >= 2年', amount: {kind: fixed, is: 5万元}}]"
    >>> found = revise(parse(text), {"A/amount/is": "8万元", "A/threshold/0": "20人"}).data["clauses"][0]
    >>> found["amount"]["is"], found["when"]
    ('8万元', 'staff >= 20人 and age >= 2年')
    """
    data = copy.deepcopy(document.data)
    for path, written in changes.items():
        _set(document, data, path, written)
    return replace(document, data=data)


def _set(document: Document, data: dict[str, Any], path: str, written: str) -> None:
    head, *keys = path.strip().split("/")
    named = {row["id"]: row for row in _rows(data)}
    place: Any = named.get(head)
    if place is None:
        place, keys = data, [head, *keys]
    if keys and keys[0] == "threshold":
        _compare_with(document, place, keys[1:], written)
        return
    try:
        _put(place, keys, _value(written))
    except (KeyError, IndexError, ValueError, TypeError) as error:
        raise CorpusError((_lost(document, path, named),)) from error


def _put(place: Any, keys: list[str], value: Any) -> None:
    """Set a value below a place; a key that is not there yet is added, but no list grows."""
    for key in keys[:-1]:
        if isinstance(place, list):
            place = place[_place(key)]
        else:
            place = place.setdefault(key, {}) if key == "caps" else place[key]
    where = _place(keys[-1]) if isinstance(place, list) else keys[-1]
    place[where] = value


def _place(key: str) -> int:
    """Read a place of a list, counted from 0."""
    if not key.isdecimal():
        raise ValueError(key)
    return int(key)


def _lost(document: Document, path: str, named: Iterable[str]) -> Any:
    listed = "、".join(named)
    return document.fault(
        (),
        Text(f"没有路径 {path}", f"there is no path {path}"),
        Text(
            f"以这些开头：{listed}，如 条款/amount/is",
            f"Begin with one of: {listed}; then keys, as in clause/amount/is",
        ),
    )


def _rows(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Give clauses, conditions and groups, whatever holds them."""
    for row in [*data.get("clauses", ()), *data.get("stacking", ())]:
        yield from _within(row)


def _within(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield row
    for group in GROUPS:
        for child in row.get(group, ()):
            yield from _within(child)


def _value(written: str) -> Any:
    """Read a value as a file would."""
    return parse(f"v: {written}").data["v"]


def _compare_with(document: Document, place: Any, keys: list[str], written: str) -> None:
    """Put another number into a condition."""
    what = Text("这里没有可改的阈值", "there is no threshold here")
    remedy = Text(
        "写在带 when 的条件上，多个时写 threshold/0",
        "Name a condition with when; threshold/0 where several",
    )
    if not isinstance(place, dict) or "when" not in place:
        raise CorpusError((document.fault((), what, remedy),))
    try:
        tree, number = s.read(place["when"]), s.read(str(written))
    except ExpressionError as error:
        raise CorpusError((document.fault((), error.what, error.remedy),)) from error
    bounds = list(_bounds(tree))
    chosen = int(keys[0]) if keys and keys[0].isdecimal() else 0
    if chosen >= len(bounds) or (len(bounds) > 1 and not keys) or not isinstance(number, s.Number):
        raise CorpusError((document.fault((), what, remedy),))
    place["when"] = s.write(_replaced(tree, bounds[chosen], number))


def _bounds(tree: s.Expression) -> Iterator[s.Number]:
    match tree:
        case s.Binary(("and" | "or"), left, right):
            yield from _bounds(left)
            yield from _bounds(right)
        case s.Unary("not", inner) | s.Call("review", (inner,)):
            yield from _bounds(inner)
        case s.Compare(_, left, right):
            yield from (side for side in (left, right) if isinstance(side, s.Number))


def _replaced(tree: s.Expression, old: s.Number, new: s.Number) -> s.Expression:
    if tree is old:
        return new
    match tree:
        case s.Binary() | s.Compare():
            return replace(
                tree, left=_replaced(tree.left, old, new), right=_replaced(tree.right, old, new)
            )
        case s.Unary():
            return replace(tree, operand=_replaced(tree.operand, old, new))
        case s.Call():
            return replace(tree, args=tuple(_replaced(arg, old, new) for arg in tree.args))
    return tree


# --- what differs ---------------------------------------------------------------------------------


def differences(old: Policy, new: Policy) -> tuple[Text, ...]:
    """Say in words what a later edition says otherwise; empty where nothing that counts differs."""
    return (*_of_policy(old, new), *_of_clauses(old, new))


def _of_policy(old: Policy, new: Policy) -> Iterator[Text]:
    yield from _differ(Text("名称", "name"), old.name, new.name)
    yield from _differ(Text("状态", "status"), STATUSES[old.status], STATUSES[new.status])
    for name, before, after in (
        (Text("开始日期", "first day"), old.opens, new.opens),
        (Text("结束日期", "last day"), old.closes, new.closes),
        (Text("适用地区", "area"), old.areas.codes, new.areas.codes),
    ):
        yield from _differ(name, _written(before), _written(after))


def _written(value: object) -> Text:
    if isinstance(value, tuple):
        value = "、".join(value)
    return Text(str(value or "未定"), str(value or "open"))


def _differ(name: Text, before: Text, after: Text) -> Iterator[Text]:
    if before != after:
        yield Text(f"{name.zh}：{before.zh} → {after.zh}", f"{name.en}: {before.en} → {after.en}")


def _of_clauses(old: Policy, new: Policy) -> Iterator[Text]:
    before, after = ({item.id: item for item in policy.items} for policy in (old, new))
    for key, item in before.items():
        if key not in after:
            yield Text(f"删去条款 {key}“{item.name.zh}”", f"clause {key} “{item.name.en}” is gone")
    for key, item in after.items():
        if key not in before:
            yield Text(f"新增条款 {key}“{item.name.zh}”", f"clause {key} “{item.name.en}” is new")
            continue
        for text in _of_item(before[key], item):
            yield Text(
                f"条款 {key}“{item.name.zh}”{text.zh}", f"clause {key} “{item.name.en}”, {text.en}"
            )


def _of_item(old: Item, new: Item) -> Iterator[Text]:
    nothing = Text("无", "none")
    for name, before, after in (
        (Text("名称", "name"), old.name, new.name),
        (Text("金额", "amount"), _amount(old), _amount(new)),
        (
            Text("兑付方式", "payment"),
            PAYOUTS.get(old.payout, nothing),
            PAYOUTS.get(new.payout, nothing),
        ),
        (Text("申报时间", "window"), _window(old), _window(new)),
    ):
        yield from _differ(name, before, after)
    for cap in ("item", "project", "year", "lifetime", "times"):
        name = Text(f"上限 {cap}", f"cap {cap}")
        yield from _differ(name, _cap(old, cap), _cap(new, cap))
    yield from _of_conditions(old, new)


def _amount(item: Item) -> Text:
    return item.formula.words if item.formula is not None else Text("无", "none")


def _window(item: Item) -> Text:
    if item.window is None:
        return Text("未定", "open")
    if item.window.rolling:
        return Text("常年", "at any time")
    rounds = [*item.window.rounds, *item.window.yearly]
    listed = "、".join(f"{one.opens}–{one.closes}" for one in rounds)
    return Text(listed, listed)


def _cap(item: Item, cap: str) -> Text:
    value = getattr(item.caps, cap)
    if value is None:
        return Text("无", "none")
    if cap == "times":
        return Text(f"{value} 次", f"{value} times")
    return Text(
        show(float(value), float(value), MONEY), show_english(float(value), float(value), MONEY)
    )


def _of_conditions(old: Item, new: Item) -> Iterator[Text]:
    before, after = (
        {clause.id: clause for top in item.edition.clauses for clause in top.walk()}
        for item in (old, new)
    )
    for key in dict.fromkeys((*before, *after)):
        name = Text("条件", "condition")
        yield from _differ(name, _asked(before.get(key)), _asked(after.get(key)))


def _asked(clause: Clause | None) -> Text:
    if clause is None:
        return Text("无", "none")
    return clause.needs or clause.name
