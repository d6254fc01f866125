"""Where a float may be trusted at a border, and how wide a hair is where it may not.

Four kinds of number meet a border without help:

*Whole numbers below 2**53* (`Safety.INTEGRAL`) are exact. A row with a whole input of 2**46 or more, or with
a product of 2**52 or more, is close, so that sums of a hundred inputs stay exact.

*One division of whole numbers against a stated decimal.* Let x, y be whole, and p/q the literal. IEEE division
rounds the exact quotient once, and rounding is monotone, so x/y ≥ p/q gives fl(x/y) ≥ fl(p/q), and 180/6000
gives the very float of 0.03. The other direction needs that unequal values stay apart: they differ by
|xq − py| / (yq) ≥ 1/(yq), and two different values share a float only within one ulp, 2**-52 · x/y at most. So
they stay apart while x·q < 2**52: for thresholds in whole or half percents (q ≤ 200) up to a numerator of
2·10**13 fen. (For q = 20 that is 1/(20·y) > half an ulp.) A border that is a whole number, or half of one, is
the case q = 1 or 2.

*A stated decimal against a literal* (an input such as 40.5 %, a percentile). Both are the floats nearest to
decimals of at most fifteen digits, and no two such decimals share a float.

*A trusted number after one fixed step*, such as the growth f/g − 1, also clipped or chosen between. The step is
taken by the border: f/g − 1 ≥ 20 % says what f/g ≥ 120 % says.

Everything else is ROUGH: it carries the noise of several roundings. `noise` bounds it: the float of a node is
within ``noise · 2**-53 · size`` of its exact value, where the size of a sum is the sum of the sizes (so that
cancellation is seen), the size of a product their product, and any other size the value itself:

    leaves      noise ≤ 1
    a ± b       max(noise) + 1
    a × b       noise a + noise b + 1
    a ÷ b       noise a + 2 · noise b + 1      (size a · size b / b²; b near 0 is a border itself)

A hair is four times that. Where a value and its border lie on a common grid of steps 1/g and the hair is below
half a step, being within a hair means being equal, and the machine goes on as if they were; otherwise the row is
close and the interpreter decides.
"""

from __future__ import annotations

from math import lcm
from typing import TYPE_CHECKING

from rulebook.graph import Node, Op, Safety

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

FINEST = 10**9
"""Grids finer than this are not kept."""
LARGEST_STATED = 10**6
STATED = 1000
"""A literal with this denominator or less is a stated decimal, if it ends."""
ULP = 2.0**-53

_CHOICE = frozenset({Op.MIN, Op.MAX, Op.FIRST, Op.PICK})


def choices(node: Node) -> tuple[Node, ...]:
    """List the arguments that a node passes on."""
    return node.args[1:] if node.op is Op.PICK else node.args


def stated(value: Fraction) -> bool:
    """Tell whether a literal is a short decimal.

    >>> from fractions import Fraction
    >>> stated(Fraction(3, 100)), stated(Fraction(1, 3))
    (True, False)
    """
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1 and value.denominator <= STATED and abs(value) < LARGEST_STATED


class Borders:
    """What is known of each number node before any data: its trust, noise and grid."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        """Look at nodes, arguments before users."""
        self.trust: dict[Node, Safety] = {}
        self.steady: dict[Node, bool] = {}
        self.noise: dict[Node, int] = {}
        self.grid: dict[Node, int] = {}
        self.literal: dict[Node, bool] = {}
        self.fixed: dict[Node, Fraction | None] = {}
        self.step: dict[Node, Fraction | None] = {}
        self.positive: dict[Node, bool] = {}
        for node in nodes:
            self.learn(node)

    def learn(self, node: Node) -> None:
        """Look at one more node, its arguments being known."""
        self.trust[node] = trust = self._trust(node)
        self.steady[node] = trust is not Safety.ROUGH or self._steady(node)
        self.noise[node] = int(trust) if trust is not Safety.ROUGH else self._noise(node)
        self.grid[node] = self._grid(node)
        self.literal[node] = self._literal(node)
        self.fixed[node] = self._fixed(node)
        self.step[node] = self._step(node) if trust is Safety.ROUGH else None
        self.positive[node] = self._positive(node)

    def _trust(self, node: Node) -> Safety:
        if node.op in _CHOICE:
            return max(self.trust[arg] for arg in choices(node))
        # The interpreter, too, reads a percentile and a root as the decimal that their float stands for.
        return Safety.QUOTIENT if node.op in {Op.RANK, Op.ROOT} else node.safety

    def _steady(self, node: Node) -> bool:
        """Tell whether a rough node's noise is relative to its own value: nothing was cancelled."""
        within = choices(node) if node.op in {Op.MUL, Op.DIV} | _CHOICE else ()
        return bool(within) and all(self.steady[arg] for arg in within)

    def _noise(self, node: Node) -> int:
        each = [self.noise[arg] for arg in choices(node)]
        match node.op:
            case Op.MUL:
                return sum(each) + 1
            case Op.DIV:
                return each[0] + 2 * each[1] + 1
            case Op.ADD | Op.SUB:
                return max(each) + 1
            case _:
                return max(each, default=0)

    def _grid(self, node: Node) -> int:
        """Give g where every value is a multiple of 1/g, 0 where there is no such g."""
        match node.op:
            case Op.CONST:
                found = int(node.data.denominator)
            case Op.BANDS:
                found = lcm(*(end.denominator for pair in node.data.points for end in pair))
            case Op.ADD | Op.SUB | Op.MIN | Op.MAX | Op.FIRST | Op.PICK:
                found = lcm(*(self.grid[arg] for arg in choices(node)))
            case Op.MUL:
                found = self.grid[node.args[0]] * self.grid[node.args[1]]
            case _:
                found = 1 if node.safety is Safety.INTEGRAL else 0
        return found if found <= FINEST else 0

    def _positive(self, node: Node) -> bool:
        """Tell whether both ends are finite and not below 0, whatever the data."""
        if node.op is Op.CONST:
            return bool(node.data >= 0)
        return node.op is Op.RANK or (
            node.op in {Op.PICK, Op.MIN, Op.MAX}
            and all(self.positive[arg] for arg in choices(node))
        )

    def _literal(self, node: Node) -> bool:
        """Tell whether every value is a stated decimal of the rule itself."""
        match node.op:
            case Op.CONST:
                return stated(node.data)
            case Op.BANDS:
                return all(stated(end) for pair in node.data.points for end in pair)
            case _:
                return node.op in _CHOICE and all(self.literal[arg] for arg in choices(node))

    def _fixed(self, node: Node) -> Fraction | None:
        """Give the value of a node that no data can change, as far as that is seen at once."""
        if node.op is Op.CONST:
            value: Fraction = node.data
            return value
        a, b = (*(self.fixed.get(arg) for arg in node.args), None, None)[:2]
        if node.op not in {Op.ADD, Op.SUB} or a is None or b is None:
            return None
        return a + b if node.op is Op.ADD else a - b

    def _step(self, node: Node) -> Fraction | None:
        """Give s where node + s is a trusted number before its last fixed step."""
        if node.op in _CHOICE:
            steps = {self.step[arg] for arg in choices(node) if self.fixed[arg] is None}
            return steps.pop() if len(steps) == 1 else None
        if node.op not in {Op.ADD, Op.SUB} or self.trust[node.args[0]] is Safety.ROUGH:
            return None
        taken = self.fixed[node.args[1]]
        return -taken if taken is not None and node.op is Op.ADD else taken

    def decided(self, a: Node, b: Node) -> bool:
        """Tell whether floats of two nodes compare as their exact values do.

        A node compared with itself asks whether its ends meet, which needs no border.
        """
        if a is b:
            return True
        kinds = {self.trust[a], self.trust[b]}
        if Safety.ROUGH in kinds:
            return False
        if Safety.INTEGRAL in kinds:
            return True
        return self.literal[a] or self.literal[b]

    def met_by(self, x: Node, edge: Fraction) -> bool:
        """Tell whether floats of a node stand to a literal as its exact values do."""
        trust = self.trust[x]
        return trust is Safety.INTEGRAL or (trust is Safety.QUOTIENT and stated(edge))

    def hair(self, *nodes: Node) -> float:
        """Give the width of a hair, relative to the size of the nodes."""
        return 4 * (max(self.noise[node] for node in nodes) + 1) * ULP

    def steps(self, grid: int, *others: int) -> float:
        """Give twice the number of steps to one on the common grid, infinite where there is none."""
        common = lcm(grid, *others)
        return 2.0 * common if 0 < common <= FINEST else float("inf")
