"""Lowering: the shared graph becomes a list of instructions on registers without number.

Every number node becomes a `Slot`: a low and a high register, the same one for a point.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from rulebook.graph import Kind, Node, Op, Safety
from rulebook.machine.borders import Borders, choices
from rulebook.machine.instructions import Code, Instruction, Reg

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

NUMBER, VERDICT, COLUMN = "n", "v", "c"


class Slot(NamedTuple):
    """Where a number is kept; a point has both ends in one register."""

    low: Reg
    high: Reg

    @property
    def point(self) -> bool:
        """Tell whether one register holds both ends."""
        return self.low == self.high


class Lowering:
    """Lowers nodes one at a time and keeps what it made, so that nothing is made twice.

    What each operation becomes stands in `rulebook.machine.meaning`.
    """

    def __init__(
        self,
        nodes: Sequence[Node],
        ranged: frozenset[str],
        meaning: Mapping[Op, Callable[[Lowering, Node], Slot]],
    ) -> None:
        """Begin with nothing lowered.

        `ranged` names the inputs whose low and high columns differ, `meaning` what numbers become.
        """
        self.ranged = ranged
        self.head: list[Instruction] = []
        self.code: list[Instruction] = []
        self.columns: dict[tuple[str, int], int] = {}
        self.flags: dict[str, int] = {}
        self.tables: dict[str, int] = {}
        self.numbers: dict[Node, tuple[int, int]] = {}
        self.verdicts: dict[Node, int] = {}
        self.borders = Borders(node for node in nodes if node.kind is Kind.NUMBER)
        self.slots: dict[Node, Slot] = {}
        self.said: dict[Node, Reg] = {}
        self._meaning = meaning
        self._moves: dict[tuple[Node, Fraction], Node] = {}
        self._made: dict[tuple[object, ...], tuple[Reg, ...]] = {}
        self._count = 0
        self._outputs = 0

    def store(self, node: Node) -> None:
        """Write a node that was lowered to its place among the outputs."""
        if node.kind is Kind.VERDICT:
            self.verdicts[node] = len(self.verdicts)
            self.emit(Code.STORE_FLAG, "", self.said[node], index=self.verdicts[node])
            return
        places = []
        for reg in dict.fromkeys(self.slots[node]):
            self.emit(Code.STORE, "", reg, index=self._outputs)
            places.append(self._outputs)
            self._outputs += 1
        self.numbers[node] = (places[0], places[-1])

    def emit(
        self, code: Code, banks: str, *sources: Reg, index: int = 0, k: tuple[float, ...] = ()
    ) -> tuple[Reg, ...]:
        """Add an instruction, unless the same one was added before, and give its targets."""
        key = (code, sources, index, k)
        found = self._made.get(key)
        if found is None:
            found = tuple(Reg(bank, self._count + i) for i, bank in enumerate(banks))
            self._count += len(banks)
            listing = self.head if code in {Code.CONST, Code.SAY} else self.code
            listing.append(Instruction(code, found, sources, index, k))
            self._made[key] = found
        return found

    def one(self, code: Code, *sources: Reg, index: int = 0, k: tuple[float, ...] = ()) -> Reg:
        """Add an instruction that makes one number."""
        return self.emit(code, NUMBER, *sources, index=index, k=k)[0]

    def two(self, code: Code, *sources: Reg, index: int = 0, k: tuple[float, ...] = ()) -> Slot:
        """Add an instruction that makes a range."""
        return Slot(*self.emit(code, NUMBER * 2, *sources, index=index, k=k))

    def say(self, code: Code, *sources: Reg, index: int = 0, k: tuple[float, ...] = ()) -> Reg:
        """Add an instruction that makes a verdict."""
        return self.emit(code, VERDICT, *sources, index=index, k=k)[0]

    def const(self, value: float) -> Reg:
        """Give a register that holds a literal."""
        return self.one(Code.CONST, k=(value,))

    def column(self, name: str, end: int) -> int:
        """Give the number of an input column: end 0 for low, 1 for high."""
        return self.columns.setdefault((name, end), len(self.columns))

    def flag(self, name: str) -> int:
        """Give the number of a column of verdicts."""
        return self.flags.setdefault(name, len(self.flags))

    def load(self, code: Code, banks: str, *columns: int, k: tuple[float, ...] = ()) -> Slot:
        """Add an instruction that reads input columns."""
        made = self.emit(code, banks, *(Reg(COLUMN, column) for column in columns), k=k)
        return Slot(made[0], made[-1])

    def split(self, node: Node) -> Slot:
        """Give a node as a range."""
        slot = self.slots[node]
        if not slot.point or node.op is Op.CONST:
            return slot
        return self.two(Code.SPLIT, slot.low)

    def each(self, code: Code, slot: Slot, *others: Reg, k: tuple[float, ...] = ()) -> Slot:
        """Do the same to both ends."""
        low = self.one(code, slot.low, *others, k=k)
        return Slot(low, low if slot.point else self.one(code, slot.high, *others, k=k))

    # --- borders

    def size(self, node: Node) -> Reg:
        """Give a register that bounds a node in the sense of `rulebook.machine.borders`."""
        if node.op is Op.CONST:
            return self.const(abs(float(node.data)))
        if self.borders.steady[node]:
            return self.one(Code.SIZE, *self.slots[node])
        sizes = [self.size(arg) for arg in choices(node)]
        if node.op is Op.DIV:
            return self.one(Code.SIZE_DIV, *sizes, *self.slots[node.args[1]])
        if node.op is Op.PICK:
            return self.one(Code.PICK_HIGH, *sizes, self.said[node.args[0]])
        code = {Op.MUL: Code.MUL, Op.ADD: Code.ADD, Op.SUB: Code.ADD}.get(node.op, Code.MAX)
        return self.one(code, *sizes)

    def clear_of_one_another(self, a: Node, b: Node) -> tuple[Slot, Slot]:
        """Give two nodes; where ends that will be compared are next to each other, they are the same."""
        borders, left, right = self.borders, self.slots[a], self.slots[b]
        if borders.decided(a, b):
            return left, right
        rough = [x for x in (a, b) if borders.trust[x] is Safety.ROUGH] or [a]
        sizes = [self.size(x) for x in rough]
        size = sizes[0] if len(sizes) == 1 else self.one(Code.MAX, *sizes)
        k = (borders.hair(a, b), borders.steps(borders.grid[a], borders.grid[b]))
        low = self.one(Code.SNAP, left.low, right.high, size, k=k)
        same = left.point and right.point
        high = low if same else self.one(Code.SNAP, left.high, right.low, size, k=k)
        return Slot(low, high), right

    def before_step(self, x: Node) -> tuple[Node, Fraction]:
        """Give x + s as a trusted number, and s; x itself and 0 where there is no such form."""
        step = self.borders.step[x]
        return (x, Fraction(0)) if step is None else (self._moved(x, step), step)

    def before_step_of_both(self, a: Node, b: Node) -> tuple[Node, Node]:
        """Give two nodes to compare; where one is fixed, the last step of the other is undone on both."""
        for x, other in ((a, b), (b, a)):
            step = self.borders.step[x]
            if step is not None and self.borders.fixed[other] is not None:
                before, border = self._moved(x, step), self._moved(other, step)
                return (before, border) if x is a else (border, before)
        return a, b

    def _moved(self, x: Node, step: Fraction) -> Node:
        """Make the node x + s, where s undoes the last fixed step of x."""
        fixed = self.borders.fixed[x]
        if fixed is None and x.op in {Op.ADD, Op.SUB}:
            return x.args[0]
        if (x, step) not in self._moves:
            if fixed is not None:
                value = fixed + step
                made = Node(Op.CONST, (), value, Safety(int(value.denominator != 1)))
            else:
                condition = x.args[: len(x.args) - len(choices(x))]
                made = Node(x.op, condition + tuple(self._moved(arg, step) for arg in choices(x)))
            self.borders.learn(made)
            self.slots[made] = self._meaning[made.op](self, made)
            self._moves[x, step] = made
        return self._moves[x, step]

    def clear_of(self, x: Node, edges: Sequence[Fraction]) -> Slot:
        """Give a node with every value next to one of the literals moved onto it."""
        slot, borders = self.slots[x], self.borders
        for edge in edges:
            if borders.met_by(x, edge):
                continue
            k = (borders.hair(x), borders.steps(borders.grid[x], edge.denominator))
            slot = self.each(Code.SNAP, slot, self.const(float(edge)), self.size(x), k=k)
        return slot

    def sign_of(self, x: Node) -> Slot:
        """Give a node; where its sign is not certain the row is close."""
        if self.borders.trust[x] is not Safety.ROUGH:
            return self.slots[x]
        k = (self.borders.hair(x), float("inf"))
        return self.each(Code.SNAP, self.slots[x], self.const(0.0), self.size(x), k=k)

    def clear_of_each(self, x: Node, unit: float, offset: Fraction) -> Slot:
        """Give a node with every value next to a multiple of the unit plus the offset moved onto it."""
        slot, borders = self.slots[x], self.borders
        if borders.trust[x] is not Safety.ROUGH:
            return slot
        steps = borders.steps(borders.grid[x], offset.denominator)
        k = (borders.hair(x), steps, unit, float(offset))
        return self.each(Code.SNAP_EACH, slot, self.size(x), k=k)
