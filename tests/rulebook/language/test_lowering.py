"""Constants move to the fixed side, so that one division decides and borders are exact."""

from __future__ import annotations

import pytest

from rulebook.errors import ExpressionError
from rulebook.graph import Graph, Op
from rulebook.language.functions import FUNCTIONS
from rulebook.language.lowering import Scope
from rulebook.syntax import read
from tests.rulebook.corpora import catalogue, judge, library, record, when


@pytest.fixture(name="scope")
def empty_scope() -> Scope:
    return Scope(catalogue(), Graph(), {}, functions=FUNCTIONS)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("growth(sales) >= 5%", "sales / sales[t-2] >= 1.05"),
        ("cost / sales - 1 >= 5%", "cost / sales >= 1.05"),
        ("cost / sales + 1 > 2", "cost / sales > 1"),
        ("cost / sales * 2 <= 6%", "cost / sales <= 3%"),
        ("cost / sales / 2 < 3%", "cost / sales < 6%"),
        ("2 * (cost / sales) < 3%", "cost / sales < 1.5%"),
        ("3% <= cost / sales", "cost / sales >= 3%"),
        ("5% == growth(sales)", "growth(sales) == 5%"),
        ("cagr(sales, 2) >= 20%", "sales / sales[t-3] >= 1.44"),
        ("cagr(sales, 1) >= 20%", "growth(sales) >= 20%"),
        ("level == 省", "level in [省]"),
    ],
)
def test_comparisons_that_mean_the_same_are_the_same_node(scope, one, other):
    assert scope.verdict(read(one)) is scope.verdict(read(other))


def test_a_negative_factor_stays_where_it_is(scope):
    node = scope.verdict(read("cost / sales * (0 - 1) >= -3%"))
    assert node.op is Op.GE


def test_a_cagr_beside_a_stated_one_compares_by_its_power_too(tmp_path):
    rules = library(tmp_path, when("first(cagr(sales, 2), growth_stated) >= 20%"))
    assert judge(rules, record(sales=[100, 110, 144])).verdict.word == "met"
    assert judge(rules, record(sales=[100, 110, 143.99])).verdict.word == "unmet"
    assert judge(rules, record(growth_stated=20)).verdict.word == "met"
    assert judge(rules, record(growth_stated=19.99)).verdict.word == "unmet"
    assert judge(rules, record()).verdict.word == "unknown"


@pytest.mark.parametrize("text", ["cagr(sales, 2) + 1 >= 2", "cagr(sales, 2) >= cost / sales"])
def test_a_root_enters_no_arithmetic(scope, text):
    with pytest.raises(ExpressionError, match="复合增长率只能与固定比例比较"):
        scope.verdict(read(text))


@pytest.mark.parametrize(
    ("condition", "facts", "word"),
    [
        ("cost / sales >= 3%", {"cost": 180, "sales": 6000}, "met"),
        ("cost / sales >= 3%", {"cost": 179.999999, "sales": 6000}, "unmet"),
        ("growth(sales) >= 5%", {"sales": [2000, 2100]}, "met"),
        ("growth(sales) >= 5%", {"sales": [2000, 2099.9999]}, "unmet"),
        ("average_growth(sales, 2) >= 20%", {"sales": [1000, 1100, 1430]}, "met"),
        ("average_growth(sales, 2) >= 20%", {"sales": [1000, 1100, 1429.999999]}, "unmet"),
        ("sum(cost, 3) / sum(sales, 3) >= 4%", {"cost": [1, 2, 3], "sales": [50, 50, 50]}, "met"),
        ("debt_ratio <= 70%", {"debts": 7, "assets": 10}, "met"),
        ("debt_ratio <= 70%", {"debt_ratio": 70.01}, "unmet"),
        ("2008年 <= year_of(reg_date) < 2010年", {"reg_date": "2010-01"}, "unmet"),
    ],
)
def test_a_firm_on_the_border_is_on_the_right_side(tmp_path, condition, facts, word):
    assert judge(library(tmp_path, when(condition)), record(**facts)).verdict.word == word


def test_a_let_in_another_year_shifts_all_inside_it(tmp_path):
    body = "let:\n  ratio: {name: {zh: 占比, en: Ratio}, is: cost / sales}\n" + when(
        "ratio[t-2] >= 5%"
    )
    rules = library(tmp_path, body)
    assert judge(rules, record(cost=[5, 1], sales=[100, 100])).verdict.word == "met"


def test_a_formula_wins_over_a_statement(tmp_path):
    rules = library(tmp_path, when("debt_ratio <= 50%"))
    told = judge(rules, record(debts=80, assets=100, debt_ratio=10))
    assert told.verdict.word == "unmet"
