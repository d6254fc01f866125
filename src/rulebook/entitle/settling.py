"""Nodes made smaller for one run: what no ledger holds is nothing, and what follows from that is not computed.

Most clauses were never paid for, so most subtractions take nothing away. Every step keeps the meaning: the smaller
nodes give the same verdicts and the same ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, Any

from rulebook.graph import Node, Op, walk
from rulebook.values import Verdict

if TYPE_CHECKING:
    from rulebook.graph import Graph

Args = tuple[Node, ...]


def settled(graph: Graph, nodes: Iterable[Node], nothing: frozenset[str]) -> dict[Node, Node]:
    """Give for each node one of the same meaning where the inputs of some names are zero.

    >>> from rulebook.graph import Graph, Input
    >>> g = Graph()
    >>> paid, sum_ = (g.node(Op.INPUT, data=Input(name, integral=True)) for name in ("paid", "sum"))
    >>> due = g.node(Op.MAX, g.const(0), g.node(Op.SUB, g.node(Op.MAX, g.const(0), sum_), paid))
    >>> settled(g, [due], frozenset({"paid"}))[due]
    max(const(0), input(Input(name='sum', low=None, high=None, integral=True)))
    """
    asked = list(nodes)
    least = _Least()
    done: dict[Node, Node] = {}
    for node in walk(*asked):
        done[node] = _smaller(graph, node, tuple(done[arg] for arg in node.args), nothing, least)
    return {node: done[node] for node in asked}


class _Least:
    """Remembers which nodes are certainly not below nothing, whatever the data."""

    def __init__(self) -> None:
        self.known: dict[Node, bool] = {}

    def zero(self, node: Node) -> bool:
        """Tell whether both ends of a node are at least zero."""
        found = self.known.get(node)
        if found is None:
            judge = _NOT_BELOW.get(node.op)
            found = judge is not None and judge(self, node)
            self.known[node] = found
        return found

    def below(self, a: Node, b: Node) -> bool:
        """Tell whether both ends of a are at most those of b, as far as that is seen at once."""
        if a is b:
            return True
        if a.op is Op.CONST:
            return bool(a.data <= b.data) if b.op is Op.CONST else a.data == 0 and self.zero(b)
        if a.op is Op.MIN:
            return any(self.below(arg, b) for arg in a.args)
        return a.op is Op.PICK and all(self.below(arg, b) for arg in a.args[1:])


def _each(least: _Least, node: Node) -> bool:
    return all(least.zero(arg) for arg in node.args)


def _divides(node: Node) -> bool:
    return node.op is Op.CONST and bool(node.data > 0)


_NOT_BELOW: Mapping[Op, Callable[[_Least, Node], bool]] = {
    Op.CONST: lambda _, node: bool(node.data >= 0),
    Op.MAX: lambda least, node: any(least.zero(arg) for arg in node.args),
    Op.MIN: _each,
    Op.ADD: _each,
    Op.MUL: _each,
    Op.ROUND: _each,
    Op.PICK: lambda least, node: all(least.zero(arg) for arg in node.args[1:]),
    Op.DIV: lambda least, node: _each(least, node) and _divides(node.args[1]),
}


def _smaller(graph: Graph, node: Node, args: Args, nothing: frozenset[str], least: _Least) -> Node:
    if node.op is Op.INPUT and node.data.name in nothing:
        return graph.const(0)
    if args and all(arg.op is Op.CONST for arg in args) and node.op in _COMPUTED:
        return _COMPUTED[node.op](graph, *(arg.data for arg in args))
    shorter = _SHORTER.get(node.op)
    found = shorter(args, least) if shorter is not None else None
    return found if found is not None else graph.node(node.op, *args, data=node.data)


def _verdict(of: Callable[[Fraction, Fraction], bool]) -> Callable[..., Node]:
    def compared(graph: Graph, a: Fraction, b: Fraction) -> Node:
        return graph.node(Op.VERDICT, data=Verdict.of(of(a, b)))

    return compared


def _number(of: Callable[..., Any]) -> Callable[..., Node]:
    return lambda graph, *values: graph.const(of(*values))


_COMPUTED: Mapping[Op, Callable[..., Node]] = {
    Op.ADD: _number(lambda a, b: a + b),
    Op.SUB: _number(lambda a, b: a - b),
    Op.MUL: _number(lambda a, b: a * b),
    Op.MIN: _number(min),
    Op.MAX: _number(max),
    Op.ROUND: _number(lambda a: floor(a + Fraction(1, 2))),
    Op.GE: _verdict(lambda a, b: a >= b),
    Op.GT: _verdict(lambda a, b: a > b),
    Op.EQ: _verdict(lambda a, b: a == b),
}
"""What is known before any data."""


def _is_zero(node: Node) -> bool:
    return node.op is Op.CONST and node.data == 0


def _less(args: Args, _: _Least) -> Node | None:
    return args[0] if _is_zero(args[1]) else None


def _added(args: Args, _: _Least) -> Node | None:
    a, b = args
    if _is_zero(a):
        return b
    return a if _is_zero(b) else None


def _smallest(args: Args, least: _Least) -> Node | None:
    a, b = args
    if least.below(a, b):
        return a
    return b if least.below(b, a) else None


def _largest(args: Args, least: _Least) -> Node | None:
    a, b = args
    if least.below(a, b):
        return b
    return a if least.below(b, a) else None


def _picked(args: Args, _: _Least) -> Node | None:
    condition, yes, no = args
    if yes is no:
        return yes
    if condition.op is not Op.VERDICT:
        return None
    return {Verdict.MET: yes, Verdict.UNMET: no}.get(condition.data)


_SHORTER: Mapping[Op, Callable[[Args, _Least], Node | None]] = {
    Op.SUB: _less,
    Op.ADD: _added,
    Op.MIN: _smallest,
    Op.MAX: _largest,
    Op.PICK: _picked,
}
"""What is seen from the arguments alone."""
