"""Which facts were used, which are missing, and what may be presumed."""

from __future__ import annotations

import pytest

from tests.rulebook.corpora import judge, library, record, when

EITHER = """clauses:
  - id: G
    name: {zh: 组, en: Group}
    cite: 一
    any:
      - {id: G.a, name: {zh: 甲, en: A}, when: "staff >= 10人"}
      - {id: G.b, name: {zh: 乙, en: B}, when: "sales >= 10万元"}
  - {id: H, name: {zh: 丙, en: C}, cite: 二, when: listed}
verdict: {all: [G, H]}
"""


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ({}, {"staff", "sales", "listed"}),
        ({"staff": 10}, {"listed"}),
        ({"staff": 9}, {"sales", "listed"}),
        ({"staff": 9, "sales": 9}, {"listed"}),
        ({"staff": 10, "listed": True}, set()),
    ],
)
def test_a_fact_is_missing_only_while_it_matters(tmp_path, facts, missing):
    assert set(judge(library(tmp_path, EITHER), record(**facts)).missing) == missing


def test_an_open_amount_tells_what_it_lacks(tmp_path):
    body = "amounts:\n  - {id: X, name: {zh: 额, en: X}, cite: 一, is: cost / 2, unit: 万元}\n"
    rules = library(tmp_path, body)
    assert judge(rules, record()).missing == ("cost",)
    closed = judge(rules, record(cost=3))
    assert closed.missing == ()
    assert closed.amounts[0].value.zh == "1.5万元"


def test_a_fact_that_only_stands_in_is_neither_shown_nor_asked_for(tmp_path):
    rules = library(tmp_path, when("first(growth(sales), growth_stated) >= 5%"))
    open_, stated = judge(rules, record()), judge(rules, record(growth_stated=6))
    assert set(open_.missing) == {"sales"}
    assert "growth_stated" not in {fact.fact for fact in open_.clause("A").facts}
    assert {fact.value for fact in stated.clause("A").facts if fact.fact == "growth_stated"} == {
        "6%"
    }


def test_a_clause_shows_the_facts_it_looked_at_with_their_years(tmp_path):
    facts = (
        judge(library(tmp_path, when("growth(sales) >= 5%")), record(sales=[100, 200]))
        .clause("A")
        .facts
    )
    assert {(fact.fact, fact.year, fact.value) for fact in facts} == {
        ("sales", 2025, "200万元"),
        ("sales", 2024, "100万元"),
    }


@pytest.mark.parametrize(
    ("condition", "word"),
    [
        ("sales[t-2] == 0", "met"),
        ("staff[t-2] == 0", "met"),
        ("sum(cost, 3) >= 30万元", "met"),
        ("growth(sales) >= 0", "unknown"),
        ("sales >= 0万元", "unknown"),
        ("debt_ratio[t-2] >= 0%", "unknown"),
    ],
)
def test_a_firm_had_nothing_before_the_year_it_was_founded(tmp_path, condition, word):
    firm = record(reg_date="2025-03", cost=30, sales=None)
    assert judge(library(tmp_path, when(condition)), firm).verdict.word == word


def test_a_year_after_the_founding_is_simply_unknown(tmp_path):
    firm = record(reg_date="2024-12-31")
    assert judge(library(tmp_path, when("sales[t-2] == 0")), firm).verdict.word == "unknown"


@pytest.mark.parametrize(
    ("rds", "staff", "plain", "presumed"),
    [
        (30, 100, "unknown", "met"),
        (29, 100, "unknown", "unknown"),
        (None, 100, "unknown", "unknown"),
    ],
)
def test_a_presumed_least_can_meet_but_never_fail(tmp_path, rds, staff, plain, presumed):
    rules = library(tmp_path, when("techs / staff >= 30%"))
    firm = record(rds=rds, staff=staff)
    assert judge(rules, firm).verdict.word == plain
    assert judge(rules, firm, presume=True).verdict.word == presumed


def test_a_presumption_is_told_as_one(tmp_path):
    rules = library(tmp_path, when("techs / staff >= 30%"))
    result = judge(rules, record(rds=30, staff=100), presume=True)
    techs = next(fact for fact in result.clause("A").facts if fact.fact == "techs")
    assert (techs.value, techs.source, techs.presumed) == ("不低于 30人", "推得", True)


def test_what_was_stated_is_never_presumed_over(tmp_path):
    rules = library(tmp_path, when("techs / staff >= 30%"))
    assert judge(rules, record(techs=1, rds=30, staff=100), presume=True).verdict.word == "unmet"


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("C3912", "met"),
        ("3912", "met"),
        ("39", "unknown"),
        ("C", "unknown"),
        ("I65", "unmet"),
        (None, "unknown"),
    ],
)
def test_a_short_industry_code_leaves_open_what_it_does_not_say(tmp_path, code, word):
    assert (
        judge(library(tmp_path, when("code under [C391]")), record(code=code)).verdict.word == word
    )


def test_figures_of_an_earlier_year_are_a_record(tmp_path):
    rules = library(tmp_path, when("on_record(t-2)"))
    assert judge(rules, record(sales=[1, 2])).verdict.word == "met"
    assert judge(rules, record(sales=[2])).verdict.word == "unknown"


def test_between_is_all_that_is_known(tmp_path):
    rules = library(tmp_path, when("between(staff, techs) >= 10人"))
    assert judge(rules, record(staff=9, techs=20)).verdict.word == "unknown"
    assert judge(rules, record(staff=10, techs=20)).verdict.word == "met"


def test_the_first_that_is_known_counts(tmp_path):
    rules = library(tmp_path, when("first(sales, cost, 5万元) >= 10万元"))
    assert judge(rules, record(sales=10)).verdict.word == "met"
    assert judge(rules, record(cost=10)).verdict.word == "met"
    assert judge(rules, record()).verdict.word == "unmet"


def test_a_choice_without_otherwise_is_unknown_where_nothing_holds(tmp_path):
    body = "let:\n  x:\n    name: {zh: 值, en: X}\n    choose: [{when: listed, is: 3人}]\n" + when(
        "x >= 2人"
    )
    rules = library(tmp_path, body)
    assert judge(rules, record(listed=True)).verdict.word == "met"
    assert judge(rules, record(listed=False)).verdict.word == "unknown"
