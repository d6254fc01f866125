"""Bands cover every value once, and a border belongs where the document puts it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from rulebook.errors import ExpressionError
from rulebook.language.bands import read_band, steps
from rulebook.units import MONEY, PERSON, RATIO
from rulebook.values import INFINITY
from tests.rulebook.corpora import judge, library, record

ALL = (-INFINITY, INFINITY)
NOT_NEGATIVE = (Fraction(0), INFINITY)
POINTS = """clauses:
  - id: P
    name: {{zh: 得分, en: Points}}
    cite: 一
    points: {{of: "{of}", max: 20, bands: {bands}}}
score: {{sum: [P], max: 20}}
"""


@pytest.mark.parametrize(
    ("rows", "zh", "remedy"),
    [
        (["[10%, ∞) 4", "(-∞, 5%) 0"], "有空档", "让端点相接"),
        (["(10%, ∞) 4", "(-∞, 10%) 0"], "有空档", "让端点相接"),
        (["[10%, ∞) 4", "(-∞, 10%] 0"], "重叠", "让端点只归一档"),
        (["[10%, ∞) 4", "(-∞, 20%) 0"], "重叠", "让端点只归一档"),
        (["[10%, ∞) 4", "[15%, 20%) 3", "(-∞, 10%) 0"], "永远到不了", "删去"),
        (["[10%, ∞) 4"], "以下没有分档", "补 (-∞, …) 一档"),
        (["(-∞, 10%) 0"], "以上没有分档", "补 […, ∞) 一档"),
        (["[20%, 10%) 4"], "是空的", "检查两端"),
        (["[10%, 10%) 4"], "是空的", "检查两端"),
        (["10% 以上 4 分"], "看不懂分档", "如 [25%, 30%) 16"),
        (["[a, ∞) 4"], "不是数", "写数字和单位"),
        (["[10万元, ∞) 4"], "分档单位 万元 与 比值 不同", "用 比值"),
    ],
)
def test_bands_that_do_not_cover_everything_once_are_refused(rows, zh, remedy):
    with pytest.raises(ExpressionError) as caught:
        steps(rows, RATIO, ALL)
    assert zh in caught.value.what.zh
    assert caught.value.remedy.zh == remedy


def test_a_band_below_the_least_possible_value_can_never_be_reached():
    with pytest.raises(ExpressionError, match="永远到不了"):
        steps(["[0%, ∞) 1", "[-10%, 0%) 2", "(-∞, -10%) 0"], RATIO, (Fraction(1, 100), INFINITY))


@pytest.mark.parametrize("row", ["[10, ∞) 4", "[10人, +∞) 4 分", "[ 10 人 , ∞ )  4"])
def test_a_band_may_be_written_as_documents_print_it(row):
    unit = PERSON if "人" in row else RATIO
    assert read_band(row, unit).low == 10


def test_an_expert_may_have_room_inside_a_band():
    band = read_band("[1万元, ∞) 7..8", MONEY)
    assert (band.least, band.most) == (7, 8)


@pytest.mark.parametrize(("cost", "points"), [(99, 0), (100, 4), (199, 4), (200, 4), (201, 9)])
def test_a_border_belongs_to_the_band_with_the_bracket(tmp_path, cost, points):
    bands = '["(20%, ∞) 9", "[10%, 20%] 4", "(-∞, 10%) 0"]'
    rules = library(tmp_path, POINTS.format(of="cost / sales", bands=bands))
    result = judge(rules, record(cost=cost, sales=1000))
    assert result.clause("P").score.low == result.clause("P").score.high == points


def test_an_open_value_takes_all_bands_that_it_may_reach(tmp_path):
    bands = '["[200人, ∞) 9", "[100人, 200人) 4", "(-∞, 100人) 0"]'
    rules = library(tmp_path, POINTS.format(of="staff", bands=bands))
    result = judge(rules, record(staff={"low": 150}))
    assert (result.score.low, result.score.high) == (4, 9)


def test_bands_may_stand_on_growth(tmp_path):
    bands = '["[10%, ∞) 9", "[-5%, 10%) 4", "(-∞, -5%) 0"]'
    rules = library(tmp_path, POINTS.format(of="growth(sales)", bands=bands))
    assert judge(rules, record(sales=[1000, 1100])).score.low == 9
    assert judge(rules, record(sales=[1000, 950])).score.low == 4
