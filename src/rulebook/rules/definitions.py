"""Named values, tables and points of a rule file, as definitions that are lowered when first asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import reduce
from typing import Any

from rulebook.graph import Input, Op
from rulebook.language import simplify
from rulebook.language.bands import steps
from rulebook.language.lowering import Scope
from rulebook.language.scope import Lowered, refuse
from rulebook.syntax import Expression, Name, read
from rulebook.units import POINT, RATIO, SUFFIXES
from rulebook.values import INFINITY, Exact

Data = Mapping[str, Any]
Make = Callable[[Scope], Lowered]


def let(data: Data) -> Make:
    """Define a named value of the form `is`, `bands` or `choose`."""

    def make(scope: Scope) -> Lowered:
        if "is" in data:
            return scope.lower(read(str(data["is"])))
        if "bands" in data:
            rows = data["bands"]["rows"]
            return banded(scope, data["bands"]["of"], rows, data.get("unit", ""))
        return _choose(scope, data)

    return make


def banded(scope: Scope, of: str, rows: list[str], suffix: str) -> Lowered:
    """Lower a step function whose steps are in the unit `suffix`."""
    tree = read(of)
    inner = scope.number(tree)
    bands = steps(rows, inner.unit, _domain(scope, tree))
    return Lowered(simplify.bands(scope.graph, inner.node, bands, 0), SUFFIXES[suffix][0])


def _domain(scope: Scope, tree: Expression) -> tuple[Exact, Exact]:
    least = most = None
    if isinstance(tree, Name) and tree.id in scope.catalogue:
        fact = scope.catalogue[tree.id]
        least, most = fact.least, fact.most
    return -INFINITY if least is None else least, INFINITY if most is None else most


def _choose(scope: Scope, data: Data) -> Lowered:
    """Lower `choose`: the first row whose condition holds; without `otherwise` unknown where none does."""
    if "otherwise" in data:
        result = scope.number(read(str(data["otherwise"])))
    else:
        result = Lowered(scope.graph.node(Op.INPUT, data=Input("?")), RATIO, zero=True)
    for row in reversed(data["choose"]):
        condition = scope.verdict(read(row["when"]))
        value = scope.number(read(str(row["is"])))
        unit = scope.common(value, result, 0)
        node = scope.graph.node(Op.PICK, condition, value.node, result.node)
        result = Lowered(node, unit, zero=value.zero and result.zero)
    return result


def table(name: str, data: Data) -> Callable[[Scope, str, int], Lowered]:
    """Define a table: the row's entry at the place that its key names, counted from 1."""
    width = len(next(iter(data["rows"].values()), ()))

    def make(scope: Scope, part: str, at: int) -> Lowered:
        row = data["rows"].get(part)
        if row is None:
            known = "、".join(data["rows"])
            raise refuse(
                at,
                (f"表 {name} 没有行 {part}", f"table {name} has no row {part}"),
                (f"有：{known}", f"Rows: {known}"),
            )
        if len(row) != width:
            raise refuse(
                at,
                (
                    f"表 {name} 的行 {part} 长短不同",
                    f"row {part} of table {name} differs in length",
                ),
                (f"每行 {width} 个数", f"Give {width} numbers a row"),
            )
        unit, scale = SUFFIXES[data.get("unit", "")]
        return Lowered(_entry(scope, data["key"], [Fraction(str(v)) * scale for v in row]), unit)

    return make


def _entry(scope: Scope, key: str, row: list[Fraction]) -> Any:
    index = scope.number(Name(key))
    graph = scope.graph
    values = [graph.const(value) for value in row]
    result = values[-1]
    for place in range(len(values) - 1, 0, -1):
        same = graph.node(Op.EQ, index.node, graph.const(place))
        result = graph.node(Op.PICK, same, values[place - 1], result)
    return result


def points(data: Data) -> Make:
    """Define the points of a clause: by bands, by an expression, or from other clauses."""

    def make(scope: Scope) -> Lowered:
        if "bands" in data:
            return _capped(scope, banded(scope, data["of"], data["bands"], "分"), data)
        if "is" not in data:
            return combined(data)(scope)
        inner = scope.number(read(str(data["is"])))
        if inner.unit not in (POINT, RATIO):
            raise refuse(
                0,
                (f"得分不能以{inner.unit.text}计", f"points cannot be in {inner.unit.text}"),
                ("应为分", "Use points"),
            )
        return _capped(scope, inner, data)

    return make


def combined(data: Data) -> Make:
    """Define points as the best or the sum of other clauses' points, up to a cap."""

    def make(scope: Scope) -> Lowered:
        op = Op.MAX if "best" in data else Op.ADD
        parts = [scope.point(name).node for name in data.get("best", data.get("sum", ()))]
        whole = reduce(lambda a, b: scope.graph.node(op, a, b), parts)
        return _capped(scope, Lowered(whole, POINT), data)

    return make


def _capped(scope: Scope, inner: Lowered, data: Data) -> Lowered:
    if "cap" not in data:
        return Lowered(inner.node, POINT)
    cap = scope.graph.const(Fraction(str(data["cap"])))
    return Lowered(scope.graph.node(Op.MIN, inner.node, cap), POINT)
