"""The answer has the shape of the contract, and many firms get the answers of one."""

from __future__ import annotations

import json

import pytest

from rulebook.evaluate import evaluate, evaluate_all
from tests.rulebook.corpora import ON, judge, library, record, when

BODY = """let:
  share_of_cost: {name: {zh: 占比, en: Ratio}, is: cost / sales}
clauses:
  - {id: A, name: {zh: 甲, en: A}, cite: 第一条, when: "share_of_cost >= 3%"}
  - id: P
    name: {zh: 得分, en: P}
    cite: 第二条
    points: {of: staff, max: 9, bands: ["[100人, ∞) 9", "(-∞, 100人) 4"]}
score: {sum: [P], max: 9}
verdict: A
amounts:
  - {id: X, name: {zh: 额, en: X}, cite: 第三条, is: cost / 2, unit: 万元}
"""
FIRMS = [
    record(cost=30, sales=1000, staff=100),
    record(cost=29.99, sales=1000, staff=99),
    record(cost=30, staff={"low": 50}),
    record(),
]


def test_an_answer_has_the_fields_of_the_contract(tmp_path):
    told = judge(library(tmp_path, BODY), FIRMS[0]).as_dict()
    assert json.loads(json.dumps(told)) == told
    assert {
        key: told[key]
        for key in ("record", "firm", "year", "standard", "edition", "verdict", "score", "value")
    } == {
        "record": "r1",
        "firm": {"name": "r1", "uscc": None},
        "year": 2025,
        "standard": "toy",
        "edition": "2020-01-01",
        "verdict": "met",
        "score": {"low": 9.0, "high": 9.0},
        "value": None,
    }
    assert told["missing"] == []
    assert told["provenance"]["mark"] == "found"
    assert [amount["text"] for amount in told["amounts"]] == ["15万元"]


def test_a_clause_has_the_fields_of_the_contract(tmp_path):
    clause = judge(library(tmp_path, BODY), FIRMS[0]).as_dict()["clauses"][0]
    assert set(clause) >= {"id", "cite", "verdict", "score", "value", "needs", "facts", "reason"}
    assert (clause["id"], clause["cite"], clause["verdict"]) == ("A", "第一条", "met")
    assert clause["value"] == {"low": 0.03, "high": 0.03, "text": "3%"}
    assert clause["needs"]["zh"] == "占比 ≥ 3%"
    assert clause["facts"][0] == {
        "fact": "cost",
        "year": 2025,
        "name": {"zh": "研发费用", "en": "R&D expense"},
        "value": "30万元",
        "source": "",
        "as_of": "",
    }


@pytest.mark.parametrize("language", ["zh", "en"])
def test_reasons_may_be_written_in_one_language_only(tmp_path, language):
    result = judge(library(tmp_path, BODY), FIRMS[0])
    both, one = result.as_dict(), result.as_dict(language)
    for whole, clause in zip(both["clauses"], one["clauses"], strict=True):
        assert clause == whole | {"reason": {language: whole["reason"][language]}}


def test_what_clauses_share_is_told_once(tmp_path):
    first, second = judge(library(tmp_path, BODY), FIRMS[0]).as_dict()["clauses"]
    assert first["provenance"] is second["provenance"]


def test_an_open_end_is_null_in_json(tmp_path):
    told = judge(library(tmp_path, BODY), FIRMS[3]).as_dict()
    assert told["clauses"][0]["value"] == {"low": None, "high": None, "text": "未知"}
    assert told["clauses"][0]["facts"][0]["value"] is None


def test_many_firms_get_the_answers_of_one(tmp_path):
    rules = library(tmp_path, BODY)
    edition = rules.edition("toy", ON)
    table = evaluate_all(FIRMS, [edition], parts=True)
    one = [judge(rules, firm) for firm in FIRMS]
    assert table.verdict("toy").tolist() == [result.verdict for result in one] == [3, 0, 1, 1]
    low, high = table.score("toy")
    assert list(zip(low, high, strict=True)) == [(r.score.low, r.score.high) for r in one]
    assert table.clause("toy", "A").tolist() == table.verdict("toy").tolist()
    assert table.points("toy", "P")[0].tolist() == low.tolist()
    assert table.named("toy", "share_of_cost")[0][0] == 0.03
    assert table.amount("toy", "X")[0][0] == 15 * 10**6


def test_what_an_edition_does_not_have_is_a_key_error(tmp_path):
    table = evaluate_all(FIRMS, [library(tmp_path, when("listed")).edition("toy", ON)])
    for ask in (table.score, table.class_):
        with pytest.raises(KeyError):
            ask("toy")
    with pytest.raises(KeyError):
        table.clause("toy", "Z")


def test_several_editions_are_judged_together(tmp_path):
    one = library(tmp_path, BODY).edition("toy", ON)
    assert [result.standard for result in evaluate(FIRMS[0], [one, one])] == ["toy", "toy"]
    assert evaluate(FIRMS[0], []) == ()
