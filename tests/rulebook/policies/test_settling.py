"""Smaller nodes say what the larger ones say where nothing was paid."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
from hypothesis import HealthCheck, given, settings

from rulebook.entitle.holdings import entitle_all, entitle_frames
from rulebook.entitle.settling import settled
from rulebook.graph import Graph, Input, Node, Op, walk
from rulebook.interpreter import Result, interpret
from rulebook.machine.evaluation import row_of
from rulebook.values import Frame, Interval, Verdict
from tests.rulebook.policies import toys
from tests.rulebook.properties.programs import TABLES, frames, programs

PAID = frozenset({"rd", "sales"})
NOTHING = Interval(Fraction(0), Fraction(0))
PATIENT = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))


def beside(nodes: list[Node]) -> Graph:
    """Give a graph whose new nodes are told from those that are there."""
    known = {(node.serial,): node for node in walk(*nodes)}
    return Graph({(place,): known.get((place,), nodes[0]) for place in range(max(known)[0] + 1)})


def exactly(answer: Result) -> object:
    return answer if isinstance(answer, Verdict) else answer.exact


@PATIENT
@given(programs(), frames(most=1))
def test_a_firm_that_was_never_paid_gets_the_same_answers(outputs: list[Node], frame: Frame):
    inputs = {**row_of(frame, 0), **dict.fromkeys(PAID, NOTHING)}
    smaller = settled(beside(outputs), outputs, PAID)
    before = interpret(outputs, inputs, TABLES)
    after = interpret(list(dict.fromkeys(smaller.values())), inputs, TABLES)
    for node in outputs:
        assert exactly(after[smaller[node]]) == exactly(before[node]), node


def test_a_cap_without_payments_costs_nothing():
    graph = Graph()
    paid, wanted = (graph.node(Op.INPUT, data=Input(name, integral=True)) for name in ("rd", "sum"))
    nothing = graph.const(0)
    gross = graph.node(Op.MAX, nothing, wanted)
    left = graph.node(Op.MAX, nothing, graph.node(Op.SUB, gross, paid))
    limited = graph.node(Op.MIN, left, graph.node(Op.MAX, nothing, graph.node(Op.SUB, gross, paid)))
    assert settled(graph, [limited], PAID)[limited] is gross


def test_frames_that_stream_by_are_answered_as_all_at_once():
    here = toys.shelf()
    made = toys.policy(toys.clause("A", "{kind: rate, rate: 10%, base: cost}", "f0"), here)
    cost = np.array([1e6, np.nan, 5e6, 7e6])
    flags = np.array([3, 3, 0, 1], np.uint8)

    def frame(places: slice) -> Frame:
        return Frame(2, {"cost": (cost[places], cost[places])}, {"f0": flags[places]})

    halves = [frame(slice(0, 2)), frame(slice(2, 4))]
    streamed = [
        [end.tolist() for end in found.amount(f"{toys.POLICY}#A")]
        for found in entitle_frames(halves, here, toys.ON, policies=[made])
    ]
    apart = [entitle_all(half, here, toys.ON, policies=[made]) for half in halves]
    assert streamed == [[end.tolist() for end in one.amount(f"{toys.POLICY}#A")] for one in apart]
    assert streamed == [[[1e5, 0.0], [1e5, math.inf]], [[0.0, 0.0], [0.0, 7e5]]]
