"""The functions of the expression language, one row each in a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from rulebook import syntax as s
from rulebook.graph import Node, Op
from rulebook.language.asking import listed
from rulebook.language.scope import Lowered, refuse
from rulebook.records.inputs import Source
from rulebook.units import MONEY, RATIO, SUFFIXES, YEAR, Unit
from rulebook.values import Verdict

if TYPE_CHECKING:
    from rulebook.errors import ExpressionError
    from rulebook.language.lowering import Scope

DAY = SUFFIXES["天"][0]
MOST_YEARS = 9


def _wrong(tree: s.Call, zh: str, en: str) -> ExpressionError:
    return refuse(
        tree.at,
        (f"{tree.function} {zh}", f"{tree.function} {en}"),
        ("写法见 docs/reference/rule-files.md", "See docs/reference/rule-files.md"),
    )


def _whole(tree: s.Call, place: int) -> int:
    arg = tree.args[place] if place < len(tree.args) else None
    if (
        not isinstance(arg, s.Number)
        or arg.value.denominator != 1
        or not 1 <= arg.value <= MOST_YEARS
    ):
        raise _wrong(tree, "需要 1–9 的整数年数", "needs a whole number of years, 1 to 9")
    return int(arg.value)


def _arity(tree: s.Call, count: int) -> None:
    if len(tree.args) != count:
        raise _wrong(tree, f"需要 {count} 个参数", f"takes {count} arguments")


def _shifted(scope: Scope, tree: s.Call, place: int, by: int) -> Lowered:
    """Lower an argument some years earlier."""
    if place >= len(tree.args):
        raise _wrong(tree, "缺少参数", "lacks an argument")
    with scope.shifted(scope.shift + by):
        return scope.number(tree.args[place])


def _sum(scope: Scope, tree: s.Call) -> Lowered:
    _arity(tree, 2)
    total = _shifted(scope, tree, 0, _whole(tree, 1) - 1)
    for by in reversed(range(_whole(tree, 1) - 1)):
        total = replace(
            total, node=scope.graph.node(Op.ADD, total.node, _shifted(scope, tree, 0, by).node)
        )
    return total


def _pace(scope: Scope, tree: s.Call, start: int, span: int) -> Node:
    """Give f[t-start] / f[t-start-span]."""
    now, then = (_shifted(scope, tree, 0, by).node for by in (start - 1, start - 1 + span))
    return scope.graph.node(Op.DIV, now, then)


def _less_one(scope: Scope, node: Node) -> Lowered:
    return Lowered(scope.graph.node(Op.SUB, node, scope.graph.const(1)), RATIO)


def _growth(scope: Scope, tree: s.Call) -> Lowered:
    _arity(tree, 1)
    return _less_one(scope, _pace(scope, tree, 1, 1))


def _average_growth(scope: Scope, tree: s.Call) -> Lowered:
    _arity(tree, 2)
    years = _whole(tree, 1)
    total = _pace(scope, tree, 1, 1)
    for start in range(2, years + 1):
        total = scope.graph.node(Op.ADD, total, _pace(scope, tree, start, 1))
    mean = scope.graph.node(Op.DIV, total, scope.graph.const(years)) if years > 1 else total
    return _less_one(scope, mean)


def _cagr(scope: Scope, tree: s.Call) -> Lowered:
    _arity(tree, 2)
    years = _whole(tree, 1)
    pace = _pace(scope, tree, 1, years)
    return _less_one(scope, scope.graph.node(Op.ROOT, pace, data=years) if years > 1 else pace)


def _extreme(op: Op) -> Callable[[Scope, s.Call], Lowered]:
    def make(scope: Scope, tree: s.Call) -> Lowered:
        result = scope.number(tree.args[0])
        for arg in tree.args[1:]:
            other = scope.number(arg)
            unit = scope.common(result, other, tree.at)
            result = Lowered(scope.graph.node(op, result.node, other.node), unit)
        return result

    return make


def _if(scope: Scope, tree: s.Call) -> Lowered:
    _arity(tree, 3)
    condition = scope.verdict(tree.args[0])
    yes, no = scope.number(tree.args[1]), scope.number(tree.args[2])
    return Lowered(
        scope.graph.node(Op.PICK, condition, yes.node, no.node), scope.common(yes, no, tree.at)
    )


def _floor(scope: Scope, tree: s.Call) -> Lowered:
    _arity(tree, 1)
    inner = scope.number(tree.args[0])
    return replace(inner, node=scope.graph.node(Op.FLOOR, inner.node, data=1))


def _fen(scope: Scope, tree: s.Call) -> Lowered:
    _arity(tree, 1)
    inner = scope.number(tree.args[0])
    if inner.unit != MONEY:
        raise _wrong(tree, "只用于金额", "is for money only")
    return replace(inner, node=scope.graph.node(Op.ROUND, inner.node))


def _dated(how: str, unit: Unit) -> Callable[[Scope, s.Call], Lowered]:
    def make(scope: Scope, tree: s.Call) -> Lowered:
        name = tree.args[0] if len(tree.args) == 1 else None
        fact = scope.fact(name.id, tree.at) if isinstance(name, s.Name) else None
        if fact is None or fact.kind != "date":
            raise _wrong(tree, "需要一个日期事实", "needs a date fact")
        return Lowered(scope.source(Source(f"{how}({fact.id})", how, fact)), unit)

    return make


def _points(scope: Scope, tree: s.Call) -> Lowered:
    word = tree.args[0]
    return scope.point(word.text if isinstance(word, s.Word) else "", tree.at)


def _review(scope: Scope, tree: s.Call) -> Lowered:
    _arity(tree, 1)
    return Lowered(scope.graph.node(Op.REVIEW, scope.verdict(tree.args[0])))


def _rank(scope: Scope, tree: s.Call) -> Lowered:
    _arity(tree, 3)
    table = tree.args[1]
    if not isinstance(table, s.Word):
        raise _wrong(tree, "的第二个参数是带引号的指标名", "takes a quoted indicator name second")
    value, cohort = scope.number(tree.args[0]), scope.number(tree.args[2])
    return Lowered(scope.graph.node(Op.RANK, value.node, cohort.node, data=table.text), RATIO)


def _between(scope: Scope, tree: s.Call) -> Lowered:
    """Lower a value known only to lie between two others."""
    _arity(tree, 2)
    low, high = scope.number(tree.args[0]), scope.number(tree.args[1])
    open_ = scope.graph.node(Op.VERDICT, data=Verdict.UNKNOWN)
    return Lowered(
        scope.graph.node(Op.PICK, open_, low.node, high.node), scope.common(low, high, tree.at)
    )


def _on_record(scope: Scope, tree: s.Call) -> Lowered:
    match tree.args:
        case (s.Binary("-", s.Name("t"), s.Number(value)),) if value.denominator == 1:
            lag = int(value)
        case _:
            raise _wrong(tree, "写作 on_record(t-2)", "is written on_record(t-2)")
    fact = next(fact for fact in scope.catalogue.facts.values() if fact.per_year)
    return Lowered(scope.source(Source(f"on_record({lag})", "on_record", fact, lag)))


FUNCTIONS: Mapping[str, Callable[[Scope, s.Call], Lowered]] = {
    "sum": _sum,
    "growth": _growth,
    "average_growth": _average_growth,
    "cagr": _cagr,
    "min": _extreme(Op.MIN),
    "max": _extreme(Op.MAX),
    "first": _extreme(Op.FIRST),
    "if": _if,
    "between": _between,
    "floor": _floor,
    "fen": _fen,
    "days_since": _dated("days_since", DAY),
    "years_since": _dated("years_since", YEAR),
    "years_at_year_end": _dated("years_at_year_end", YEAR),
    "year_of": _dated("year_of", YEAR),
    "count": listed,
    "any": listed,
    "total": listed,
    "points": _points,
    "review": _review,
    "rank": _rank,
    "on_record": _on_record,
}
