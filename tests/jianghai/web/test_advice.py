"""What would change an answer is said as a person at the counter would say it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jianghai.web.contents.advice import advice
from rulebook.errors import Text
from rulebook.values import Interval, Verdict
from rulebook.whatif import Change

UNKNOWN, YES, NO = Text("未知", "unknown"), Text("是", "yes"), Text("否", "no")
LONG = Text("很长的条件", "a long condition")


def change(name: str, fact: str, **moved):
    year = 2025 if name.endswith("@1") else None
    plain = Change(
        name, fact, year, Text("营业收入", "Revenue"), UNKNOWN, YES, 0.5, Verdict.MET, LONG
    )
    return replace(plain, **moved)


@pytest.mark.parametrize(
    ("name", "fact", "said"),
    [
        (
            "any(certs where (type == HNTE and from <= today) and today <= to)",
            "certs",
            "取得“高新技术企业”称号（在有效期内）",
        ),
        (
            "any(awards where (science and level in [国家, 省]) and within(date, 3年))",
            "awards",
            "近 3 年获国家级或省级科学技术奖",
        ),
        ("any(equity_rounds where private_investor)", "equity_rounds", "引进私募股权投资"),
    ],
)
def test_something_to_obtain(name, fact, said):
    assert advice(change(name, fact, old=NO)).zh == said


def test_a_missing_figure_is_asked_for_with_what_it_must_be():
    asked = change(
        "operating_revenue@1",
        "operating_revenue",
        new=Text("不低于 1,000万元", "at least CNY 10 million"),
        value=Interval(10, 20),
    )
    assert advice(asked) == Text(
        "补“营业收入（2025）”（≥ 1,000万元）", "Fill in Revenue (2025) (≥ CNY 10 million)"
    )


def test_a_change_says_how_far_it_is():
    moved = change(
        "operating_revenue@1",
        "operating_revenue",
        old=Text("900万元", "CNY 9 million"),
        new=Text("1,000万元", "CNY 10 million"),
        value=Interval(10, 10),
        sentence=Text("由 900万元 增至 1,000万元（+100万元）", "up (+CNY 1 million)"),
    )
    assert advice(moved) == Text(
        "营业收入（2025）增至 1,000万元，差 100万元",
        "Raise Revenue (2025) to CNY 10 million, CNY 1 million away",
    )


def test_what_it_cannot_say_better_keeps_the_words_of_the_rulebook():
    odd = change("odd", "odd", old=Text("1", "1"), new=Text("2", "2"), value=Interval(2, 2))
    assert advice(odd) == LONG


def test_what_must_go_down_is_said_so():
    moved = change(
        "employees@1",
        "employees",
        old=Text("137人", "137 persons"),
        new=Text("120人", "120 persons"),
        value=Interval(120, 120),
        sentence=Text("由 137人 减至 120人（−17人）", "down (−17 persons)"),
    )
    assert advice(moved).zh == "营业收入（2025）减至 120人，须减 17人"
