"""The reference reading of the graph: slow, obvious and exact.

Every number is kept twice, as an exact range that decides (fractions) and as the float range that is shown, which
follows the machine's operations one by one. Decisions, such as comparisons and steps, use the exact range only. What
this module says is what a node means; `rulebook.machine` must say the same.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

from rulebook.graph import Bands, Input, Kind, Node, Op, walk
from rulebook.values import WHOLE, Exact, Interval, RankTable, RankTables, Verdict


@dataclass(frozen=True, slots=True)
class Reading:
    """A number as it decides (`exact`) and as it is shown (`low`, `high` in float64)."""

    exact: Interval
    low: float
    high: float

    @classmethod
    def of(cls, exact: Interval) -> Reading:
        """Read an exact range, each end rounded once."""
        return cls(exact, float(exact.low), float(exact.high))


UNKNOWN = Reading.of(WHOLE)
Known = Interval | Verdict
"""What a caller supplies for an input: a range, or a verdict code for a yes/no input."""
Result = Reading | Verdict


def exact(value: float) -> Exact:
    """Read a float as the shortest decimal that it stands for.

    >>> exact(0.0307)
    Fraction(307, 10000)
    """
    return value if math.isinf(value) else Fraction(repr(float(value)))


def interpret(
    nodes: Iterable[Node], inputs: Mapping[str, Known], tables: RankTables | None = None
) -> dict[Node, Result]:
    """Give the value of each node for one record.

    `inputs` maps input names to ranges or verdicts; an absent name is unknown.

    >>> from rulebook.graph import Graph
    >>> g = Graph()
    >>> share = g.node(Op.DIV, g.node(Op.INPUT, data=Input("a")), g.node(Op.INPUT, data=Input("b")))
    >>> test = g.node(Op.GE, share, g.const(Fraction(3, 100)))
    >>> known = {"a": Interval(Fraction(180), Fraction(180)), "b": Interval(Fraction(6000), Fraction(6000))}
    >>> interpret([test], known)[test].word, interpret([test], {})[test].word
    ('met', 'unknown')
    """
    roots = list(nodes)
    done: dict[Node, Result] = {}
    for node in walk(*roots):
        if node.kind is Kind.VERDICT:
            done[node] = _verdict(node, done, inputs)
        else:
            done[node] = _number(node, done, inputs, tables or {})
    return {root: done[root] for root in roots}


def _number(
    node: Node, done: Mapping[Node, Result], inputs: Mapping[str, Known], tables: RankTables
) -> Reading:
    if node.op is Op.CONST:
        return Reading.of(Interval(node.data, node.data))
    if node.op is Op.INPUT:
        return _input(node.data, inputs)
    if node.op is Op.PICK:
        return _pick(cast("Verdict", done[node.args[0]]), *_readings(node.args[1:], done))
    args = _readings(node.args, done)
    if node.op is Op.RANK:
        return _rank(args[0], args[1], tables.get(node.data, {}))
    if node.op in UNARY:
        return UNARY[node.op](args[0], node.data)
    return BINARY[node.op](args[0], args[1])


def _readings(args: Iterable[Node], done: Mapping[Node, Result]) -> list[Reading]:
    return [cast("Reading", done[arg]) for arg in args]


def _input(data: Input, inputs: Mapping[str, Known]) -> Reading:
    known = cast("Interval | None", inputs.get(data.name))
    if known is not None and not known.whole:
        return Reading.of(known)
    if data.low is None or data.high is None:
        return UNKNOWN
    return Reading.of(Interval(data.low, data.high))


def _endwise(of: Callable[..., Exact]) -> Callable[[Reading, Reading], Reading]:
    """Make an operation that treats low and high ends apart."""

    def apply(a: Reading, b: Reading) -> Reading:
        return Reading(
            Interval(of(a.exact.low, b.exact.low), of(a.exact.high, b.exact.high)),
            float(of(a.low, b.low)),
            float(of(a.high, b.high)),
        )

    return apply


def _sub(a: Reading, b: Reading) -> Reading:
    ends = Interval(a.exact.low - b.exact.high, a.exact.high - b.exact.low)
    return Reading(ends, a.low - b.high, a.high - b.low)


def _times(a: Exact, b: Exact) -> Exact:
    return Fraction(0) if a == 0 or b == 0 else a * b


def _over(a: Exact, b: Exact) -> Exact:
    """Divide two ends; the far end of a half-open range divides to nothing."""
    return Fraction(0) if math.isinf(b) else a / b


def _corners(of: Callable[[Exact, Exact], Exact], a: Reading, b: Reading) -> Reading:
    ends = [of(x, y) for x in (a.exact.low, a.exact.high) for y in (b.exact.low, b.exact.high)]
    shown = [float(of(x, y)) for x in (a.low, a.high) for y in (b.low, b.high)]
    return Reading(Interval(min(ends), max(ends)), min(shown), max(shown))


def _mul(a: Reading, b: Reading) -> Reading:
    return UNKNOWN if a.exact.whole or b.exact.whole else _corners(_times, a, b)


def _div(a: Reading, b: Reading) -> Reading:
    """Divide; unknown where the denominator could be zero."""
    if a.exact.whole or b.exact.whole or b.exact.low <= 0 <= b.exact.high:
        return UNKNOWN
    cancelled = b.low <= 0 <= b.high  # floats can lose a difference that is not zero
    return _corners(_over, a, Reading.of(b.exact) if cancelled else b)


def _first(a: Reading, b: Reading) -> Reading:
    return b if a.exact.whole else a


def _step(value: Exact, edges: tuple[tuple[Fraction, bool], ...]) -> int:
    return sum(value >= edge if closed else value > edge for edge, closed in edges)


def _bands(x: Reading, bands: Bands) -> Reading:
    span = bands.points[_step(x.exact.low, bands.edges) : _step(x.exact.high, bands.edges) + 1]
    return Reading.of(Interval(min(low for low, _ in span), max(high for _, high in span)))


def _rank(x: Reading, code: Reading, cohorts: Mapping[int, RankTable]) -> Reading:
    table = cohorts.get(int(code.low)) if code.exact.closed else None
    if table is None or x.exact.whole:
        return Reading.of(Interval(Fraction(0), Fraction(1)))
    low, high = (_standing(table, end) for end in (x.low, x.high))
    return Reading(Interval(exact(low), exact(high)), low, high)


def _standing(table: RankTable, end: float) -> float:
    if math.isinf(end):
        return 0.0 if end < 0 else 1.0
    return table.rank(end)


def _pick(condition: Verdict, a: Reading, b: Reading) -> Reading:
    if condition is Verdict.MET:
        return a
    if condition is Verdict.UNMET:
        return b
    hull = Interval(min(a.exact.low, b.exact.low), max(a.exact.high, b.exact.high))
    return Reading(hull, min(a.low, b.low), max(a.high, b.high))


def _ends(of: Callable[[Exact], Exact], x: Reading) -> Reading:
    return Reading.of(Interval(of(x.exact.low), of(x.exact.high)))


def _floor(x: Reading, unit: int) -> Reading:
    return _ends(lambda v: v if math.isinf(v) else Fraction(math.floor(v / unit) * unit), x)


def _round(x: Reading, _data: object) -> Reading:
    return _ends(lambda v: v if math.isinf(v) else Fraction(math.floor(v + Fraction(1, 2))), x)


def _root(x: Reading, n: int) -> Reading:
    if x.exact.whole or x.exact.low < 0:
        return UNKNOWN
    low, high = (max(end, 0.0) ** (1.0 / n) for end in (x.low, x.high))
    return Reading(Interval(exact(low), exact(high)), low, high)


BINARY: Mapping[Op, Callable[..., Reading]] = {
    Op.ADD: _endwise(lambda a, b: a + b),
    Op.SUB: _sub,
    Op.MUL: _mul,
    Op.DIV: _div,
    Op.MIN: _endwise(min),
    Op.MAX: _endwise(max),
    Op.FIRST: _first,
}
UNARY: Mapping[Op, Callable[[Reading, Any], Reading]] = {
    Op.BANDS: _bands,
    Op.FLOOR: _floor,
    Op.ROUND: _round,
    Op.ROOT: _root,
}


def _verdict(node: Node, done: Mapping[Node, Result], inputs: Mapping[str, Known]) -> Verdict:
    match node.op:
        case Op.VERDICT:
            return cast("Verdict", node.data)
        case Op.FLAG:
            return cast("Verdict", inputs.get(node.data.name, Verdict.UNKNOWN))
        case Op.GE | Op.GT | Op.EQ:
            a, b = _readings(node.args, done)
            return COMPARISONS[node.op](a.exact, b.exact)
        case _:
            return LOGIC[node.op](*(cast("Verdict", done[arg]) for arg in node.args))


def _compare(*, met: bool, unmet: bool) -> Verdict:
    return Verdict.MET if met else Verdict.UNMET if unmet else Verdict.UNKNOWN


COMPARISONS: Mapping[Op, Callable[[Interval, Interval], Verdict]] = {
    Op.GE: lambda a, b: _compare(met=a.low >= b.high, unmet=a.high < b.low),
    Op.GT: lambda a, b: _compare(met=a.low > b.high, unmet=a.high <= b.low),
    Op.EQ: lambda a, b: _compare(
        met=a.closed and b.closed and a.low == b.low, unmet=a.high < b.low or a.low > b.high
    ),
}
SWAPPED = {
    Verdict.MET: Verdict.UNMET,
    Verdict.UNMET: Verdict.MET,
    Verdict.UNKNOWN: Verdict.UNKNOWN,
    Verdict.REVIEW: Verdict.REVIEW,
}
LOGIC: Mapping[Op, Callable[..., Verdict]] = {
    Op.AND: min,
    Op.OR: max,
    Op.NOT: lambda a: SWAPPED[a],
    Op.REVIEW: lambda a: Verdict.REVIEW if a is Verdict.UNKNOWN else a,
}
