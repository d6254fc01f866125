"""A branch sends everything back to the applicant, and again, and it still ends well."""

from __future__ import annotations

import pytest

from jianghai.casework.process import start, step, tokens
from tests.jianghai.casework.process.drawn import RETURN, spec

NESTED = """
    begin start
    review part 审查 {
        r0 start
        split fork
        fire user 消防
        experts part 专家 {
            x0 start
            x_split fork
            water user 水
            air user 气
            x_ok choice
            x_back throw =e1
            x_join fork
            x1 end
            x0 > x_split > water > x_ok
            x_split > air > x_join > x1
            x_ok > x_back : faulty
            x_ok > x_join : else
        }
        join fork
        r1 end
        r0 > split > fire > join
        split > experts > join > r1
    }
    returned catch +review =e1
    correct user 补正
    granted end
    begin > review > granted
    returned > correct > review
"""


def ids(moved):
    return [token.id for token in moved.opened]


def sent_back(edition, moved):
    """Let the fire office find a fault, and the applicant correct it."""
    (fire,) = [token.id for token in tokens(edition, moved.state) if token.element == "fire"]
    moved = step(edition, moved.state, fire, {"faulty": True})
    (correct,) = moved.opened
    assert correct.element == "correct"
    return moved, step(edition, moved.state, correct.id)


def test_the_others_are_withdrawn_when_one_sends_back():
    edition = spec(RETURN)
    moved = step(edition, start(edition).state, "receive.0")
    moved, _ = sent_back(edition, moved)
    assert moved.closed == ("land.1",)
    assert ids(moved) == ["correct.2"]


def test_a_branch_that_was_done_starts_again():
    edition = spec(RETURN)
    moved = step(edition, start(edition).state, "receive.0")
    moved = step(edition, moved.state, "land.1")
    moved, again = sent_back(edition, moved)
    assert moved.closed == ()
    assert ids(again) == ["fire.4", "land.4"]


def test_twice_in_a_row_and_then_granted():
    edition = spec(RETURN)
    moved = step(edition, start(edition).state, "receive.0")
    for _ in range(2):
        returned, moved = sent_back(edition, moved)
        assert len(returned.closed) == 1
    fire, land = ids(moved)
    moved = step(edition, moved.state, land)
    assert step(edition, moved.state, fire, {"faulty": False}).ended == "granted"


def test_the_old_answer_does_not_send_back_again():
    edition = spec(RETURN)
    moved = step(edition, start(edition).state, "receive.0")
    _, moved = sent_back(edition, moved)
    moved = step(edition, moved.state, "fire.3", {"faulty": False})
    assert step(edition, moved.state, "land.3").ended == "granted"


def test_the_last_branch_may_send_back_too():
    edition = spec(RETURN)
    moved = step(edition, start(edition).state, "receive.0")
    moved = step(edition, moved.state, "land.1")
    moved = step(edition, moved.state, "fire.1", {"faulty": True})
    assert (ids(moved), moved.closed, moved.ended) == (["correct.3"], (), None)


def test_a_branch_within_a_branch_withdraws_everything():
    edition = spec(NESTED)
    moved = start(edition)
    assert ids(moved) == ["air.0", "fire.0", "water.0"]
    for n in (1, 3):
        moved = step(edition, moved.state, f"water.{n - 1}", {"faulty": True})
        assert set(moved.closed) == {f"air.{n - 1}", f"fire.{n - 1}"}
        moved = step(edition, moved.state, f"correct.{n}")
    for token in ("air.4", "fire.4"):
        moved = step(edition, moved.state, token)
    assert step(edition, moved.state, "water.4", {"faulty": False}).ended == "granted"


INNER = NESTED.replace("+review", "+experts").replace(
    "returned catch +experts =e1\n    correct user 补正\n    granted end", "granted end"
).replace("returned > correct > review\n", "").replace(
    "join fork\n        r1 end",
    "join fork\n        returned catch +experts =e1\n        correct user 补正\n        r1 end\n"
    "        returned > correct > experts",
)  # fmt: skip


def test_a_fault_caught_inside_leaves_the_other_branch_alone():
    edition = spec(INNER)
    moved = step(edition, start(edition).state, "water.0", {"faulty": True})
    assert (ids(moved), moved.closed) == (["correct.1"], ("air.0",))
    moved = step(edition, moved.state, "correct.1")
    assert {token.id for token in tokens(edition, moved.state)} == {"fire.0", "air.2", "water.2"}


ALONE = """
    begin start
    review part 审查 {
        r0 start
        look user 看
        ok choice
        back {kind} {code}
        r1 end
        r0 > look > ok
        ok > back : faulty
        ok > r1 : else
    }
    returned {catch} +review {caught}
    correct user 补正
    granted end
    begin > review > granted
    returned > correct > review
"""


@pytest.mark.parametrize(
    ("kind", "code", "catch", "caught"),
    [
        ("throw", "=e1", "catch", "=e1"),
        ("throw", "=e1", "catch", ""),
        ("throw", "", "catch", ""),
        ("raise", "=s1", "hear", "=s1"),
        ("raise", "", "hear", ""),
    ],
)
def test_one_reviewer_alone_may_send_back(kind, code, catch, caught):
    text = ALONE.replace("{kind}", kind).replace("{code}", code)
    edition = spec(text.replace("{catch}", catch).replace("{caught}", caught))
    moved = step(edition, start(edition).state, "look.0", {"faulty": True})
    assert (ids(moved), moved.ended) == (["correct.1"], None)
    moved = step(edition, moved.state, "correct.1")
    assert step(edition, moved.state, "look.2", {"faulty": False}).ended == "granted"


TWO = """
    begin start
    split fork
    join fork
    done end
    begin > split
    join > done
""" + "".join(
    f"""
    part_{n} part {{
        begin_{n} start
        look_{n} user
        ok_{n} choice
        back_{n} throw =e1
        end_{n} end
        begin_{n} > look_{n} > ok_{n}
        ok_{n} > back_{n} : faulty
        ok_{n} > end_{n} : else
    }}
    returned_{n} catch +part_{n} =e1
    correct_{n} user
    split > part_{n} > join
    returned_{n} > correct_{n} > part_{n}
"""
    for n in (1, 2)
)


def test_a_neighbour_with_the_same_code_is_left_alone():
    # The library alone would let both boundary events catch it.
    edition = spec(TWO)
    moved = step(edition, start(edition).state, "look_1.0", {"faulty": True})
    assert (ids(moved), moved.closed) == (["correct_1.1"], ())
    assert {token.id for token in tokens(edition, moved.state)} == {"correct_1.1", "look_2.0"}
