"""A case moves as its diagram says, and nothing moves by itself."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from jianghai.casework.process import Spec, laid_out, start, step, tokens
from jianghai.casework.process.errors import (
    ForeignStateError,
    NoSuchTokenError,
    UnansweredError,
)
from tests.jianghai.casework.process.drawn import FIVE, RETURN, bpmn, read, spec

LINE = """
    begin start
    receive user 受理 @window
    publish wait 公示 =notice @window
    register service 登记 =tell_tax @tax
    done end
    begin > receive > publish > register > done
"""
ASKED = """
    begin start
    look user 查看
    ok choice 是否通过
    granted end
    refused end
    begin > look > ok
    ok > granted : passed
    ok > refused : else
"""


def ids(moved):
    return [token.id for token in moved.opened]


def walk(edition, *steps):
    """Take steps given as an id, or as an id and the one answer that is yes."""
    moved = start(edition)
    for token, *yes in steps:
        moved = step(edition, moved.state, token, dict.fromkeys(yes, True))
    return moved


def test_a_new_case_waits_for_the_first_person():
    (token,) = start(spec(LINE)).opened
    assert token == ("receive.0", "receive", "person", "window", "受理", "")


def test_a_wait_stays_open_until_we_end_it():
    (token,) = walk(spec(LINE), ["receive.0"]).opened
    assert (token.kind, token.does) == ("wait", "notice")


def test_a_service_is_a_token_and_nothing_is_called():
    (token,) = walk(spec(LINE), ["receive.0"], ["publish.1"]).opened
    assert (token.kind, token.does, token.lane) == ("service", "tell_tax", "tax")


def test_the_end_is_told_by_its_name():
    assert walk(spec(LINE), ["receive.0"], ["publish.1"], ["register.2"]).ended == "done"


def test_a_finished_case_has_nothing_open():
    edition = spec(LINE)
    last = walk(edition, ["receive.0"], ["publish.1"], ["register.2"])
    assert tokens(edition, last.state) == ()


@pytest.mark.parametrize(("passed", "end"), [(True, "granted"), (False, "refused")])
def test_the_answer_chooses_the_way(passed, end):
    edition = spec(ASKED)
    assert step(edition, start(edition).state, "look.0", {"passed": passed}).ended == end


def test_a_gateway_without_its_answer_says_what_it_asks():
    edition = spec(ASKED)
    with pytest.raises(UnansweredError, match="passed") as caught:
        step(edition, start(edition).state, "look.0")
    assert "是否通过" in caught.value.zh
    assert caught.value.where == "ok"


def test_an_answer_given_at_the_start_is_remembered():
    edition = spec(ASKED)
    assert step(edition, start(edition, {"passed": True}).state, "look.0").ended == "granted"


def test_the_same_step_a_second_time_is_refused():
    edition = spec(LINE)
    first = start(edition)
    moved = step(edition, first.state, "receive.0")
    with pytest.raises(NoSuchTokenError):
        step(edition, moved.state, "receive.0")


def test_a_repeated_step_from_the_same_state_gives_the_same_answer():
    edition = spec(FIVE)
    state = start(edition).state
    assert step(edition, state, "step_3.0", {"doubtful": True}) == step(
        edition, state, "step_3.0", {"doubtful": True}
    )


def test_five_branches_open_together_and_meet_once():
    edition = spec(FIVE)
    moved = start(edition)
    assert ids(moved) == [f"step_{n}.0" for n in range(1, 6)]
    for n in (3, 1, 5, 2):
        moved = step(edition, moved.state, f"step_{n}.0", {"doubtful": False})
        assert (moved.opened, moved.ended) == ((), None)
    assert step(edition, moved.state, "step_4.0", {"doubtful": False}).ended == "done"


def test_one_branch_may_take_longer_than_the_others():
    edition = spec(FIVE)
    moved = start(edition)
    for n in range(1, 5):
        moved = step(edition, moved.state, f"step_{n}.0", {"doubtful": False})
    moved = step(edition, moved.state, "step_5.0", {"doubtful": True})
    assert ids(moved) == ["more_5.5"]
    assert step(edition, moved.state, "more_5.5").ended == "done"


def test_a_branch_does_not_hear_what_another_has_answered():
    edition = spec(FIVE)
    moved = step(edition, start(edition).state, "step_1.0", {"doubtful": True})
    with pytest.raises(UnansweredError):
        step(edition, moved.state, "step_2.0")


MEETING = """
    begin start
    first user
    split fork
    one user
    two user
    join fork
    ok choice
    yes end
    no end
    begin > first > split > one > join
    split > two > join > ok
    ok > yes : fit
    ok > no : else
"""


@pytest.mark.parametrize("order", [("one.1", "two.1"), ("two.1", "one.1")])
def test_a_stale_copy_never_beats_a_later_answer(order):
    edition = spec(MEETING)
    moved = step(edition, start(edition).state, "first.0", {"fit": False})
    for token in order:
        answers = {"fit": True} if token == "one.1" else {}
        moved = step(edition, moved.state, token, answers)
    assert moved.ended == "yes"


@pytest.mark.parametrize(
    ("order", "end"), [(("one.1", "two.1"), "no"), (("two.1", "one.1"), "yes")]
)
def test_where_two_branches_answer_the_same_the_later_answer_holds(order, end):
    edition = spec(MEETING)
    moved = step(edition, start(edition).state, "first.0")
    for token in order:
        moved = step(edition, moved.state, token, {"fit": token == "one.1"})
    assert moved.ended == end


def test_answers_that_no_gateway_asks_are_not_kept():
    edition = spec(ASKED)
    assert "secret" not in start(edition, {"secret": True}).state


def test_a_running_case_keeps_its_edition():
    state = start(spec(LINE)).state
    with pytest.raises(ForeignStateError):
        step(spec(ASKED), state, "receive.0")


@pytest.mark.parametrize("broken", ["", "{}", "[]", "null", "nonsense", '{"v":1}', "\x00", "é"])
def test_what_is_no_position_is_refused(broken):
    with pytest.raises(ForeignStateError):
        tokens(spec(LINE), broken)


def test_a_position_damaged_anywhere_is_refused():
    edition = spec(FIVE)
    state = start(edition).state
    for at in range(len(state)):
        for damaged in (
            state[:at] + "~" + state[at + 1 :],
            state[:at],
            state[:at] + state[at + 1 :],
        ):
            with pytest.raises(ForeignStateError):
                tokens(edition, damaged)


def test_a_position_of_a_later_version_is_refused(monkeypatch):
    edition = spec(LINE)
    with monkeypatch.context() as later:
        later.setattr("jianghai.casework.process.running.position.VERSION", 2)
        state = start(edition).state
    with pytest.raises(ForeignStateError):
        tokens(edition, state)


def test_many_threads_share_an_edition():
    edition = spec(RETURN)

    def run(_):
        moved = step(edition, start(edition).state, "receive.0")
        for n in range(1, 40, 2):
            moved = step(edition, moved.state, f"fire.{n}", {"faulty": True})
            moved = step(edition, moved.state, f"correct.{n + 1}")
        return moved

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(run, range(16)))) == 1


def test_a_kept_edition_is_the_same_edition():
    edition = spec(FIVE)
    assert Spec.of(edition.text) == edition
    assert read(FIVE).digest == edition.digest


def test_a_damaged_edition_is_refused():
    edition = spec(LINE)
    with pytest.raises(ForeignStateError):
        start(Spec(edition.digest, edition.text.replace("receive", "deceive")))
    with pytest.raises(ForeignStateError):
        start(Spec.of("{}"))


def test_moving_a_box_or_rewording_a_note_keeps_the_edition():
    assert read(laid_out(bpmn(RETURN))).digest == read(RETURN).digest


def test_a_position_is_small():
    edition = spec(FIVE)
    moved = start(edition)
    for n in (1, 2):
        moved = step(edition, moved.state, f"step_{n}.0", {"doubtful": n == 1})
    assert len(moved.state.encode()) < 400
    assert json.loads(moved.state)["n"] == 2


def test_a_thousand_rounds_leave_no_trace():
    edition = spec(RETURN)
    moved = start(edition)
    moved = step(edition, moved.state, "receive.0")
    sizes = set()
    for n in range(1, 1001, 2):
        moved = step(edition, moved.state, f"fire.{n}", {"faulty": True})
        moved = step(edition, moved.state, f"correct.{n + 1}")
        sizes.add(len(moved.state))
    assert max(sizes) < 300


@pytest.mark.parametrize("answer", ["no", None, 1, []])
def test_an_answer_is_yes_or_no(answer):
    edition = spec(ASKED)
    with pytest.raises(TypeError):
        step(edition, start(edition).state, "look.0", {"passed": answer})


def test_the_engine_runs_no_code():
    from types import SimpleNamespace

    from jianghai.casework.process.running.specs import NamedAnswers

    task = SimpleNamespace(task_spec=SimpleNamespace(name="look"), data={})
    with pytest.raises(NotImplementedError):
        NamedAnswers().execute(task, "import os")
    with pytest.raises(NotImplementedError):
        NamedAnswers().call_service(task)
