"""Expressions are read as arithmetic and logic are read, and refused with a remedy in two languages."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction

import pytest

from rulebook.errors import ExpressionError
from rulebook.syntax import (
    LONGEST,
    Among,
    Binary,
    Call,
    Compare,
    Name,
    Number,
    Unary,
    Word,
    read,
    write,
)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("a + b * c", "a + (b * c)"),
        ("a - b - c", "(a - b) - c"),
        ("a / b / c", "(a / b) / c"),
        ("-a * b", "(-a) * b"),
        ("not a and b or c", "((not a) and b) or c"),
        ("a or b and c", "a or (b and c)"),
        ("not a >= b", "not (a >= b)"),
        ("a + 1 >= b * 2", "(a + 1) >= (b * 2)"),
        ("a < b <= c", "(a < b) and (b <= c)"),
        ("a < b < c < d", "((a < b) and (b < c)) and (c < d)"),
    ],
)
def test_operators_bind_as_everyone_expects(text, meant):
    assert read(text) == read(meant)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3%", Fraction(3, 100)),
        ("2000万元", 2000 * 10**6),
        ("0.5亿美元", 5 * 10**9),
        ("500 人", 500),
        ("1_000元", 100_000),
        ("0.1", Fraction(1, 10)),
    ],
)
def test_a_number_is_exact_and_in_base_units(text, value):
    tree = read(text)
    assert isinstance(tree, Number)
    assert tree.value == value


def test_a_year_counts_back_from_the_year_of_judgement():
    assert read("sales[t-2]") == Name("sales", 2)
    assert read("sales") == Name("sales", None)


def test_a_list_condition_stands_behind_where():
    tree = read("count(ip where class == I and valid)")
    assert isinstance(tree, Call)
    assert tree.where == Binary("and", Compare("==", Name("class"), Name("I")), Name("valid"))


def test_choices_may_be_words_numbers_or_quoted():
    assert read('level in [国家, 3级, "a b"]') == Among("in", Name("level"), ("国家", "3级", "a b"))


def test_points_take_any_clause_id():
    assert read("points(TS1.a-2)") == Call("points", (Word("TS1.a-2"),))


def test_a_minus_may_stand_before_a_minus():
    assert read("- -a") == Unary("-", Unary("-", Name("a")))


@pytest.mark.parametrize(
    ("text", "at", "zh", "en", "remedy"),
    [
        ("", 0, "表达式没有写完", "the expression stops short", "补全它"),
        ("a +", 3, "表达式没有写完", "the expression stops short", "Complete it"),
        ("a ? b", 1, "看不懂“? b”", "cannot read '? b'", "只能用数字、单位、事实名和运算符"),
        ("(a", 2, "这里应当是“)”", "')' belongs here", "请补上"),
        ("a b", 2, "多出“b”", "'b' is too much", "删去或加运算符"),
        ("a >= * 2", 5, "这里不该有“*”", "'*' cannot stand here", "写数字或事实"),
        ("and b", 0, "这里不该有“and”", "'and' cannot stand here", "写数字或事实"),
        ("a or or b", 5, "这里不该有“or”", "'or' cannot stand here", "Write a number or a fact"),
        ("sales[t-0]", 8, "年份只能写 t-1 … t-9", "years go from t-1 to t-9", "改成 t-1 等"),
        ("sales[t-2%]", 8, "年份只能写 t-1 … t-9", "years go from t-1 to t-9", "改成 t-1 等"),
        ("sales[2024]", 6, "这里应当是“t”", "'t' belongs here", "请补上"),
        ("a + b in [x]", 6, "in 的左边应当是一个事实", "a fact belongs before 'in'", "写事实名"),
        ("level in [>]", 10, "这里不该有“>”", "'>' cannot stand here", "写一个选项"),
        ("weights.)", 8, "这里不该有“)”", "')' cannot stand here", "写表的行名"),
        ("points()", 0, "这里不该有“points”", "'points' cannot stand here", "写条款编号"),
        ("sum()", 4, "这里不该有“)”", "')' cannot stand here", "写数字或事实"),
    ],
)
def test_what_cannot_be_read_is_refused_with_place_and_remedy(text, at, zh, en, remedy):
    with pytest.raises(ExpressionError) as caught:
        read(text)
    assert (caught.value.what.zh, caught.value.what.en, caught.value.at) == (zh, en, at)
    assert remedy in str(caught.value.remedy)


@pytest.mark.parametrize(
    "text",
    [
        "a" * (LONGEST + 1),
        "(" * 500 + "a" + ")" * 500,
        "-" * 1900 + "a",
        "not " * 480 + "a",
        "1" + "+1" * 900,
    ],
    ids=["long", "brackets", "minus", "not", "chain"],
)
def test_an_expression_nobody_could_read_is_refused(text):
    with pytest.raises(ExpressionError, match=r"let|too long"):
        read(text)


@pytest.mark.parametrize(
    "text",
    ["sales[t-²]", "٣ + a", "a\x00", "“a”", "a[", "a.", "\ud800", '"'],
    ids=["superscript", "arabic", "nul", "curly", "open", "dot", "surrogate", "quote"],
)
def test_strange_characters_do_no_harm(text):
    with suppress(ExpressionError):
        read(text)


def test_what_is_written_reads_back():
    for text in [
        "not (a and b)",
        "a - (b - c)",
        "(a >= b) == c",
        '"x y"',
        "count(ip where valid)",
        "0.0000001万元",
    ]:
        assert read(write(read(text))) == read(text)
