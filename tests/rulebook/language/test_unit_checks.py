"""Unlike things never meet: every unit is checked when a rule is loaded."""

from __future__ import annotations

from fractions import Fraction

import pytest

from rulebook.errors import ExpressionError
from rulebook.graph import Graph
from rulebook.language.functions import FUNCTIONS
from rulebook.language.lowering import Scope
from rulebook.syntax import read
from rulebook.units import DOLLAR, MONEY, PERSON, POINT, RATIO, SUFFIXES, YEAR
from tests.rulebook.corpora import catalogue


@pytest.fixture(name="scope")
def empty_scope() -> Scope:
    return Scope(catalogue(), Graph(), {}, functions=FUNCTIONS)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("sales", MONEY),
        ("cost / sales", RATIO),
        ("sales / staff", MONEY / PERSON),
        ("sum(cost, 3)", MONEY),
        ("growth(sales)", RATIO),
        ("share", RATIO),
        ("worth * 2", DOLLAR),
        ("panel + 2", POINT),
        ("debt_ratio", RATIO),
        ("years_since(reg_date)", YEAR),
        ("days_since(reg_date)", SUFFIXES["天"][0]),
        ("count(ip)", SUFFIXES["件"][0]),
        ("total(ip.price)", MONEY),
        ("if(listed, 60分, 0)", POINT),
        ("max(0, profit)", MONEY),
        ("-profit", MONEY),
    ],
)
def test_every_number_has_its_unit(scope, text, unit):
    assert scope.number(read(text)).unit == unit


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("cost / sales >= 300万元", ("比值", "元")),
        ("staff >= 300万元", ("人", "元")),
        ("sales + staff >= 1", ("元", "人")),
        ("worth >= 5亿元", ("美元", "元")),
        ("years_since(reg_date) >= 10天", ("年", "天")),
        ("min(sales, staff) >= 1", ("元", "人")),
        ("if(listed, sales, staff) >= 1", ("元", "人")),
        ("first(sales, share) >= 1", ("元", "比值")),
        ("count(ip) >= 3人", ("件", "人")),
    ],
)
def test_unlike_units_are_refused_by_both_names(scope, text, units):
    with pytest.raises(ExpressionError) as caught:
        scope.verdict(read(text))
    assert caught.value.what.zh == f"单位不同：{units[0]} 与 {units[1]}"
    assert caught.value.what.en == f"units differ: {units[0]} and {units[1]}"
    assert caught.value.remedy.zh == "两边应为同一单位"


@pytest.mark.parametrize(
    "text", ["profit > 0", "0 < staff", "worth >= 0", "panel >= 5", "0 <= profit"]
)
def test_nothing_has_any_unit_and_points_are_plain_numbers(scope, text):
    scope.verdict(read(text))


@pytest.mark.parametrize(
    ("text", "what", "remedy"),
    [
        ("sales and listed", "这里应当是条件，不是数值", "写成比较"),
        ("listed + 1 >= 2", "这里应当是数值，不是条件", "用 if(条件, 数, 数)"),
        ("level >= 3", "机构级别只能比较相等", "用 == 或 in"),
        ("level == 市", "机构级别没有选项 市", "可选：国家、省、无"),
        ("level in [县]", "机构级别没有选项 县", "可选：国家、省、无"),
        ("level under [C]", "机构级别不能用 under", "in 用于选项，under 用于行业代码"),
        ("code in [C]", "行业代码不能用 in", "in 用于选项，under 用于行业代码"),
        ("level + 1 >= 1", "机构级别不是数值也不是“是/否”", "用 in、under、count 或日期函数"),
        ("listed[t-2]", "上市不分年度", "去掉 [t-…]"),
        ("level[t-2] in [省]", "机构级别不分年度", "去掉 [t-…]"),
        ("weights.A >= 1", "没有表 weights", "已有：（无）"),
        ('"word" >= 1', "这里不能写词", "写事实名"),
        ("sqrt(sales) >= 1", "没有函数 sqrt", "可用：sum"),
        ("growth(sales, 2) >= 1", "growth 需要 1 个参数", "rule-files.md"),
        ("sum(sales) >= 1", "sum 需要 2 个参数", "rule-files.md"),
        ("sum(sales, 10) >= 1", "sum 需要 1–9 的整数年数", "rule-files.md"),
        ("cagr(sales, 1.5) >= 1", "cagr 需要 1–9 的整数年数", "rule-files.md"),
        ("growth(sales where listed) >= 1", "growth 不能带 where", "where 用于 count"),
        ("fen(staff) >= 1", "fen 只用于金额", "rule-files.md"),
        ("days_since(sales) >= 1", "days_since 需要一个日期事实", "rule-files.md"),
        ("points(Z) >= 1", "没有计分条款 Z", "写条款编号"),
        ("count(sales) >= 1", "count 的写法不对", "count(列表 where …)"),
        ("total(ip) >= 1", "total 的写法不对", "total(列表.字段 where …)"),
        ("rank(sales, IP01, stage) >= 1", "rank 的第二个参数是带引号的指标名", "rule-files.md"),
        ("on_record(2)", "on_record 写作 on_record(t-2)", "rule-files.md"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_remedy(scope, text, what, remedy):
    with pytest.raises(ExpressionError) as caught:
        scope.verdict(read(text))
    assert caught.value.what.zh == what
    assert remedy in caught.value.remedy.zh


def test_a_misspelt_fact_is_told_its_nearest_names(scope):
    with pytest.raises(ExpressionError) as caught:
        scope.number(read("saels"))
    assert caught.value.what.en == "there is no fact saels"
    assert caught.value.remedy.en.startswith("Did you mean sales")


@pytest.mark.parametrize(
    ("where", "what"),
    [
        ("colour == 红", "知识产权没有字段 colour"),
        ("class == III", "class 没有选项 III"),
        ("class >= I", "class 只能比较相等"),
        ("class", "class 不是“是/否”项"),
        ("valid == 1", "valid 不能这样比较"),
        ("price >= 3件", "price 的单位是万元"),
        ("granted >= price", "price 不是日期"),
        ("within(price, 3年)", "price 不是日期"),
        ("within(granted, 0.5年)", "最多 100年"),
        ("within(granted, 9999年)", "最多 100年"),
        ("during(granted, 2, t)", "年份写作 t 或 t-2"),
        ("count(ip) >= 1", "左边应当是字段"),
        ("sum(price, 3)", "条目条件里不能这样写"),
        ("class under [I]", "条目条件里不能这样写"),
        ("3件", "条目条件里不能这样写"),
    ],
)
def test_a_list_condition_is_held_against_the_fields(scope, where, what):
    with pytest.raises(ExpressionError) as caught:
        scope.verdict(read(f"any(ip where {where})"))
    assert caught.value.what.zh == what


def test_constants_divide_when_the_rule_is_read(scope):
    assert scope.number(read("1/3")).node.data == Fraction(1, 3)
