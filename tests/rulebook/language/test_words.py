"""Expressions are put into words that a reader of the document would use."""

from __future__ import annotations

import pytest

from rulebook.errors import Text
from rulebook.language.words import Wording
from rulebook.syntax import read
from tests.rulebook.corpora import catalogue


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("cost / sales >= 3%", "研发费用÷销售收入 ≥ 3%", "R&D expense ÷ Sales ≥ 3%"),
        (
            "sales[t-2] > 2000万元",
            "销售收入（前一年） > 2,000万元",
            "Sales (the year before) > CNY 20 million",
        ),
        ("growth(sales) < 5%", "销售收入增长率 < 5%", "growth of Sales < 5%"),
        (
            "(sales + cost) / 2 >= 1元",
            "（销售收入+研发费用）÷2 ≥ 1元",
            "(Sales + R&D expense) ÷ 2 ≥ CNY 1",
        ),
        ("listed and staff >= 5人", "上市 且 职工 ≥ 5人", "Listed and Staff ≥ 5 persons"),
        ("level in [国家, 省]", "机构级别为国家、省之一", "Level in 国家, 省"),
        ("code under [C, D]", "行业代码属于 C、D", "Industry code under C, D"),
        ("any(ip where class == I)", "有知识产权（类别 = I）", "any Rights (Class = I)"),
        ("not any(ip where valid)", "无知识产权（有效）", "no Rights (Valid)"),
        ("not fined", "不存在“重大处罚”", "not “Heavily fined”"),
        ("count(ip) >= 3件", "知识产权数 ≥ 3件", "number of Rights ≥ 3"),
        (
            "total(ip.price) >= 1亿元",
            "知识产权的价款合计 ≥ 1亿元",
            "total Price of Rights ≥ CNY 100 million",
        ),
        ("worth >= 1亿美元", "估值 ≥ 1亿美元", "Valuation ≥ USD 100 million"),
        (
            "year_of(reg_date) >= 2008年",
            "注册日期的年份 ≥ 2008年",
            "year of Date of registration ≥ 2008",
        ),
        (
            "max(sales, cost) >= 0",
            "销售收入、研发费用中的较大值 ≥ 0",
            "the greatest of Sales, R&D expense ≥ 0",
        ),
        ("points(P) >= 60分", "创新得分 ≥ 60分", "points of Innovation ≥ 60 points"),
        ("intensity >= 5%", "研发强度 ≥ 5%", "R&D intensity ≥ 5%"),
        ("score >= 60分", "总分 ≥ 60分", "total score ≥ 60 points"),
    ],
)
def test_an_expression_is_said_in_two_languages(text, zh, en):
    lets = {"intensity": Text("研发强度", "R&D intensity")}
    words = Wording(catalogue(), lets, {"P": Text("创新", "Innovation")})
    said = words.say(read(text))
    assert said.zh == zh
    assert said.en == en


def test_every_function_can_be_said():
    from rulebook.language.functions import FUNCTIONS
    from rulebook.language.words import _CALLS, _HEADS

    assert set(FUNCTIONS) <= set(_CALLS) | set(_HEADS)
