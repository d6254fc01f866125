"""What each operation of the graph becomes: a table, and a few lines for each row."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import inf, nextafter
from typing import TYPE_CHECKING, cast

from rulebook.graph import Bands, Input, Kind, Node, Op, Safety, walk
from rulebook.machine.instructions import Code, Reg
from rulebook.machine.lower import NUMBER, VERDICT, Lowering, Slot

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

LARGEST_INPUT = 2.0**46
"""Whole inputs below this (704 billion yuan in fen) can be added up a hundred times and stay exact."""
LARGEST_PRODUCT = 2.0**52


def lower(outputs: Sequence[Node], ranged: frozenset[str]) -> Lowering:
    """Lower all outputs; `ranged` names the inputs whose low and high columns differ."""
    nodes = walk(*outputs)
    work = Lowering(nodes, ranged, NUMBERS)
    wanted = set(outputs)
    for node in nodes:
        if node.kind is Kind.VERDICT:
            work.said[node] = VERDICTS[node.op](work, node)
        else:
            work.slots[node] = NUMBERS[node.op](work, node)
        if node in wanted:
            work.store(node)
    return work


def _literal(node: Node) -> float | None:
    return float(node.data) if node.op is Op.CONST else None


def _const(work: Lowering, node: Node) -> Slot:
    held = work.const(float(node.data))
    return Slot(held, held)


def _input(work: Lowering, node: Node) -> Slot:
    data = cast("Input", node.data)
    low = work.column(data.name, 0)
    bounds = (-inf, inf)
    if data.low is not None and data.high is not None:
        bounds = (float(data.low), float(data.high))
    if data.name in work.ranged:
        slot = work.load(Code.LOAD_RANGE, NUMBER * 2, low, work.column(data.name, 1), k=bounds)
    elif bounds != (-inf, inf):
        slot = work.load(Code.LOAD_RANGE, NUMBER * 2, low, low, k=bounds)
    else:
        slot = work.load(Code.LOAD, NUMBER, low)
    return _checked(work, node, slot, LARGEST_INPUT)


def _checked(work: Lowering, node: Node, slot: Slot, below: float) -> Slot:
    """Watch over numbers that are trusted to be whole."""
    if node.safety is Safety.INTEGRAL:
        for reg in dict.fromkeys(slot):
            work.emit(Code.CHECK, "", reg, k=(below,))
    return slot


def _add(work: Lowering, node: Node) -> Slot:
    a, b = node.args
    if a.op is Op.CONST:
        a, b = b, a
    literal = _literal(b)
    if literal is not None:
        return work.each(Code.ADD_K, work.slots[a], k=(literal,))
    x, y = _alike(work, a, b)
    low = work.one(Code.ADD, x.low, y.low)
    return Slot(low, low if x.point else work.one(Code.ADD, x.high, y.high))


def _sub(work: Lowering, node: Node) -> Slot:
    a, b = node.args
    fixed, taken = _literal(a), _literal(b)
    if taken is not None:
        return work.each(Code.ADD_K, work.slots[a], k=(-taken,))
    if fixed is not None:
        return _swapped(work.each(Code.FROM_K, work.slots[b], k=(fixed,)))
    x, y = _alike(work, a, b)
    low = work.one(Code.SUB, x.low, y.high)
    return Slot(low, low if x.point else work.one(Code.SUB, x.high, y.low))


def _swapped(slot: Slot) -> Slot:
    return Slot(slot.high, slot.low)


def _alike(work: Lowering, a: Node, b: Node) -> tuple[Slot, Slot]:
    """Give two nodes both as points or both as ranges."""
    x, y = work.slots[a], work.slots[b]
    if x.point and y.point:
        return x, y
    return work.split(a), work.split(b)


def _scaled(work: Lowering, code: Code, a: Node, factor: float) -> Slot:
    slot = work.each(code, work.slots[a], k=(factor,))
    return slot if factor > 0 else _swapped(slot)


def _mul(work: Lowering, node: Node) -> Slot:
    a, b = node.args
    if a.op is Op.CONST:
        a, b = b, a
    factor = _literal(b)
    if factor:
        return _checked(work, node, _scaled(work, Code.MUL_K, a, factor), LARGEST_PRODUCT)
    x, y = _alike(work, a, b)
    if x.point and y.point:
        held = work.one(Code.MUL, x.low, y.low)
        return _checked(work, node, Slot(held, held), LARGEST_PRODUCT)
    if work.borders.positive[a] and work.borders.positive[b]:
        ends = (work.one(Code.MUL, x.low, y.low), work.one(Code.MUL, x.high, y.high))
        return _checked(work, node, Slot(*ends), LARGEST_PRODUCT)
    return _checked(work, node, work.two(Code.MUL_RANGE, *x, *y), LARGEST_PRODUCT)


def _div(work: Lowering, node: Node) -> Slot:
    a, b = node.args
    divisor = _literal(b)
    if divisor:
        return _scaled(work, Code.DIV_K, a, divisor)
    x, y = work.slots[a], work.clear_of(b, [Fraction(0)])
    if x.point and y.point:
        held = work.one(Code.DIV, x.low, y.low)
        return Slot(held, held)
    below = work.two(Code.SPLIT, y.low) if y.point else y
    return work.two(Code.DIV_RANGE, *work.split(a), *below)


def _endwise(code: Code) -> Callable[[Lowering, Node], Slot]:
    def least_or_most(work: Lowering, node: Node) -> Slot:
        x, y = (work.split(arg) for arg in node.args)
        low = work.one(code, x.low, y.low)
        point = x.point and y.point
        return Slot(low, low if point else work.one(code, x.high, y.high))

    return least_or_most


def _bands(work: Lowering, node: Node) -> Slot:
    bands = cast("Bands", node.data)
    before, step = work.before_step(node.args[0])
    places = [edge + step for edge, _ in bands.edges]
    x = work.clear_of(before, places)
    # x > e and x >= the next float say the same of a float
    edges = tuple(
        float(place) if closed else nextafter(float(place), inf)
        for place, (_, closed) in zip(places, bands.edges, strict=True)
    )
    lows, highs = (tuple(map(float, ends)) for ends in zip(*bands.points, strict=True))
    if _ascends(lows) and _ascends(highs):
        return Slot(
            work.one(Code.STEPS_LOW, x.low, index=len(edges), k=edges + lows),
            work.one(Code.STEPS_HIGH, x.high, index=len(edges), k=edges + highs),
        )
    if _ascends(lows[::-1]) and _ascends(highs[::-1]):
        return Slot(
            work.one(Code.STEPS_HIGH, x.high, index=len(edges), k=edges + lows),
            work.one(Code.STEPS_LOW, x.low, index=len(edges), k=edges + highs),
        )
    return work.two(Code.BANDS, *x, index=len(edges), k=edges + lows + highs)


def _ascends(values: Sequence[float]) -> bool:
    return all(a <= b for a, b in pairwise(values))


def _rank(work: Lowering, node: Node) -> Slot:
    x, code = (work.slots[arg] for arg in node.args)
    table = work.tables.setdefault(node.data, len(work.tables))
    return work.two(Code.RANK, *x, *code, index=table)


def _pick(work: Lowering, node: Node) -> Slot:
    condition = work.said[node.args[0]]
    x, y = (work.split(arg) for arg in node.args[1:])
    return Slot(
        work.one(Code.PICK_LOW, x.low, y.low, condition),
        work.one(Code.PICK_HIGH, x.high, y.high, condition),
    )


def _first(work: Lowering, node: Node) -> Slot:
    a, b = node.args
    x, y = _alike(work, a, b)
    if x.point and y.point:
        held = work.one(Code.FIRST, x.low, y.low)
        return Slot(held, held)
    return work.two(Code.FIRST_RANGE, *x, *y)


def _floor(work: Lowering, node: Node) -> Slot:
    unit = float(node.data)
    x = work.clear_of_each(node.args[0], unit, Fraction(0))
    return work.each(Code.FLOOR, x, k=(unit,))


def _round(work: Lowering, node: Node) -> Slot:
    return work.each(Code.ROUND, work.clear_of_each(node.args[0], 1.0, Fraction(1, 2)))


def _root(work: Lowering, node: Node) -> Slot:
    x, power = work.sign_of(node.args[0]), (1.0 / node.data,)
    return work.each(Code.ROOT, x, k=power) if x.point else work.two(Code.ROOT_RANGE, *x, k=power)


def _verdict(work: Lowering, node: Node) -> Reg:
    return work.say(Code.SAY, k=(float(node.data),))


def _flag(work: Lowering, node: Node) -> Reg:
    return work.load(Code.LOAD_FLAG, VERDICT, work.flag(node.data.name)).low


def _compare(code: Code) -> Callable[[Lowering, Node], Reg]:
    def compared(work: Lowering, node: Node) -> Reg:
        a, b = work.before_step_of_both(*node.args)
        x, y = work.clear_of_one_another(a, b)
        left, right = _literal(a), _literal(b)
        if right is not None:
            return _against(work, code, x, right)
        if left is not None and x == work.slots[a]:
            return _literal_against(work, code, left, y)
        return work.say(code, *x, *y)

    return compared


def _against(work: Lowering, code: Code, x: Slot, literal: float) -> Reg:
    if code is Code.EQ:
        return work.say(Code.EQ_K, *x, k=(literal,))
    edge = nextafter(literal, inf) if code is Code.GT else literal
    return work.say(Code.GE_K, *x, k=(edge,))


def _literal_against(work: Lowering, code: Code, literal: float, y: Slot) -> Reg:
    if code is Code.EQ:
        return work.say(Code.EQ_K, *y, k=(literal,))
    edge = nextafter(literal, inf) if code is Code.GE else literal
    return work.say(Code.LT_K, *y, k=(edge,))


def _chain(code: Code) -> Callable[[Lowering, Node], Reg]:
    def chained(work: Lowering, node: Node) -> Reg:
        held, *others = (work.said[arg] for arg in node.args)
        for other in others:
            held = work.say(code, held, other)
        return held

    return chained


NUMBERS: Mapping[Op, Callable[[Lowering, Node], Slot]] = {
    Op.CONST: _const,
    Op.INPUT: _input,
    Op.ADD: _add,
    Op.SUB: _sub,
    Op.MUL: _mul,
    Op.DIV: _div,
    Op.MIN: _endwise(Code.MIN),
    Op.MAX: _endwise(Code.MAX),
    Op.BANDS: _bands,
    Op.RANK: _rank,
    Op.PICK: _pick,
    Op.FIRST: _first,
    Op.FLOOR: _floor,
    Op.ROUND: _round,
    Op.ROOT: _root,
}
VERDICTS: Mapping[Op, Callable[[Lowering, Node], Reg]] = {
    Op.VERDICT: _verdict,
    Op.FLAG: _flag,
    Op.GE: _compare(Code.GE),
    Op.GT: _compare(Code.GT),
    Op.EQ: _compare(Code.EQ),
    Op.AND: _chain(Code.AND),
    Op.OR: _chain(Code.OR),
    Op.NOT: lambda work, node: work.say(Code.NOT, work.said[node.args[0]]),
    Op.REVIEW: lambda work, node: work.say(Code.REVIEW, work.said[node.args[0]]),
}
