"""An answer goes with the token: into sub-processes, out of them, and back to the applicant."""

from __future__ import annotations

import pytest

from jianghai.casework.process import start, step
from jianghai.casework.process.errors import UnansweredError
from tests.jianghai.casework.process.drawn import spec

THROUGH = """
    begin start
    ask user 询问
    part_1 part {
        inner_begin start
        inside choice
        long user
        short user
        inner_end end
        inner_begin > inside
        inside > long : large
        inside > short : else
        long > inner_end
        short > inner_end
    }
    after choice
    fast end
    slow end
    begin > ask > part_1 > after
    after > fast : urgent
    after > slow : else
"""
BACK = """
    begin start
    part_1 part {
        inner_begin start
        split fork
        look user
        other user
        ok choice
        back throw =e1
        join fork
        inner_end end
        inner_begin > split > look > ok
        split > other > join > inner_end
        ok > back : faulty
        ok > join : else
    }
    returned catch +part_1 =e1
    grave choice
    correct user
    refused end
    done end
    begin > part_1 > done
    returned > grave
    grave > refused : serious
    grave > correct : else
    correct > part_1
"""


@pytest.mark.parametrize(("large", "inside"), [(True, "long"), (False, "short")])
def test_an_answer_is_heard_inside(large, inside):
    edition = spec(THROUGH)
    moved = step(edition, start(edition).state, "ask.0", {"large": large})
    assert [token.element for token in moved.opened] == [inside]


@pytest.mark.parametrize(("urgent", "end"), [(True, "fast"), (False, "slow")])
def test_an_answer_given_inside_is_heard_after(urgent, end):
    edition = spec(THROUGH)
    moved = step(edition, start(edition).state, "ask.0", {"large": True})
    assert step(edition, moved.state, "long.1", {"urgent": urgent}).ended == end


def test_an_answer_given_before_is_heard_after():
    edition = spec(THROUGH)
    moved = step(edition, start(edition).state, "ask.0", {"large": True, "urgent": True})
    assert step(edition, moved.state, "long.1").ended == "fast"


def test_a_later_answer_of_the_same_name_holds():
    edition = spec(THROUGH)
    moved = step(edition, start(edition).state, "ask.0", {"large": True, "urgent": True})
    assert step(edition, moved.state, "long.1", {"urgent": False}).ended == "slow"


@pytest.mark.parametrize(("serious", "end"), [(True, "refused"), (False, None)])
def test_who_sends_back_says_why(serious, end):
    edition = spec(BACK)
    answers = {"faulty": True, "serious": serious}
    assert step(edition, start(edition).state, "look.0", answers).ended == end


def test_what_the_withdrawn_have_answered_is_forgotten():
    edition = spec(BACK)
    moved = step(edition, start(edition).state, "other.0", {"serious": True})
    with pytest.raises(UnansweredError):
        step(edition, moved.state, "look.0", {"faulty": True})


def test_an_answer_of_the_start_is_heard_when_sent_back():
    edition = spec(BACK)
    moved = step(edition, start(edition, {"serious": False}).state, "look.0", {"faulty": True})
    assert [token.element for token in moved.opened] == ["correct"]
    moved = step(edition, moved.state, "correct.1")
    assert [token.id for token in moved.opened] == ["look.2", "other.2"]


def test_a_refused_step_changes_nothing():
    edition = spec(BACK)
    state = start(edition).state
    with pytest.raises(UnansweredError):
        step(edition, state, "look.0")
    assert step(edition, state, "look.0", {"faulty": False}).closed == ()
