"""Random programs and records, drawn so that values fall on borders."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import inf

import numpy as np
from hypothesis import strategies as st

from rulebook.graph import Bands, Graph, Input, Node, Op
from rulebook.values import Frame, Interval, RankTable, Verdict

WHOLE_NAMES = ("staff", "rd", "sales", "assets")
DECIMAL_NAMES = ("share", "debt")
BOUNDED_NAME = "expert"
FLAG_NAMES = ("listed", "clean", "patent")

literals = st.sampled_from(
    [Fraction(n) for n in (0, 1, 2, 3, 5, 60, 100, -1)]
    + [
        Fraction(3, 100),
        Fraction(1, 20),
        Fraction(1, 2),
        Fraction(15, 2),
        Fraction(1, 3),
        Fraction(-1, 5),
    ]
    + [Fraction(6), Fraction(10), Fraction(7, 8), Fraction(10**12)]
)
whole_values = st.sampled_from(
    [0, 1, 2, 3, 5, 6, 100, 180, 6000, 5999, 6001, 200, -3, 10**12, 3 * 10**10, 10**12 + 1]
)
decimal_values = st.sampled_from([0.0, 0.03, 0.05, 0.0307, 0.5, 0.35, 1.0, -0.2, 40.5, 7.5])
bounded_values = st.sampled_from([0.0, 1.0, 7.5, 8.0, 6.25])


@dataclass
class Made:
    """A graph under construction and the nodes that may be used next."""

    graph: Graph = field(default_factory=Graph)
    numbers: list[Node] = field(default_factory=list)
    verdicts: list[Node] = field(default_factory=list)
    degree: dict[Node, int] = field(default_factory=dict)

    def number(self, op: Op, *args: Node, data: object = None) -> None:
        degrees = [self.degree.get(arg, 0) for arg in args]
        degree = sum(degrees) + 1 if op in {Op.MUL, Op.DIV} else max(degrees, default=0)
        if degree <= 8:
            node = self.graph.node(op, *args, data=data)
            self.degree[node] = degree
            self.numbers.append(node)

    def verdict(self, op: Op, *args: Node, data: object = None) -> None:
        self.verdicts.append(self.graph.node(op, *args, data=data))


def started() -> Made:
    made = Made()
    for name in WHOLE_NAMES:
        made.number(Op.INPUT, data=Input(name, integral=True))
    for name in DECIMAL_NAMES:
        made.number(Op.INPUT, data=Input(name))
    made.number(Op.INPUT, data=Input(BOUNDED_NAME, Fraction(0), Fraction(8)))
    for name in FLAG_NAMES:
        made.verdict(Op.FLAG, data=Input(name))
    made.number(Op.CONST, data=Fraction(60))
    return made


@st.composite
def bands(draw: st.DrawFn) -> Bands:
    places = sorted(draw(st.sets(literals, min_size=1, max_size=4)))
    edges = tuple((place, draw(st.booleans())) for place in places)
    points = st.sampled_from(
        [Fraction(n) for n in (0, 2, 4, 6, 8, 10)] + [Fraction(15, 2), Fraction(1, 10)]
    )
    pairs = tuple(
        (low, low + draw(st.sampled_from([Fraction(0), Fraction(1)])))
        for low in draw(st.lists(points, min_size=len(places) + 1, max_size=len(places) + 1))
    )
    return Bands(edges, pairs)


TWO = (Op.ADD, Op.SUB, Op.MUL, Op.DIV, Op.MIN, Op.MAX, Op.FIRST)
COMPARE = (Op.GE, Op.GT, Op.EQ)
KINDS = (*TWO, Op.DIV, Op.ADD, Op.CONST, Op.BANDS, Op.RANK, Op.PICK, Op.FLOOR, Op.ROUND, Op.ROOT)
SAYS = (*COMPARE, *COMPARE, Op.AND, Op.OR, Op.NOT, Op.REVIEW, Op.VERDICT)


DATA: dict[Op, st.SearchStrategy[object]] = {
    Op.CONST: literals,
    Op.BANDS: bands(),
    Op.RANK: st.sampled_from(["IP", "RD"]),
    Op.FLOOR: st.sampled_from([1, 10, 3]),
    Op.ROOT: st.sampled_from([2, 3]),
    Op.VERDICT: st.sampled_from(Verdict),
}


@st.composite
def programs(draw: st.DrawFn, without: frozenset[Op] = frozenset()) -> list[Node]:
    """Draw the outputs of a program: every node it has, so that a difference is seen where it arises."""
    made = started()
    kinds = [op for op in (*KINDS, *SAYS) if op not in without]
    for op in draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=25)):
        _grow(draw, made, op)
    return [*made.numbers, *made.verdicts]


def _grow(draw: st.DrawFn, made: Made, op: Op) -> None:
    # The newest nodes are drawn more often, so that programs grow deep.
    numbers = st.sampled_from(made.numbers + made.numbers[-4:] * 3)
    verdicts = st.sampled_from(made.verdicts + made.verdicts[-3:] * 3)
    literal_or_number = st.one_of(literals.map(made.graph.const), numbers)
    count = draw(st.integers(2, 3)) if op in {Op.AND, Op.OR} else 1
    parts: list[st.SearchStrategy[Node]] = {
        Op.CONST: [],
        Op.VERDICT: [],
        Op.PICK: [verdicts, numbers, numbers],
        **{of: [numbers] for of in (Op.BANDS, Op.FLOOR, Op.ROUND, Op.ROOT)},
        **{of: [numbers, literal_or_number] for of in COMPARE},
        **{of: [verdicts] * count for of in (Op.AND, Op.OR, Op.NOT, Op.REVIEW)},
    }.get(op, [numbers, numbers])
    args = [draw(part) for part in parts]
    if op in COMPARE and draw(st.booleans()):
        args.reverse()
    data = draw(DATA[op]) if op in DATA else None
    (made.verdict if op in SAYS else made.number)(op, *args, data=data)


def _points(values: st.SearchStrategy[float]) -> st.SearchStrategy[tuple[float, float]]:
    """Draw a value known exactly, or, three times in ten, nothing."""
    return st.integers(0, 9).flatmap(
        lambda n: st.just((np.nan, np.nan)) if n < 3 else values.map(lambda x: (float(x), float(x)))
    )


def _spans(values: st.SearchStrategy[float]) -> st.SearchStrategy[tuple[float, float]]:
    """Draw a range: closed, open at one end or at both, or nothing."""
    ends = st.tuples(values, values).map(lambda pair: (float(min(pair)), float(max(pair))))
    return st.one_of(
        ends,
        ends.map(lambda pair: (-inf, pair[1])),
        ends.map(lambda pair: (pair[0], inf)),
        _points(values),
        st.just((-inf, inf)),
    )


@st.composite
def frames(draw: st.DrawFn, most: int = 6) -> Frame:
    """Draw a frame; some inputs are absent, some are ranges."""
    rows = draw(st.integers(1, most))
    numbers = {}
    kinds = [(name, whole_values) for name in WHOLE_NAMES]
    kinds += [(name, decimal_values) for name in DECIMAL_NAMES] + [(BOUNDED_NAME, bounded_values)]
    for name, values in kinds:
        form = draw(st.sampled_from(["point", "point", "range", "absent"]))
        if form == "absent":
            continue
        cells = draw(
            st.lists((_points if form == "point" else _spans)(values), min_size=rows, max_size=rows)
        )
        low, high = (np.array(ends, np.float64) for ends in zip(*cells, strict=True))
        numbers[name] = (low, low if form == "point" else high)
    codes = st.sampled_from([0, 1, 2, 3])
    flags = {
        name: np.array(draw(st.lists(codes, min_size=rows, max_size=rows)), np.uint8)
        for name in draw(st.sets(st.sampled_from(FLAG_NAMES)))
    }
    return Frame(rows, numbers, flags)


def rank_table(values: list[float]) -> RankTable:
    """Rank the values of a cohort, ties in the middle."""
    sorted_, counts = np.unique(np.array(values), return_counts=True)
    above = np.cumsum(counts) / len(values)
    return RankTable(sorted_, above - counts / (2 * len(values)), above, len(values))


TABLES = {
    "IP": {1: rank_table([0.0, 1.0, 1.0, 3.0, 7.5, 180.0]), 3: rank_table([0.03])},
    "RD": {2: rank_table([-1.0, 0.03, 0.5, 0.5])},
}


def known_inside(draw: st.DrawFn, known: Interval) -> Interval:
    """Draw a point inside a range."""
    low = known.low if known.low != -inf else (known.high if known.high != inf else Fraction(0)) - 7
    high = known.high if known.high != inf else low + draw(st.integers(0, 10))
    share = draw(st.sampled_from([Fraction(0), Fraction(1), Fraction(1, 2)]))
    point = Fraction(low) + share * (Fraction(high) - Fraction(low))
    return Interval(point, point)
