"""What each operation means, on ranges: exact, and never more certain than what is known."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from rulebook.graph import Bands, Graph, Input, Op
from rulebook.interpreter import exact, interpret
from rulebook.values import INFINITY, WHOLE, Interval, RankTable, Verdict

INF = INFINITY


def span(low, high=None):
    """Make a range of a pair, or of one number."""
    high = low if high is None else high
    return Interval(
        *(
            end if isinstance(end, float) and np.isinf(end) else Fraction(str(end))
            for end in (low, high)
        )
    )


def apply(op, *values, data=None):
    """Apply one operation to ranges given as inputs; None stands for what is not known."""
    graph = Graph()
    inputs = {f"i{n}": value for n, value in enumerate(values) if value is not None}
    nodes = [
        graph.node(Op.FLAG if isinstance(value, Verdict) else Op.INPUT, data=Input(f"i{n}"))
        for n, value in enumerate(values)
    ]
    root = graph.node(op, *nodes, data=data)
    return interpret([root], inputs)[root]


@pytest.mark.parametrize(
    ("op", "a", "b", "low", "high"),
    [
        (Op.ADD, span(1, 2), span(10, 20), 11, 22),
        (Op.SUB, span(1, 2), span(10, 20), -19, -8),
        (Op.MUL, span(-1, 2), span(10, 20), -20, 40),
        (Op.DIV, span(1, 2), span(10, 20), Fraction(1, 20), Fraction(1, 5)),
        (Op.DIV, span(1, 2), span(0, 20), -INF, INF),
        (Op.DIV, span(1, 2), span(-1, 1), -INF, INF),
        (Op.DIV, span(1, 2), span(-4, -2), -1, Fraction(-1, 4)),
        (Op.DIV, span(1, 2), span(10, INF), 0, Fraction(1, 5)),
        (Op.DIV, span(0, INF), span(2), 0, INF),
        (Op.MIN, span(1, 9), span(3, 4), 1, 4),
        (Op.MAX, span(1, 9), span(3, 4), 3, 9),
        (Op.MIN, None, span(3, 4), -INF, 4),
        (Op.MAX, None, span(3, 4), 3, INF),
        (Op.MUL, None, span(0), -INF, INF),
        (Op.ADD, None, span(1), -INF, INF),
        (Op.FIRST, None, span(3, 4), 3, 4),
        (Op.FIRST, span(1, INF), span(3, 4), 1, INF),
    ],
)
def test_two_ranges_give_a_range(op, a, b, low, high):
    assert apply(op, a, b).exact == Interval(low, high)


@pytest.mark.parametrize(
    ("condition", "low", "high"),
    [(Verdict.MET, 1, 2), (Verdict.UNMET, 7, 9), (Verdict.UNKNOWN, 1, 9), (Verdict.REVIEW, 1, 9)],
)
def test_while_a_condition_is_open_a_choice_holds_both_branches(condition, low, high):
    assert apply(Op.PICK, condition, span(1, 2), span(7, 9)).exact == Interval(low, high)


@pytest.mark.parametrize(
    ("op", "value", "data", "low", "high"),
    [
        (Op.FLOOR, span("2.9"), 1, 2, 2),
        (Op.FLOOR, span("-0.1"), 1, -1, -1),
        (Op.FLOOR, span(25, INF), 10, 20, INF),
        (Op.ROUND, span("2.5"), None, 3, 3),
        (Op.ROUND, span("-2.5"), None, -2, -2),
        (Op.ROUND, span("2.4999"), None, 2, 2),
        (Op.ROOT, span("1.44"), 2, Fraction(12, 10), Fraction(12, 10)),
        (Op.ROOT, span(-1, 4), 2, -INF, INF),
    ],
)
def test_one_range_gives_a_range(op, value, data, low, high):
    assert apply(op, value, data=data).exact == Interval(low, high)


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        (span("9.99"), 0, 0),
        (span(10), 4, 4),
        (span(20), 4, 4),
        (span("20.01"), 7, 8),
        (span(15, 30), 4, 8),
        (None, 0, 8),
    ],
)
def test_a_step_is_taken_where_its_border_says(value, low, high):
    bands = Bands(
        ((Fraction(10), True), (Fraction(20), False)),
        tuple((Fraction(a), Fraction(b)) for a, b in [(0, 0), (4, 4), (7, 8)]),
    )
    assert apply(Op.BANDS, value, data=bands).exact == Interval(low, high)


@pytest.mark.parametrize(
    ("op", "a", "b", "word"),
    [
        (Op.GE, span(3), span(3), "met"),
        (Op.GT, span(3), span(3), "unmet"),
        (Op.GE, span(1, 3), span(3), "unknown"),
        (Op.GE, span(1, 2), span(3), "unmet"),
        (Op.GT, span(4, INF), span(3), "met"),
        (Op.EQ, span(3), span(3), "met"),
        (Op.EQ, span(1, 4), span(3), "unknown"),
        (Op.EQ, span(4, 5), span(3), "unmet"),
        (Op.GE, None, span(3), "unknown"),
    ],
)
def test_a_comparison_is_certain_only_when_every_value_agrees(op, a, b, word):
    assert apply(op, a, b).word == word


@pytest.mark.parametrize("op", [Op.AND, Op.OR])
@pytest.mark.parametrize("a", Verdict)
@pytest.mark.parametrize("b", Verdict)
def test_all_of_is_the_least_and_any_of_the_greatest(op, a, b):
    assert apply(op, a, b) is (min(a, b) if op is Op.AND else max(a, b))


@pytest.mark.parametrize(
    ("op", "given", "word"),
    [
        (Op.NOT, Verdict.MET, "unmet"),
        (Op.NOT, Verdict.UNMET, "met"),
        (Op.NOT, Verdict.UNKNOWN, "unknown"),
        (Op.NOT, Verdict.REVIEW, "manual_review"),
        (Op.REVIEW, Verdict.UNKNOWN, "manual_review"),
        (Op.REVIEW, Verdict.UNMET, "unmet"),
    ],
)
def test_judgement_is_neither_yes_nor_no(op, given, word):
    assert apply(op, given).word == word


@pytest.mark.parametrize(
    ("value", "code", "low", "high"),
    [
        (span(1), span(100), Fraction(1, 4), Fraction(1, 4)),
        (span("1.5"), span(100), Fraction(1, 2), Fraction(1, 2)),
        (span(0), span(100), 0, 0),
        (span(1, INF), span(100), Fraction(1, 4), 1),
        (span(1), span(200), 0, 1),
        (span(1), span(100, 200), 0, 1),
        (None, span(100), 0, 1),
    ],
)
def test_a_rank_is_known_as_far_as_value_and_cohort_are(value, code, low, high):
    table = RankTable(np.array([1.0, 2.0]), np.array([0.25, 0.75]), np.array([0.5, 1.0]), 2)
    graph = Graph()
    x, c = (graph.node(Op.INPUT, data=Input(name)) for name in "xc")
    root = graph.node(Op.RANK, x, c, data="IP01")
    known = {"x": value or WHOLE, "c": code}
    assert interpret([root], known, {"IP01": {100: table}})[root].exact == Interval(low, high)


def test_a_bounded_input_counts_within_its_bounds_while_it_is_missing():
    graph = Graph()
    node = graph.node(Op.INPUT, data=Input("k", Fraction(0), Fraction(8)))
    assert interpret([node], {})[node].exact == Interval(0, 8)


def test_a_float_stands_for_its_shortest_decimal():
    assert exact(0.1) == Fraction(1, 10)
    assert exact(-INF) == -INF
