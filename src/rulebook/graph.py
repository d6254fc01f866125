"""The shared graph: what every evaluator reads, and nothing else.

A rule file becomes nodes. Equal expressions are the same object, so a clause that three titles share is computed once.
There are two kinds of node: *numbers*, each a range ``[low, high]`` whose ends meet when everything is known, and
*verdicts*, each one of four codes in the order ``UNMET < UNKNOWN < REVIEW < MET``, so that *all of* is the minimum and
*any of* the maximum.

Two evaluators give the nodes their meaning: `rulebook.interpreter` (exact, slow, the definition) and `rulebook.machine`
(blocks of rows). They must agree bit for bit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from fractions import Fraction
from threading import Lock
from typing import Any


class Op(Enum):
    """What a node does with its arguments; numbers first, then verdicts."""

    #: data: Fraction
    CONST = "const"
    #: data: Input
    INPUT = "input"
    ADD = "add"
    SUB = "sub"
    MUL = "mul"
    #: A denominator whose range touches zero makes the quotient unknown.
    DIV = "div"
    MIN = "min"
    MAX = "max"
    #: data: Bands
    BANDS = "bands"
    #: args: (x, cohort code); data: name of the rank table
    RANK = "rank"
    #: args: (condition, a, b); while the condition is open, the hull of a and b
    PICK = "pick"
    #: args: (a, b); b where nothing at all is known of a
    FIRST = "first"
    #: Towards minus infinity, to a whole number of the base unit times `data` (an int)
    FLOOR = "floor"
    #: Half up to a whole number of the base unit (fen)
    ROUND = "round"
    #: data: n; the n-th root of a ratio. For showing only: comparisons are made on the ratio.
    ROOT = "root"

    #: data: Verdict code
    VERDICT = "verdict"
    #: data: Input; a yes/no input (0 no, 1 unknown, 3 yes)
    FLAG = "flag"
    GE = "ge"
    GT = "gt"
    EQ = "eq"
    AND = "and"
    OR = "or"
    #: MET and UNMET change places, the others stay
    NOT = "not"
    #: UNKNOWN becomes REVIEW
    REVIEW = "review"


class Kind(Enum):
    """What a node yields."""

    NUMBER = "number"
    VERDICT = "verdict"


class Safety(IntEnum):
    """How far a float of this node can be trusted at a border.

    INTEGRAL: whole numbers below 2**53, exact. QUOTIENT: one correctly rounded division of two integral numbers (or a
    decimal that was stated), which falls on the same side of a literal as the exact value. ROUGH: anything else; within
    a hair of a border the interpreter decides.
    """

    INTEGRAL = 0
    QUOTIENT = 1
    ROUGH = 2


@dataclass(frozen=True, slots=True)
class Input:
    """A column that must be supplied: its canonical name and what is certain of it before it is known.

    `low` and `high` are ``None`` where a missing value could be anything.
    """

    name: str
    low: Fraction | None = None
    high: Fraction | None = None
    integral: bool = False


@dataclass(frozen=True, slots=True)
class Bands:
    """Steps over a number line.

    `edges` are the places where the step changes, ascending, each with True where the edge itself belongs to the upper
    step; `points` has one more entry than `edges`, each a range ``(low, high)``.
    """

    edges: tuple[tuple[Fraction, bool], ...]
    points: tuple[tuple[Fraction, Fraction], ...]


_MAKING = Lock()
NUMBER_OPS = frozenset(list(Op)[: list(Op).index(Op.VERDICT)])


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One value of the graph. Made by `Graph.node` only; equal nodes are identical."""

    op: Op
    args: tuple[Node, ...] = ()
    data: Any = None
    safety: Safety = Safety.INTEGRAL
    serial: int = 0

    @property
    def kind(self) -> Kind:
        """Tell whether this node is a number or a verdict."""
        return Kind.NUMBER if self.op in NUMBER_OPS else Kind.VERDICT

    def __repr__(self) -> str:
        """Show the node as a call, for tests and error messages."""
        inside = ", ".join(
            [*map(repr, self.args), *([str(self.data)] if self.data is not None else [])]
        )
        return f"{self.op.value}({inside})"


def _safety(op: Op, args: tuple[Node, ...], data: Any) -> Safety:
    judged = _SAFETY.get(op)
    return judged(args, data) if judged is not None else Safety.ROUGH


def _if_whole(then: Safety) -> Callable[[tuple[Node, ...], Any], Safety]:
    """Judge an operation that is safe on whole numbers only."""
    return lambda args, _: then if _worst(args) is Safety.INTEGRAL else Safety.ROUGH


def _worst(args: tuple[Node, ...]) -> Safety:
    return max(arg.safety for arg in args)


def _stated(*, whole: bool) -> Safety:
    return Safety.INTEGRAL if whole else Safety.QUOTIENT


def _of_steps(bands: Bands) -> Safety:
    return _stated(whole=all(end.denominator == 1 for pair in bands.points for end in pair))


_SAFETY: Mapping[Op, Callable[[tuple[Node, ...], Any], Safety]] = {
    Op.CONST: lambda _, data: _stated(whole=data.denominator == 1),
    Op.INPUT: lambda _, data: _stated(whole=data.integral),
    Op.ADD: _if_whole(Safety.INTEGRAL),
    Op.SUB: _if_whole(Safety.INTEGRAL),
    Op.MUL: _if_whole(Safety.INTEGRAL),
    Op.DIV: _if_whole(Safety.QUOTIENT),
    Op.MIN: lambda args, _: _worst(args),
    Op.MAX: lambda args, _: _worst(args),
    Op.FIRST: lambda args, _: _worst(args),
    Op.PICK: lambda args, _: _worst(args[1:]),
    Op.BANDS: lambda _, data: _of_steps(data),
    Op.FLOOR: lambda _, __: Safety.INTEGRAL,
    Op.ROUND: lambda _, __: Safety.INTEGRAL,
}


@dataclass
class Graph:
    """A workshop that makes nodes and keeps one of each.

    >>> g = Graph()
    >>> g.const(3) is g.const(3)
    True
    """

    _made: dict[tuple[Any, ...], Node] = field(default_factory=dict)

    def node(self, op: Op, *args: Node, data: Any = None) -> Node:
        """Give the node for an operation, the same object each time."""
        key = (op, tuple(arg.serial for arg in args), data)
        found = self._made.get(key)
        if found is None:
            with _MAKING:  # the serial of a node is its own, whichever thread asks
                found = self._made.get(key)
                if found is None:
                    found = Node(op, args, data, _safety(op, args, data), len(self._made))
                    self._made[key] = found
        return found

    def branch(self) -> Graph:
        """Give a graph that begins with these nodes; what is made in it is forgotten with it.

        Nodes of two branches must not be evaluated together.
        """
        return Graph(dict(self._made))

    def const(self, value: Fraction | int) -> Node:
        """Give a number node for a fixed value in base units."""
        return self.node(Op.CONST, data=Fraction(value))


def walk(*roots: Node) -> list[Node]:
    """List every node below the roots, each once, arguments before users."""
    seen: dict[int, Node] = {}
    stack: list[tuple[Node, bool]] = [(root, False) for root in reversed(roots)]
    while stack:
        node, ready = stack.pop()
        if node.serial in seen:
            continue
        if ready:
            seen[node.serial] = node
        else:
            stack.append((node, True))
            stack.extend((arg, False) for arg in reversed(node.args) if arg.serial not in seen)
    return list(seen.values())
