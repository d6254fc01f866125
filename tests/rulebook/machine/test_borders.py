from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from rulebook.graph import Bands, Graph, Input, Node, Op
from rulebook.machine import run
from rulebook.values import Frame, Verdict

MET, UNMET, UNKNOWN = Verdict.MET, Verdict.UNMET, Verdict.UNKNOWN


@pytest.fixture
def g() -> Graph:
    return Graph()


def whole(g: Graph, name: str) -> Node:
    return g.node(Op.INPUT, data=Input(name, integral=True))


def frame(**columns: list[float]) -> Frame:
    arrays = {name: np.array(values, np.float64) for name, values in columns.items()}
    return Frame(len(next(iter(columns.values()))), {name: (x, x) for name, x in arrays.items()})


def growth(g: Graph, after: str, before: str) -> Node:
    return g.node(Op.SUB, g.node(Op.DIV, whole(g, after), whole(g, before)), g.const(1))


def test_a_firm_exactly_on_three_percent_meets_it(g: Graph) -> None:
    share = g.node(Op.DIV, whole(g, "rd"), whole(g, "sales"))
    enough = g.node(Op.GE, share, g.const(Fraction(3, 100)))
    answers = run(
        [enough],
        frame(rd=[180, 179, 3 * 10**11, 3 * 10**11 - 1], sales=[6000, 6000, 10**13, 10**13]),
    )
    assert answers.verdict(enough).tolist() == [MET, UNMET, MET, UNMET]
    assert answers.close == 0


def test_growth_of_exactly_fifteen_percent_is_seen_without_the_interpreter(g: Graph) -> None:
    enough = g.node(Op.GE, growth(g, "now", "then"), g.const(Fraction(15, 100)))
    above = g.node(Op.GT, growth(g, "now", "then"), g.const(Fraction(15, 100)))
    answers = run([enough, above], frame(now=[115, 114, 116], then=[100, 100, 100]))
    assert answers.verdict(enough).tolist() == [MET, UNMET, MET]
    assert answers.verdict(above).tolist() == [UNMET, UNMET, MET]
    assert answers.close == 0


def test_a_mean_growth_on_the_border_is_decided_by_the_interpreter(g: Graph) -> None:
    total = g.node(Op.ADD, growth(g, "b", "a"), growth(g, "c", "b"))
    above = g.node(Op.GT, total, g.const(0))
    answers = run([above], frame(a=[100, 100], b=[110, 110], c=[99, 100]))
    assert answers.verdict(above).tolist() == [UNMET, MET]
    assert answers.close == 1


def test_points_with_halves_and_tenths_add_up_to_sixty(g: Graph) -> None:
    parts = [
        g.node(
            Op.BANDS,
            whole(g, name),
            data=Bands(((Fraction(1), True),), ((Fraction(0),) * 2, (points,) * 2)),
        )
        for name, points in [
            ("a", Fraction(199, 10)),
            ("b", Fraction(301, 10)),
            ("c", Fraction(10)),
        ]
    ]
    score = g.node(Op.ADD, g.node(Op.ADD, parts[0], parts[1]), parts[2])
    enough = g.node(Op.GE, score, g.const(60))
    answers = run([enough], frame(a=[1, 1], b=[1, 1], c=[1, np.nan]))
    assert answers.verdict(enough).tolist() == [MET, UNKNOWN]
    assert answers.close == 0


def test_amounts_too_large_for_floats_are_decided_exactly(g: Graph) -> None:
    same = g.node(Op.EQ, g.node(Op.MUL, whole(g, "a"), whole(g, "b")), whole(g, "c"))
    a = 2**40 + 1
    answers = run([same], frame(a=[a], b=[a], c=[float(a * a)]))
    assert answers.verdict(same).tolist() == [UNMET]
    assert answers.close == 1


def test_a_column_that_should_be_whole_and_is_not_goes_to_the_interpreter(g: Graph) -> None:
    share = g.node(Op.DIV, whole(g, "a"), whole(g, "b"))
    answers = run([share], frame(a=[0.5, 1.0], b=[2.0, 2.0]))
    assert (answers.low(share).tolist(), answers.close) == ([0.25, 0.5], 1)


def quotient(g: Graph, above: str, below: str) -> Node:
    return g.node(Op.DIV, whole(g, above), whole(g, below))


def test_a_difference_that_floats_lose_still_divides(g: Graph) -> None:
    apart = g.node(Op.SUB, quotient(g, "a", "b"), quotient(g, "c", "a"))
    share = g.node(Op.DIV, whole(g, "one"), apart)
    answers = run([share], frame(a=[10**13 + 1], b=[10**13 + 2], c=[10**13], one=[1]))
    assert answers.low(share)[0] == answers.high(share)[0] > 10**25


def test_the_root_of_what_is_exactly_nothing_is_nothing(g: Graph) -> None:
    total = g.node(Op.ADD, quotient(g, "x", "t"), quotient(g, "y", "t"))
    root = g.node(Op.ROOT, g.node(Op.SUB, total, quotient(g, "z", "t")), data=2)
    answers = run([root], frame(x=[1], y=[7], z=[8], t=[10]))
    assert (answers.low(root)[0], answers.high(root)[0]) == (0.0, 0.0)
