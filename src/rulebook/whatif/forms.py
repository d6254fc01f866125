"""Where a verdict can turn: the exact breakpoints of one input, all others held fixed.

As a function of one input every number of a rule is, piece by piece, ``(a·x + b) / (c·x + d)``. Each node is
given the list of such pieces that it may follow and the places where it may jump; a comparison turns only
where two pieces meet. The list may hold pieces that never apply: every candidate is evaluated afterwards, so a
place too many costs a row and nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, cast

from rulebook.graph import Bands, Node, Op
from rulebook.interpreter import Reading, Result

if TYPE_CHECKING:
    from rulebook.values import RankTables

MOST_PIECES = 12
"""A node that could follow more pieces than this keeps its jumps only."""
RANK_STEPS = 40
"""How many values of a rank table are tried, evenly spread."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The function ``(a·x + b) / (c·x + d)`` with exact coefficients.

    >>> Piece(Fraction(1), Fraction(0), Fraction(0), Fraction(6000)).meets(Piece.fixed(Fraction(3, 100)))
    Fraction(180, 1)
    """

    a: Fraction
    b: Fraction
    c: Fraction
    d: Fraction

    @classmethod
    def fixed(cls, value: Fraction) -> Piece:
        """Give a constant."""
        return cls(Fraction(0), value, Fraction(0), Fraction(1))

    @property
    def linear(self) -> bool:
        """Tell whether the denominator is fixed."""
        return self.c == 0

    @property
    def constant(self) -> bool:
        """Tell whether the value does not depend on x."""
        return self.a == 0 and self.c == 0

    def meets(self, other: Piece) -> Fraction | None:
        """Give the x where two pieces are equal, if one of them has a fixed denominator; else None."""
        for one, two in ((self, other), (other, self)):
            if two.constant:
                level = two.b / two.d
                slope = one.a - level * one.c
                return (level * one.d - one.b) / slope if slope else None
        if self.linear and other.linear:
            slope = self.a / self.d - other.a / other.d
            return (other.b / other.d - self.b / self.d) / slope if slope else None
        return None


IDENTITY = Piece(Fraction(1), Fraction(0), Fraction(0), Fraction(1))
ONE = Piece.fixed(Fraction(1))


def _plus(p: Piece, q: Piece, sign: int = 1) -> Piece | None:
    if q.constant:
        level = sign * q.b / q.d
        return Piece(p.a + level * p.c, p.b + level * p.d, p.c, p.d)
    if p.constant:
        flipped = Piece(sign * q.a, sign * q.b, q.c, q.d)
        return _plus(flipped, p)
    if p.linear and q.linear:
        return Piece(
            p.a / p.d + sign * q.a / q.d, p.b / p.d + sign * q.b / q.d, Fraction(0), Fraction(1)
        )
    return None


def _times(p: Piece, q: Piece) -> Piece | None:
    if q.constant:
        p, q = q, p
    if not p.constant:
        return None
    level = p.b / p.d
    return Piece(level * q.a, level * q.b, q.c, q.d)


def _over(p: Piece, q: Piece) -> Piece | None:
    if q.constant:
        return _times(Piece.fixed(q.d / q.b), p) if q.b else None
    if p.constant:
        level = p.b / p.d
        return Piece(level * q.c, level * q.d, q.a, q.b)
    if p.linear and q.linear:
        return Piece(p.a / p.d, p.b / p.d, q.a / q.d, q.b / q.d)
    return None


ARITHMETIC: Mapping[Op, Callable[[Piece, Piece], Piece | None]] = {
    Op.ADD: _plus,
    Op.SUB: lambda p, q: _plus(p, q, -1),
    Op.MUL: _times,
    Op.DIV: _over,
}


@dataclass
class Breakpoints:
    """Finds where verdicts may turn in one input `name`; `base` holds the value of every node as things stand."""

    name: str
    base: Mapping[Node, Result]
    tables: RankTables

    def of(self, order: Iterable[Node]) -> set[Fraction]:
        """Give all places where a node of the cone may turn.

        `order` lists the nodes that depend on the input, arguments first.
        """
        pieces: dict[Node, tuple[Piece, ...]] = {}
        places: set[Fraction] = set()
        for node in order:
            pieces[node] = tuple(dict.fromkeys(self._pieces(node, pieces, places)))[:MOST_PIECES]
        return places

    def _args(
        self, node: Node, pieces: Mapping[Node, tuple[Piece, ...]]
    ) -> list[tuple[Piece, ...]]:
        return [pieces[arg] if arg in pieces else self._still(arg) for arg in node.args]

    def _still(self, node: Node) -> tuple[Piece, ...]:
        reading = self.base[node]
        if not isinstance(reading, Reading):
            return ()
        ends = {reading.exact.low, reading.exact.high}
        return tuple(Piece.fixed(Fraction(end)) for end in ends if not math.isinf(end))

    def _pieces(
        self, node: Node, pieces: Mapping[Node, tuple[Piece, ...]], places: set[Fraction]
    ) -> Iterable[Piece]:
        if node.op in (Op.INPUT, Op.FLAG):
            return (IDENTITY,)
        args = self._args(node, pieces)
        if node.op in ARITHMETIC:
            combined = (ARITHMETIC[node.op](p, q) for p, q in product(*args))
            return (piece for piece in combined if piece is not None)
        return self._jumps(node, args, places)

    def _jumps(
        self, node: Node, args: list[tuple[Piece, ...]], places: set[Fraction]
    ) -> Iterable[Piece]:
        followed: Iterable[Piece] = ()
        match node.op:
            case Op.BANDS:
                bands = cast("Bands", node.data)
                _meet(places, args[0], (Piece.fixed(edge) for edge, _ in bands.edges))
                followed = (Piece.fixed(end) for pair in bands.points for end in pair)
            case Op.RANK:
                _meet(places, args[0], self._ranks(node))
            case Op.GE | Op.GT | Op.EQ:
                _meet(places, args[0], args[1])
            case Op.MIN | Op.MAX:
                _meet(places, args[0], args[1])
                followed = (*args[0], *args[1])
            case Op.PICK:
                followed = (*args[1], *args[2])
            case Op.FIRST | Op.FLOOR | Op.ROUND:
                followed = (piece for arg in args for piece in arg)
        return followed

    def _ranks(self, node: Node) -> Iterable[Piece]:
        code = cast("Reading", self.base[node.args[1]])
        table = self.tables.get(node.data, {}).get(int(code.low)) if code.exact.closed else None
        if table is None or not len(table.values):
            return ()
        step = max(1, len(table.values) // RANK_STEPS)
        return tuple(Piece.fixed(Fraction(float(value))) for value in table.values[::step])


def _meet(places: set[Fraction], left: Iterable[Piece], right: Iterable[Piece]) -> None:
    for p, q in product(tuple(left), tuple(right)):
        place = p.meets(q)
        if place is not None:
            places.add(place)


def candidates(places: Iterable[Fraction], *, integral: bool) -> list[Fraction]:
    """Give the values worth trying: on each breakpoint and right beside it.

    Whole units step by one; other values by a millionth.

    >>> candidates([Fraction(5, 2)], integral=True)
    [Fraction(1, 1), Fraction(2, 1), Fraction(3, 1)]
    """
    found: set[Fraction] = set()
    for place in places:
        if integral:
            near = math.floor(place)
            found.update(map(Fraction, (near - 1, near, near + 1)))
        else:
            hair = Fraction(1, 10**6)
            rounded = Fraction(math.floor(place * 10**6), 10**6)
            found.update((place, rounded - hair, rounded, rounded + hair))
    return sorted(found)
