"""Comparisons made exact: what stands beside a fixed number moves to its other side before anything is computed.

``a / b − 1 >= 5 %`` becomes ``a / b >= 1.05`` and a root compares by its power, so that one division decides and no
rounding lies between a firm and the border.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from rulebook.errors import ExpressionError, Text
from rulebook.graph import Bands, Graph, Node, Op, walk

MIRROR = {">=": "<=", ">": "<", "<=": ">=", "<": ">", "==": "==", "!=": "!="}


def no_roots(node: Node, at: int) -> None:
    """Refuse arithmetic on a root, whose exact value cannot be kept."""
    if any(inner.op is Op.ROOT for inner in walk(node)):
        raise ExpressionError(
            Text(
                "复合增长率只能与固定比例比较",
                "a compound growth may only be compared with a fixed share",
            ),
            Text("把比较直接写在 cagr(…) 上", "Compare cagr(…) itself"),
            at,
        )


def compare(graph: Graph, op: str, sides: tuple[Node, Node], at: int) -> Node:
    """Give the verdict node of a comparison, with constants moved to the right."""
    left, right = sides
    if left.op is Op.CONST and right.op is not Op.CONST:
        left, right, op = right, left, MIRROR[op]
    if right.op is Op.CONST:
        left, bound = peel(_stated_too(graph, left), right.data)
        right = graph.const(bound)
    for side in (left, right):
        no_roots(side, at)
    return _COMPARED[op](graph, left, right)


_COMPARED: Mapping[str, Callable[[Graph, Node, Node], Node]] = {
    ">=": lambda graph, a, b: graph.node(Op.GE, a, b),
    ">": lambda graph, a, b: graph.node(Op.GT, a, b),
    "<=": lambda graph, a, b: graph.node(Op.GE, b, a),
    "<": lambda graph, a, b: graph.node(Op.GT, b, a),
    "==": lambda graph, a, b: graph.node(Op.EQ, a, b),
    "!=": lambda graph, a, b: graph.node(Op.NOT, graph.node(Op.EQ, a, b)),
}


def _stated_too(graph: Graph, node: Node) -> Node:
    """Pull what surrounds a root out of ``first(root…, stated)``, doing the opposite to the stated value.

    ``first(√r − 1, s)`` becomes ``√first(r, (s + 1)²) − 1``, which compares by its power.
    """
    if node.op is not Op.FIRST or not any(inner.op is Op.ROOT for inner in walk(node.args[0])):
        return node
    root, stated = node.args
    steps = []
    while (step := _step(root)) is not None:
        steps.append(step)
        root = step[0]
    for _, kind, constant in steps:
        stated = _undone(graph, stated, kind, constant)
    rebuilt = graph.node(Op.FIRST, root, stated)
    for _, kind, constant in reversed(steps):
        data = int(constant) if kind is Op.ROOT else None
        args = (rebuilt,) if kind is Op.ROOT else (rebuilt, graph.const(constant))
        rebuilt = graph.node(kind, *args, data=data)
    return rebuilt


_OPPOSITE = {Op.ADD: Op.SUB, Op.SUB: Op.ADD, Op.MUL: Op.DIV, Op.DIV: Op.MUL}


def _undone(graph: Graph, node: Node, kind: Op, constant: Fraction) -> Node:
    if kind is not Op.ROOT:
        return graph.node(_OPPOSITE[kind], node, graph.const(constant))
    power = node
    for _ in range(int(constant) - 1):
        power = graph.node(Op.MUL, power, node)
    return power


def peel(node: Node, bound: Fraction) -> tuple[Node, Fraction]:
    """Move constants from a number to the bound it is compared with.

    >>> from rulebook.graph import Graph, Input
    >>> g = Graph()
    >>> x = g.node(Op.INPUT, data=Input("x"))
    >>> peel(g.node(Op.SUB, x, g.const(1)), Fraction(1, 20))[1]
    Fraction(21, 20)
    """
    while True:
        step = _step(node)
        if step is None:
            return node, bound
        node, kind, constant = step
        bound = _moved(bound, kind, constant)


def _moved(bound: Fraction, kind: Op, constant: Fraction) -> Fraction:
    match kind:
        case Op.ADD:
            return bound - constant
        case Op.SUB:
            return bound + constant
        case Op.MUL:
            return bound / constant
        case Op.DIV:
            return bound * constant
    return Fraction(bound ** int(constant)) if bound >= 0 else bound


def _step(node: Node) -> tuple[Node, Op, Fraction] | None:
    if node.op is Op.ROOT:
        return node.args[0], Op.ROOT, Fraction(node.data)
    if node.op not in (Op.ADD, Op.SUB, Op.MUL, Op.DIV):
        return None
    left, right = node.args
    if node.op in (Op.ADD, Op.MUL) and left.op is Op.CONST:
        left, right = right, left
    if right.op is not Op.CONST or (node.op in (Op.MUL, Op.DIV) and right.data <= 0):
        return None
    return left, node.op, right.data


def bands(graph: Graph, node: Node, steps: Bands, at: int) -> Node:
    """Give the node of a step function, its edges moved in the same way."""
    bare = node
    moved = []
    for edge, closed in steps.edges:
        bare, place = peel(node, edge)
        moved.append((place, closed))
    if steps.edges:
        no_roots(bare, at)
    else:
        bare = node
    return graph.node(Op.BANDS, bare, data=Bands(tuple(moved), steps.points))
