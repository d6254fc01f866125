"""A process that could stick, double or never end is refused before a case runs on it."""

from __future__ import annotations

import pytest

from jianghai.casework import process
from jianghai.casework.process.errors import DiagramError
from tests.jianghai.casework.process.drawn import FIVE, RETURN, read


def test_a_walk_to_each_end_is_told():
    ends = process.walks(process.compile(read(RETURN))).ends
    assert ends == {"granted": ("receive", "land", "fire")}


def test_five_branches_are_walked():
    assert set(process.walks(process.compile(read(FIVE))).ends) == {"done"}


def unsound(text):
    with pytest.raises(DiagramError) as caught:
        process.compile(read(text))
    return [fault.element for fault in caught.value.faults]


PAIR = """
    begin start
    split {split}
    one user
    two user
    join {join}
    last user
    done end
    begin > split > one > join > last > done
    split > two > join
"""


def test_a_split_that_nothing_joins_is_refused():
    assert unsound(PAIR.replace("{split}", "fork").replace("{join}", "choice")) == ["done"]


def test_a_branch_that_reaches_a_join_twice_is_refused():
    text = PAIR.replace("{split}", "fork").replace("{join}", "choice")
    text = text.replace("last > done", "last > meet > done") + "meet fork\naside user\n"
    assert unsound(text + "split > aside > meet") == ["meet"]


def test_a_choice_that_a_join_waits_for_is_refused():
    text = PAIR.replace("{split}", "choice").replace("{join}", "fork")
    text = text.replace(
        "begin > split > one > join", "begin > split\nsplit > one : fit\none > join"
    )
    assert unsound(text.replace("split > two > join", "split > two : else\ntwo > join")) == ["join"]


def test_an_end_while_a_branch_is_open_is_refused():
    text = """
    begin start
    split fork
    one user
    two user
    a end
    b end
    begin > split > one > a
    split > two > b
    """
    assert unsound(text) == ["b"]


def test_an_end_of_a_sub_process_while_a_branch_is_open_is_refused():
    assert unsound(RETURN.replace("split > land > join > r1", "split > land > r1\njoin > r1")) == [
        "review"
    ]


def test_a_loop_that_never_ends_is_refused():
    text = """
    begin start
    first choice
    done end
    round user
    again user
    begin > first
    first > done : over
    first > round : else
    round > again > round
    """
    assert unsound(text) == ["round", "again"]


def test_a_branch_that_goes_back_alone_is_refused():
    text = """
    begin start
    split fork
    one user
    ok choice
    two user
    join fork
    done end
    begin > split > one > ok
    ok > split : faulty
    ok > join : else
    split > two > join > done
    """
    assert unsound(text) == ["split"]


def test_conditions_that_shut_each_other_out_are_refused():
    text = """
    begin start
    first choice
    second choice
    a end
    b end
    c end
    begin > first
    first > second : fit
    first > a : else
    second > b : not fit
    second > c : else
    """
    assert unsound(text) == ["b"]


def test_ten_branches_of_three_steps_are_walked_at_once():
    rows = "\n".join(
        f"a{n} user\nb{n} user\nc{n} user\nsplit > a{n} > b{n} > c{n} > join" for n in range(10)
    )
    text = f"begin start\nsplit fork\njoin fork\ndone end\nbegin > split\njoin > done\n{rows}"
    assert len(process.walks(process.compile(read(text))).ends["done"]) == 30


def test_too_many_ways_are_refused_and_not_waited_for(monkeypatch):
    monkeypatch.setattr("jianghai.casework.process.running.walking.MOST_POSITIONS", 2)
    assert unsound(RETURN) == ["begin"]
