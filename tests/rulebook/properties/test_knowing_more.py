from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rulebook.graph import Node, Op
from rulebook.interpreter import Known, interpret
from rulebook.machine.evaluation import row_of
from rulebook.values import WHOLE, Frame, Interval, Verdict
from tests.rulebook.properties.programs import (
    BOUNDED_NAME,
    DECIMAL_NAMES,
    FLAG_NAMES,
    TABLES,
    WHOLE_NAMES,
    frames,
    known_inside,
    programs,
)

CERTAIN = {Verdict.MET, Verdict.UNMET}


def completed(draw: st.DrawFn, inputs: dict[str, Known]) -> dict[str, Known]:
    full: dict[str, Known] = {}
    for name in (*WHOLE_NAMES, *DECIMAL_NAMES, BOUNDED_NAME):
        known = inputs.get(name, WHOLE)
        assert isinstance(known, Interval)
        if known.whole and name == BOUNDED_NAME:
            known = Interval(known_inside(draw, Interval(0, 8)).low, 8)
        full[name] = known_inside(draw, known)
    for name in FLAG_NAMES:
        known = inputs.get(name, Verdict.UNKNOWN)
        full[name] = known if known in CERTAIN else draw(st.sampled_from(sorted(CERTAIN)))
    return full


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(programs(without=frozenset({Op.FIRST, Op.ROOT})), frames(most=1), st.data())
def test_a_certain_answer_stays_whatever_is_learnt(
    outputs: list[Node], frame: Frame, data: st.DataObject
) -> None:
    inputs = row_of(frame, 0)
    before, after = (
        interpret(outputs, known, TABLES) for known in (inputs, completed(data.draw, inputs))
    )
    for node, answer in before.items():
        later = after[node]
        if isinstance(answer, Verdict):
            assert answer not in CERTAIN or later is answer, node
        else:
            assert answer.exact.low <= later.exact.low <= later.exact.high <= answer.exact.high
