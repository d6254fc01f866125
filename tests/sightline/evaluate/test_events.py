from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sightline.evaluate.events import Said, noticed
from sightline.scenes.oracle import Incident

LIN, WEI = frozenset({"lin"}), frozenset({"wei"})
WALK = Incident("yard", "intrusion", 2.0, 3.0, 9.0, ("lin",))
KINDS = {"yard": "intrusion"}


def test_lin_is_found_and_told_in_time() -> None:
    score = noticed([Said("yard", 3.4, 10, LIN)], [WALK]).total
    assert (score.found, score.f1, score.in_time) == (1, 1.0, 1.0)
    assert abs(score.delays[0] - 0.4) < 1e-9


def test_half_a_second_after_the_rule_time_is_the_latest() -> None:
    late = [Said("yard", 3.6, 10, LIN)]
    assert noticed(late, [WALK]).total.in_time == 0
    hidden = Incident("yard", "intrusion", 2.2, 3.2, 9.0, ("lin",))
    assert noticed(late, [WALK], seen=[hidden]).total.in_time == 1


def test_an_event_of_somebody_else_is_wrong_and_lin_is_missed() -> None:
    found = noticed([Said("yard", 3.4, 10, WEI)], [WALK])
    assert (found.total.false, found.total.found) == (1, 0)
    assert found.missed == (WALK,)
    assert found.wrong[0].actors == WEI


def test_saying_it_twice_counts_against_precision() -> None:
    said = [Said("yard", 3, 5, LIN), Said("yard", 6, 9, LIN)]
    score = noticed(said, [WALK]).total
    assert (score.found, score.twice, score.precision) == (1, 1, 0.5)


def test_two_people_are_two_incidents_each_found_once() -> None:
    other = Incident("yard", "intrusion", 2.0, 3.0, 9.0, ("wei",))
    score = noticed([Said("yard", 3, 9, LIN), Said("yard", 3.2, 9, WEI)], [WALK, other]).total
    assert (score.found, score.twice) == (2, 0)


def test_an_event_long_after_the_end_is_wrong() -> None:
    assert noticed([Said("yard", 10.5, 12, LIN)], [WALK]).total.false == 1


def test_a_warning_that_began_before_and_lasted_is_the_incidents_own() -> None:
    score = noticed([Said("yard", 0.5, 9, LIN, "alarm")], [WALK]).total
    assert (score.found, score.false) == (1, 0)


def test_a_warning_too_near_the_limit_to_tell_is_neither_right_nor_wrong() -> None:
    said = [Said("yard", 3, 5, LIN, "warning")]
    score = noticed(said, [], [WALK], KINDS).total
    assert (score.warranted, score.false, score.f1) == (1, 0, 1.0)


def test_an_alarm_of_what_was_only_near_the_limit_is_wrong() -> None:
    assert noticed([Said("yard", 3, 5, LIN, "alarm")], [], [WALK], KINDS).total.false == 1


def test_scenes_add_up_by_kind() -> None:
    one = noticed([Said("yard", 3, 5, LIN)], [WALK])
    both = one + noticed([], [WALK])
    assert both.kinds["intrusion"].recall == 0.5
    assert both.total.as_dict()["incidents"] == 2


@given(st.lists(st.floats(0, 20), max_size=6))
def test_every_event_is_counted_once(times: list[float]) -> None:
    score = noticed([Said("yard", at, at, LIN) for at in times], [WALK]).total
    assert score.found + score.false + score.twice + score.warranted == len(times)
