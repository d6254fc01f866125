"""Worked examples stand beside a standard and tell on which line they disagree."""

from __future__ import annotations

import pytest

from rulebook.proving.check import check_corpus
from tests.rulebook.corpora import OPENS, corpus, rule

BODY = """let:
  size:
    name: {zh: 规模, en: Size}
    bands: {of: staff, rows: ["[100人, ∞) 2", "(-∞, 100人) 1"]}
    labels: {1: 小型, 2: 大型}
clauses:
  - {id: A, name: {zh: 甲, en: A}, cite: 一, when: "cost / sales >= 3%"}
  - {id: P, name: {zh: 得分, en: P}, cite: 二, points: {of: staff, max: 9, bands: ["[100人, ∞) 9", "(-∞, 100人) 4"]}}
  - {id: R, name: {zh: 排名, en: R}, cite: 三, points: {is: 'rank(staff, "IP01", stage * 100)', max: 1}}
score: {sum: [P], max: 9}
class: {of: size}
verdict: A
amounts:
  - {id: X, name: {zh: 额, en: X}, cite: 四, is: cost / 2, unit: 万元}
"""
CASES = """schema: cases/1
standard: toy
cases:
  - id: one
    name: 第一例
    on: "2026-06-30"
    year: 2025
    facts: {staff: 100, cost: [10, 30], sales: 1000, stage: 2}
    expect:
      verdict: met
      score: 9
      value: 大型
      possible: [大型]
      missing: []
      amounts: {X: 15}
      clauses: {A: {verdict: met, value: 3%}, P: 9}
"""


def told(folder, cases: str) -> list[str]:
    """Give what the cases of a corpus are refused for."""
    found = check_corpus(corpus(folder, {f"{OPENS}.yaml": rule(BODY), "cases.yaml": cases}))
    return [str(fault) for fault in found]


def more(text: str) -> str:
    """Append cases."""
    return CASES + text


def test_cases_that_hold_say_nothing(tmp_path):
    assert told(tmp_path, CASES) == []


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("verdict: met\n", "verdict: unmet\n", "verdict: 应为 unmet，得到 met"),
        ("score: 9", "score: [4, 9]", "score: 应为 [4, 9]，得到 [9.0, 9.0]"),
        ("value: 大型", "value: 小型", "value: 应为 小型，得到 大型"),
        ("possible: [大型]", "possible: []", "possible: 应为 []"),
        ("missing: []", "missing: [staff]", "missing: 应为 ['staff']，得到 []"),
        ("{X: 15}", "{X: 16}", "X: 应为 16，得到 [15.0, 15.0]"),
        ("{X: 15}", "{Y: 15}", "Y: 应为 15，得到 [None, None]"),
        ("value: 3%", "value: 3.1%", "A value: 应为 3.1%，得到 3.0%"),
        ("P: 9}", "P: 4}", "P: 应为 4，得到 [9.0, 9.0]"),
        ("P: 9}", "Q: 4}", "没有条款 Q"),
        ("P: 9}", "P: met}", "P: 应为 met，得到 None"),
    ],
)
def test_a_difference_is_told_at_the_line_of_its_case(tmp_path, right, wrong, said):
    (fault,) = told(tmp_path, CASES.replace(right, wrong, 1))
    assert fault.startswith("standards/toy/cases.yaml:4: 案例 one：")
    assert said in fault
    assert "改规则或改案例" in fault


def test_a_case_like_another_changes_only_what_it_names(tmp_path):
    text = """  - id: two
    like: one
    facts: {cost: 29}
    expect: {verdict: unmet, score: 9}
  - id: three
    like: two
    facts: {cost: null}
    expect: {verdict: unknown, missing: [cost]}
"""
    assert told(tmp_path, more(text)) == []


def test_ranks_stand_in_for_cohort_tables(tmp_path):
    text = """  - {id: ranked, like: one, ranks: {IP01: 0.4}, expect: {clauses: {R: 0.4}}}
  - {id: unranked, like: one, expect: {clauses: {R: [0, 1]}}}
"""
    assert told(tmp_path, more(text)) == []


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ("{id: one, like: one, expect: {}}", "案例 one 重复"),
        ("{id: two, like: none, expect: {}}", "like 指向不存在的案例"),
        ("{id: two, like: one, on: 2026-02-30, expect: {}}", "没有 2026-02-30 这一天"),
        ("{id: two, expect: {}}", "格式不符"),
        ("{id: two, like: one, expect: {colour: red}}", "格式不符"),
        ("{id: two, like: one, on: 2019-01-01, expect: {}}", "没有生效的版本"),
        ("{id: two, like: one, facts: {stuff: 1}, expect: {}}", "没有事实 stuff"),
        ("{id: two, like: one, facts: {staff: many}, expect: {}}", "staff 的值不是数"),
        ("{id: two, like: one, facts: {staff: {least: 3}}, expect: {}}", "staff 的值不是数"),
        ("{id: two, like: one, facts: {staff: true}, expect: {}}", "staff 的值不是数"),
    ],
)
def test_a_wrong_case_is_refused_at_its_line(tmp_path, case, said):
    fault = told(tmp_path, more(f"  - {case}\n"))[0]
    assert fault.startswith("standards/toy/cases.yaml:17: ")
    assert said in fault


@pytest.mark.parametrize(
    ("given", "score"),
    [
        ("120", "9"),
        ("{low: 50, high: 150}", "[4, 9]"),
        ("{low: 100}", "9"),
        ("{2025: 99}", "4"),
        ("[200, 99]", "4"),
        ("[99, null]", "[4, 9]"),
    ],
)
def test_a_number_may_be_a_range_or_by_year(tmp_path, given, score):
    text = f"  - {{id: two, like: one, facts: {{staff: {given}}}, expect: {{score: {score}}}}}\n"
    assert told(tmp_path, more(text)) == []
