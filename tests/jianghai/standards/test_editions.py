from __future__ import annotations

import pytest

from jianghai.standards import rules
from jianghai.standards.queries import editions


def compared(code):
    before, after = rules.corpus().standard(code).editions
    return editions.compare(before, after)


def paired(code):
    return {
        one.before.id: (one.after.id, one.by)
        for one in compared(code)
        if one.before is not None and one.after is not None
    }


@pytest.mark.parametrize("code", ["srdi", "little-giant"])
def test_every_clause_of_both_editions_stands_there_once(code):
    before, after = rules.corpus().standard(code).editions
    found = compared(code)
    assert [one.after for one in found if one.after] == list(after.walk())
    assert {one.before.id for one in found if one.before} == {one.id for one in before.walk()}
    assert sum(one.before is not None for one in found) == len(list(before.walk()))


def test_clauses_with_other_ids_are_paired_by_the_facts_they_read():
    giant, srdi = paired("little-giant"), paired("srdi")
    assert giant["B1.main"] == ("L2.main", "facts")
    assert giant["B4.count"] == ("L4.count", "facts")
    assert srdi["C1"] == ("Z1.years", "facts")
    assert srdi["C3.revenue"] == ("Z2.revenue", "facts")


def test_what_reads_other_facts_is_paired_by_its_name():
    assert paired("little-giant")["B1.growth"] == ("L2.growth", "names")


def test_a_choice_is_not_taken_for_a_demand_and_a_score_not_for_a_condition():
    srdi = paired("srdi")
    assert "C4.rd" not in srdi  # one way of four; Z4.before is asked of everybody
    assert not {"Q1", "Q8", "Q13"} & srdi.keys()


def test_a_threshold_that_moved_is_told_before_and_after():
    [main] = [one for one in compared("little-giant") if one.after and one.after.id == "L2.main"]
    [shift] = main.shifts
    assert main.how == "changed"
    assert (shift.before.zh, shift.after.zh) == ("≥ 70%", "≥ 90%")


def test_the_same_demand_under_another_id_is_the_same():
    [equity] = [one for one in compared("srdi") if one.before and one.before.id == "C3.equity"]
    assert (equity.after.id, equity.shifts) == ("Z2.equity", ())


def test_an_edition_beside_itself_differs_nowhere():
    edition = rules.corpus().standard("little-giant").editions[-1]
    assert {(one.how, one.by) for one in editions.compare(edition, edition)} == {("same", "id")}
