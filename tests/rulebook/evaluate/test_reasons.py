"""Every clause says why it came out as it did, in Chinese and English."""

from __future__ import annotations

import pytest

from tests.rulebook.corpora import judge, library, record, when

GROUP = """clauses:
  - id: G
    name: {{zh: 组, en: Group}}
    cite: 第二条
    {form}:
      - {{id: G.a, name: {{zh: 上市项, en: Listing}}, when: listed}}
      - {{id: G.b, name: {{zh: 处罚项, en: Fines}}, when: fined}}
verdict: G
"""
POINTS = """clauses:
  - id: P
    name: {zh: 人员, en: Staff}
    cite: 第三条
    points: {of: techs / staff, max: 20, bands: ["[30%, ∞) 20", "[10%, 30%) 8", "(-∞, 10%) 0"]}
  - {id: Q, name: {zh: 专家, en: Panel}, cite: 第三条, points: {is: panel, max: 8}}
score: {sum: [P, Q], max: 28}
"""


@pytest.mark.parametrize(
    ("condition", "facts", "zh", "en"),
    [
        (
            "cost / sales >= 3%",
            {"cost": 180, "sales": 6000},
            "研发费用÷销售收入 3%，要求 ≥ 3%，符合",
            "R&D expense ÷ Sales 3%; asked ≥ 3%; met",
        ),
        (
            "staff < 500人",
            {"staff": 500},
            "职工 500人，要求 < 500人，不符合",
            "Staff 500 persons; asked < 500 persons; not met",
        ),
        (
            "sales >= 2000万元",
            {},
            "销售收入 未知，要求 ≥ 2,000万元，数据不足，暂不能判断；缺：销售收入（2025）",
            "Sales unknown; asked ≥ CNY 20 million; cannot be told yet; missing: Sales (2025)",
        ),
        (
            "2000万元 <= sales",
            {"sales": 1999},
            "销售收入 1,999万元，要求 ≥ 2,000万元，不符合",
            "Sales CNY 19.99 million; asked ≥ CNY 20 million; not met",
        ),
        (
            "sales >= cost",
            {"sales": 5, "cost": 6},
            "销售收入 5万元，要求 ≥ 研发费用（6万元），不符合",
            "Sales CNY 50,000; asked ≥ R&D expense (CNY 60,000); not met",
        ),
        ("listed", {"listed": True}, "甲项：符合", "Item A: met"),
        ("level in [国家, 省]", {"level": "无"}, "甲项：不符合", "Item A: not met"),
        (
            "review(listed)",
            {},
            "甲项：需由人认定；缺：上市",
            "Item A: a person decides; missing: Listed",
        ),
        (
            "listed and staff >= 5人",
            {"listed": True, "staff": 3},
            "上市：符合；职工 3人，要求 ≥ 5人，不符合",
            "Listed: met; Staff 3 persons; asked ≥ 5 persons; not met",
        ),
        (
            "staff >= 5人",
            {"staff": {"low": 2, "high": 9}},
            "职工 2人–9人，要求 ≥ 5人，数据不足，暂不能判断；缺：职工（2025）",
            None,
        ),
        ("staff >= 5人", {"staff": {"low": 5}}, "职工 不低于 5人，要求 ≥ 5人，符合", None),
        (
            "year_of(reg_date) >= 2008年",
            {"reg_date": "2012"},
            "注册日期的年份 2012年，要求 ≥ 2008年，符合",
            None,
        ),
    ],
)
def test_a_condition_says_value_threshold_and_outcome(tmp_path, condition, facts, zh, en):
    reason = judge(library(tmp_path, when(condition)), record(**facts)).clause("A").reason
    assert reason.zh == zh
    assert en is None or reason.en == en


@pytest.mark.parametrize(
    ("form", "facts", "verdict", "reason"),
    [
        ("all", {"listed": True, "fined": True}, "met", "各项均符合 / all are met"),
        ("all", {"listed": True, "fined": False}, "unmet", "不符合：处罚项 / not met: Fines"),
        ("all", {"listed": True}, "unknown", "待补数据：处罚项 / data missing: Fines"),
        ("any", {"listed": False, "fined": True}, "met", "已符合：处罚项 / met: Fines"),
        ("any", {"listed": False, "fined": False}, "unmet", "没有一项符合 / none is met"),
        (
            "any",
            {"listed": False},
            "unknown",
            "尚无一项确定符合，待补数据：处罚项 / none is certain yet; data missing: Fines",
        ),
        ("none", {"listed": False, "fined": False}, "met", "均不存在 / none is present"),
        ("none", {"listed": False, "fined": True}, "unmet", "存在：处罚项 / present: Fines"),
        ("none", {"listed": False}, "unknown", "待补数据：处罚项 / data missing: Fines"),
    ],
)
def test_a_group_names_the_parts_that_decided_it(tmp_path, form, facts, verdict, reason):
    clause = judge(library(tmp_path, GROUP.format(form=form)), record(**facts)).clause("G")
    assert (clause.verdict.word, str(clause.reason)) == (verdict, reason)


@pytest.mark.parametrize(
    ("facts", "zh", "en"),
    [
        (
            {"techs": 3, "staff": 10},
            "科技人员÷职工 30%；得 20 分（满分 20）",
            "S&T staff ÷ Staff 30%; 20 of 20 points",
        ),
        (
            {"techs": 3},
            "科技人员÷职工 未知；得 0–20 分（满分 20）；缺：职工（2025）",
            "S&T staff ÷ Staff unknown; 0–20 of 20 points; missing: Staff (2025)",
        ),
    ],
)
def test_points_say_how_many_of_how_many(tmp_path, facts, zh, en):
    reason = judge(library(tmp_path, POINTS), record(**facts)).clause("P").reason
    assert (reason.zh, reason.en) == (zh, en)


def test_points_of_a_panel_are_bounded_while_it_has_not_sat(tmp_path):
    result = judge(library(tmp_path, POINTS), record(techs=3, staff=10))
    assert result.clause("Q").score.as_dict() == {"low": 0.0, "high": 8.0}
    assert result.score.as_dict() == {"low": 20.0, "high": 28.0}
    assert result.verdict.word == "unknown"
    assert (
        judge(library(tmp_path / "2", POINTS), record(techs=3, staff=10, panel=8)).verdict.word
        == "met"
    )


@pytest.mark.parametrize(
    ("manual", "listed", "word"),
    [("true", True, "manual_review"), ("listed", True, "met"), ("listed", None, "manual_review")],
)
def test_a_person_decides_where_the_law_asks_for_judgement(tmp_path, manual, listed, word):
    body = f"clauses:\n  - {{id: M, name: {{zh: 认定, en: Review}}, cite: 一, manual: {manual}}}\nverdict: M\n"
    result = judge(library(tmp_path, body), record(listed=listed))
    assert result.verdict.word == word
    assert result.clause("M").needs.en == "a person decides"


def test_a_class_is_certain_or_tells_what_is_possible(tmp_path):
    body = (
        'let:\n  size: {name: {zh: 规模, en: Size}, bands: {of: staff, rows: ["[9人, ∞) 2", "(-∞, 9人) 1"]},'
        " labels: {1: 小型, 2: 大型}}\nclass: {of: size}\n"
    )
    rules = library(tmp_path, body)
    certain, open_ = judge(rules, record(staff=9)), judge(rules, record())
    assert (certain.value, certain.possible, certain.verdict.word) == ("大型", ("大型",), "met")
    assert (open_.value, open_.possible, open_.verdict.word) == (None, ("小型", "大型"), "unknown")
