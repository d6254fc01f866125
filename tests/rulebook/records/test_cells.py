"""A cell of a table is read in the fact's unit, or refused with a remedy; nothing is guessed."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.errors import RecordError
from rulebook.records import read_cell
from rulebook.values import INFINITY, Interval
from tests.rulebook.corpora import catalogue

FACTS = catalogue()


@pytest.mark.parametrize(
    ("fact", "text", "low", "high"),
    [
        ("staff", "80", 80, 80),
        ("staff", " 1,406 ", 1406, 1406),
        ("staff", "１，４０６", 1406, 1406),
        ("staff", "80.0", 80, 80),
        ("staff", "40~60", 40, 60),
        ("staff", "1,000～2,000", 1000, 2000),
        ("staff", "40至60", 40, 60),
        ("staff", "≥150", 150, INFINITY),
        ("staff", ">= 150", 150, INFINITY),
        ("staff", "≤150", 0, 150),
        ("sales", "0.46", 460_000, 460_000),
        ("sales", "1e3", 1000 * 10**6, 1000 * 10**6),
        ("profit", "-12.5", -12_500_000, -12_500_000),
        ("profit", "≤-1", -INFINITY, -1_000_000),
        ("share", "12.5%", Fraction(1, 8), Fraction(1, 8)),
        ("share", "12.5", Fraction(1, 8), Fraction(1, 8)),
        ("share", "≥95", Fraction(95, 100), 1),
        ("panel", "≥5", 5, 8),
    ],
)
def test_a_number_is_a_range_in_base_units(fact, text, low, high):
    assert read_cell(FACTS[fact], text).value == Interval(low, high)


def test_a_rounded_number_reaches_half_a_step_either_way():
    assert read_cell(FACTS["staff"], "100", half_width="5").value == Interval(95, 105)
    assert read_cell(FACTS["staff"], "3", half_width="5").value == Interval(0, 8)


@pytest.mark.parametrize(
    ("fact", "text", "what", "remedy"),
    [
        ("staff", "", "不是数字", "请填数字，单位人"),
        ("staff", "many", "不是数字", "请填数字，单位人"),
        ("staff", "NaN", "不是数字", "请填数字，单位人"),
        ("staff", "inf", "不是数字", "请填数字，单位人"),
        ("staff", "-Infinity", "不是数字", "请填数字，单位人"),
        ("staff", "1e999", "不是数字", "请填数字，单位人"),
        ("staff", "1e-999", "不是数字", "请填数字，单位人"),
        ("staff", "9" * 31, "数字太长", "请检查"),
        ("staff", "1,4", "不是数字", "请填数字，单位人"),
        ("staff", "1_000", "不是数字", "请填数字，单位人"),
        ("staff", "80%", "不是数字", "请填数字，单位人"),
        ("staff", "=1+1", "不是数字", "请填数字，单位人"),
        ("staff", "60~40", "范围颠倒", "小数在前"),
        ("staff", "40~60~80", "不是数字", "请填数字，单位人"),
        ("staff", "-1", "小于允许的最小值", "请检查正负号和单位"),
        ("staff", "80.5", "小数位太多", "金额最多到分，人数件数填整数"),
        ("sales", "0.0000001", "小数位太多", "金额最多到分，人数件数填整数"),
        ("sales", "5%", "不是数字", "请填数字，单位万元"),
        ("share", "101", "大于允许的最大值", "请检查单位"),
        ("listed", "也许", "不是“是/否”", "填“是”或“否”"),
        ("level", "市", "不在选项中", "可选：国家、省、无"),
        ("code", "C39x", "不是行业代码", "如 C3912、39 或 C"),
        ("code", "", "不是行业代码", "如 C3912、39 或 C"),
        ("code", "Z39", "不是行业代码", "如 C3912、39 或 C"),
        ("code", "３９", "不是行业代码", "如 C3912、39 或 C"),
        ("reg_date", "2024-02-30", "不是日期", "如 2014-11-30、2014-11 或 2014"),
        ("reg_date", "去年", "不是日期", "如 2014-11-30、2014-11 或 2014"),
        ("ip", "[{}", "不是 JSON 列表", "用模板里的写法"),
        ("ip", "[" * 100_000, "不是 JSON 列表", "用模板里的写法"),
        ("ip", "[1]", "不是条目列表", "[{…}, {…}]"),
        ("ip", '{"complete": true}', "不是条目列表", "[{…}, {…}]"),
    ],
)
def test_a_cell_that_cannot_be_is_refused(fact, text, what, remedy):
    with pytest.raises(RecordError) as caught:
        read_cell(FACTS[fact], text)
    assert (caught.value.what.zh, caught.value.remedy.zh, caught.value.fact) == (what, remedy, fact)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    ("fact", "text", "value"),
    [
        ("listed", "是", True),
        ("listed", "Yes", True),
        ("listed", "0", False),
        ("level", "省", "省"),
        ("code", "c3912", "C3912"),
        ("reg_date", "2014年11月", "2014年11月"),
        ("motto", "<b>'; drop table--", "<b>'; drop table--"),
    ],
)
def test_words_are_taken_as_they_are(fact, text, value):
    assert read_cell(FACTS[fact], text).value == value


@pytest.mark.parametrize(
    ("text", "entries", "complete"),
    [
        ("[]", 0, True),
        ('[{"class": "I"}]', 1, False),
        ('{"complete": true, "items": [{"class": "I"}]}', 1, True),
        ('{"complete": "yes", "items": []}', 0, False),
    ],
)
def test_a_list_is_open_unless_it_is_declared_complete(text, entries, complete):
    seen = read_cell(FACTS["ip"], text)
    assert (len(seen.value), seen.complete) == (entries, complete)


@given(
    st.sampled_from(sorted(FACTS.facts)),
    st.text(max_size=40) | st.text("0123456789.,-+eE~≥%", max_size=20),
)
def test_any_text_is_read_or_refused(fact, text):
    try:
        value = read_cell(FACTS[fact], text).value
    except RecordError:
        return
    if isinstance(value, Interval):
        assert value.low <= value.high


@given(st.text("0123456789.", max_size=8))
def test_a_strange_half_width_is_read_or_refused(text):
    try:
        value = read_cell(FACTS["profit"], "100", half_width=text).value
    except RecordError:
        return
    assert value.low <= 100_000_000 <= value.high
