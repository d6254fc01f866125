from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from rulebook.graph import Kind, Node
from rulebook.interpreter import Result, interpret
from rulebook.machine import run, run_one
from rulebook.machine.evaluation import row_of
from rulebook.values import Frame, Verdict
from tests.rulebook.properties.programs import TABLES, frames, programs

PATIENT = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))


def plain(answer: Result) -> object:
    return answer if isinstance(answer, Verdict) else (answer.low, answer.high)


def reference(outputs: list[Node], frame: Frame, row: int) -> dict[Node, object]:
    answers = interpret(outputs, row_of(frame, row), TABLES)
    return {node: plain(answer) for node, answer in answers.items()}


@PATIENT
@given(programs(), frames())
def test_many_rows_answer_as_the_interpreter_does(outputs: list[Node], frame: Frame) -> None:
    columns = run(outputs, frame, TABLES)
    for row in range(frame.rows):
        for node, expected in reference(outputs, frame, row).items():
            if node.kind is Kind.VERDICT:
                assert columns.verdict(node)[row] == expected
            else:
                assert (columns.low(node)[row], columns.high(node)[row]) == expected, node


@PATIENT
@given(programs(), frames(most=1))
def test_one_record_answers_as_the_interpreter_does(outputs: list[Node], frame: Frame) -> None:
    answers = run_one(outputs, row_of(frame, 0), TABLES)
    assert {node: plain(answer) for node, answer in answers.items()} == reference(outputs, frame, 0)
