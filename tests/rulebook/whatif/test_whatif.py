"""What-if answers, against brute force over every value a small fact can take."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rulebook.evaluate import evaluate
from rulebook.library import Library, load_library
from rulebook.records import Observation, Record
from rulebook.values import Interval, Verdict
from rulebook.whatif import WhatIf, whatif

if TYPE_CHECKING:
    from pathlib import Path

FACTS = """
schema: facts/1
facts:
  staff: {zh: 职工, en: Staff, kind: number, unit: 人, per: year, least: 0, most: 60, acts: any}
  techs: {zh: 技术人员, en: Engineers, kind: number, unit: 人, per: year, least: 0, most: 60, acts: up}
  rights: {zh: 专利, en: Patents, kind: number, unit: 件, least: 0, most: 20, acts: up}
  listed: {zh: 上市, en: Listed, kind: yesno}
  level: {zh: 级别, en: Level, kind: choice, of: [省, 市], acts: up}
"""
RULE = """
schema: rule/1
standard: toy
kind: title
name: {zh: 玩具, en: Toy}
short: {zh: 玩具, en: Toy}
opens: "2020-01-01"
jurisdiction: CN
document: {title: 玩具办法}
provenance: {mark: found}
let:
  share: {name: {zh: 占比, en: Share}, is: techs / staff}
clauses:
  - {id: A, name: {zh: 规模, en: Size}, cite: 一, when: "staff <= 40人"}
  - {id: B, name: {zh: 占比, en: Share}, cite: 二, when: "share >= 25%"}
  - id: P1
    name: {zh: 占比分, en: Share points}
    cite: 三
    points: {of: share, max: 50, bands: ["[40%, ∞) 50", "[20%, 40%) 20", "(-∞, 20%) 0"]}
  - id: P2
    name: {zh: 专利分, en: Patent points}
    cite: 四
    points: {of: rights, max: 50, bands: ["[6件, ∞) 50", "[2件, 6件) 30", "(-∞, 2件) 0"]}
  - {id: C, name: {zh: 总分, en: Score}, cite: 五, when: "score >= 60分"}
score: {sum: [P1, P2], max: 100}
verdict: {all: [A, B, C]}
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    corpus: Path = tmp_path_factory.mktemp("corpus")
    (corpus / "facts.yaml").write_text(FACTS, "utf-8")
    (corpus / "standards" / "toy").mkdir(parents=True)
    (corpus / "standards" / "toy" / "2020-01-01.yaml").write_text(RULE, "utf-8")
    return load_library(corpus)


def firm(**facts: int | None) -> Record:
    known = {
        name: {
            2024 if name in ("staff", "techs") else None: Observation(
                Interval(Fraction(v), Fraction(v))
            )
        }
        for name, v in facts.items()
        if v is not None
    }
    return Record("1", "蓝窑", "", 2024, date(2025, 6, 1), known)


def asked(library: Library, **facts: int | None) -> WhatIf:
    return whatif(firm(**facts), library.standards["toy"].editions[0])


def verdict(library: Library, **facts: int | None) -> Verdict:
    return evaluate(firm(**facts), library.standards["toy"].editions)[0].verdict


def test_the_nearest_change_is_told_in_words(library: Library) -> None:
    answer = asked(library, staff=40, techs=9, rights=6)
    assert [change.sentence.zh for change in answer.singles] == [
        "职工（2024）由 40人 减至 36人（−4人）",
        "技术人员（2024）由 9人 增至 10人（+1人）",
    ]


def test_a_fact_is_only_moved_the_way_a_firm_can_move_it(library: Library) -> None:
    answer = asked(library, staff=50, techs=50, rights=6)
    assert {change.fact for change in answer.singles} == {"staff"}


def test_two_facts_together_where_none_is_enough(library: Library) -> None:
    answer = asked(library, staff=45, techs=4, rights=6)
    assert not answer.singles or answer.combination == ()
    answer = asked(library, staff=60, techs=4, rights=1)
    assert answer.singles == ()
    assert {change.fact for change in answer.combination} >= {"staff", "rights"}
    assert answer.reaches is Verdict.MET


def test_nothing_is_proposed_to_a_firm_that_is_there(library: Library) -> None:
    answer = asked(library, staff=40, techs=20, rights=6)
    assert (answer.now, answer.singles, answer.combination) == (Verdict.MET, (), ())


def test_what_is_missing_is_asked_for_by_how_much_it_could_change(library: Library) -> None:
    answer = asked(library, staff=40, techs=20, rights=None)
    assert [ask.fact for ask in answer.ask_next] == ["rights"]
    assert answer.ask_next[0].narrows > 0
    assert answer.ask_next[0].decides == ("C",)


def test_a_missing_fact_is_told_as_a_threshold(library: Library) -> None:
    answer = asked(library, staff=40, techs=20, rights=None)
    assert [c.sentence.zh for c in answer.clauses["C"]] == ["若专利不低于 2件"]


counts = st.integers(0, 60)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(staff=st.integers(1, 60), techs=counts, rights=st.integers(0, 20))
def test_no_smaller_single_change_exists(
    library: Library, staff: int, techs: int, rights: int
) -> None:
    now = {"staff": staff, "techs": techs, "rights": rights}
    if verdict(library, **now) is not Verdict.UNMET:
        return
    told = {change.fact: int(change.value.low) for change in asked(library, **now).singles}  # type: ignore[union-attr]
    for fact, (low, high) in {
        "staff": (0, 60),
        "techs": (techs + 1, 60),
        "rights": (rights + 1, 20),
    }.items():
        works = [
            value
            for value in range(low, high + 1)
            if value != now[fact] and verdict(library, **{**now, fact: value}) > Verdict.UNMET
        ]
        assert (fact in told) == bool(works)
        if works:
            assert abs(told[fact] - now[fact]) == min(abs(value - now[fact]) for value in works)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(staff=st.integers(1, 60), techs=counts, rights=st.integers(0, 20))
def test_every_answer_holds_when_it_is_done(
    library: Library, staff: int, techs: int, rights: int
) -> None:
    now: dict[str, int | None] = {"staff": staff, "techs": techs, "rights": rights}
    answer = asked(library, **now)
    for change in answer.singles:
        assert verdict(library, **{**now, change.fact: int(change.value.low)}) > answer.now  # type: ignore[union-attr]
    if answer.combination:
        done = now | {c.fact: int(c.value.low) for c in answer.combination}  # type: ignore[union-attr]
        assert verdict(library, **done) is answer.reaches
