from __future__ import annotations

from fractions import Fraction
from math import inf

import numpy as np
import pytest

from rulebook.graph import Graph, Input, Node, Op
from rulebook.machine import compile_program, iterate, run, run_one
from rulebook.values import Frame, Interval, RankTable, Verdict

ROWS = 20_001


@pytest.fixture
def g() -> Graph:
    return Graph()


def number(g: Graph, name: str) -> Node:
    return g.node(Op.INPUT, data=Input(name))


def column(*values: float) -> tuple[np.ndarray, np.ndarray]:
    array = np.array(values, np.float64)
    return array, array


def test_one_thread_and_three_answer_alike(g: Graph) -> None:
    total = g.node(Op.ADD, number(g, "a"), number(g, "b"))
    data = np.random.default_rng(1).random((2, ROWS))
    frame = Frame(ROWS, {"a": (data[0], data[0]), "b": (data[1], data[1])})
    one, three = (run([total], frame, threads=n).low(total) for n in (1, 3))
    assert np.array_equal(one, three)
    assert np.array_equal(one, data[0] + data[1])


def test_an_empty_frame_has_empty_answers(g: Graph) -> None:
    assert run([number(g, "a")], Frame(0)).low(number(g, "a")).tolist() == []


def test_a_range_stays_a_range(g: Graph) -> None:
    half = g.node(Op.DIV, number(g, "a"), g.const(2))
    frame = Frame(2, {"a": (np.array([1.0, -inf]), np.array([3.0, 5.0]))})
    answers = run([half], frame)
    assert (answers.low(half).tolist(), answers.high(half).tolist()) == ([0.5, -inf], [1.5, 2.5])


def test_an_expert_who_has_not_answered_may_give_anything_on_the_scale(g: Graph) -> None:
    points = g.node(Op.INPUT, data=Input("expert", Fraction(0), Fraction(8)))
    answers = run([points], Frame(2, {"expert": column(7.5, np.nan)}))
    assert (answers.low(points).tolist(), answers.high(points).tolist()) == ([7.5, 0.0], [7.5, 8.0])


def test_a_firm_without_cohort_may_rank_anywhere(g: Graph) -> None:
    rank = g.node(Op.RANK, number(g, "x"), number(g, "cohort"), data="IP")
    table = RankTable(np.array([1.0, 2.0]), np.array([0.25, 0.75]), np.array([0.5, 1.0]), 2)
    frame = Frame(4, {"x": column(2, 1.5, 2, np.nan), "cohort": column(101, 101, 7, 101)})
    answers = run([rank], frame, {"IP": {101: table}})
    assert answers.low(rank).tolist() == [0.75, 0.5, 0.0, 0.0]
    assert answers.high(rank).tolist() == [0.75, 0.5, 1.0, 1.0]


def test_a_stream_is_answered_frame_by_frame(g: Graph) -> None:
    a = number(g, "a")
    answers = iterate([a], (Frame(1, {"a": column(n)}) for n in (1, 2)))
    assert [columns.low(a).tolist() for columns in answers] == [[1.0], [2.0]]


def test_a_program_is_made_once_for_the_same_outputs(g: Graph) -> None:
    assert compile_program([number(g, "a")]) is compile_program([number(g, "a")])


def test_one_record_answers_with_ranges_and_verdicts(g: Graph) -> None:
    a = number(g, "a")
    enough = g.node(Op.GE, a, g.const(3))
    answers = run_one([a, enough], {"a": Interval(Fraction(2), Fraction(5, 2))})
    assert (answers[a].low, answers[a].high, answers[enough]) == (2.0, 2.5, Verdict.UNMET)
