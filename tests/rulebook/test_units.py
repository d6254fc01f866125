"""Numbers are shown in the units people use, and read back as what they were."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from operator import mul

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.units import (
    DOLLAR,
    MONEY,
    PERSON,
    POINT,
    RATIO,
    SUFFIXES,
    YEAR,
    base,
    show,
    show_english,
    written,
)
from rulebook.values import INFINITY

suffixes = st.sampled_from(sorted(SUFFIXES))


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (123_45, MONEY, "123.45元", "CNY 123.45"),
        (5_000_000_00, MONEY, "500万元", "CNY 5 million"),
        (1_234_567_890_00, MONEY, "12.3457亿元", "CNY 1,234.5679 million"),
        (-3_000_00, MONEY, "-0.3万元", "CNY -3,000"),
        (50_000_000_00, DOLLAR, "5,000万美元", "USD 50 million"),
        (0.0307, RATIO, "3.07%", "3.07%"),
        (1406, PERSON, "1,406人", "1,406 persons"),
        (7.5, POINT, "7.5分", "7.5 points"),
        (2012, YEAR, "2012年", "2012"),
        (12, YEAR, "12年", "12 years"),
    ],
)
def test_a_number_is_shown_as_people_write_it(value, unit, zh, en):
    assert show(value, value, unit) == zh
    assert show_english(value, value, unit) == en


@pytest.mark.parametrize(
    ("low", "high", "zh", "en"),
    [
        (3, 5, "3人–5人", "3 persons to 5 persons"),
        (3, INFINITY, "不低于 3人", "at least 3 persons"),
        (-INFINITY, 5, "不超过 5人", "at most 5 persons"),
        (-INFINITY, INFINITY, "未知", "unknown"),
    ],
)
def test_a_range_says_what_is_known(low, high, zh, en):
    assert (show(low, high, PERSON), show_english(low, high, PERSON)) == (zh, en)


@given(st.integers(-(10**9), 10**9), suffixes)
def test_what_is_written_reads_back(number, suffix):
    assert written(float(base(number, suffix)), suffix) == pytest.approx(number, rel=1e-12)


@given(st.decimals(-(10**9), 10**9, places=4), suffixes)
def test_base_units_are_exact(number, suffix):
    assert base(number, suffix) == Fraction(number) * SUFFIXES[suffix][1]
    assert base(str(number), suffix) == base(number, suffix)


@given(
    st.floats(allow_nan=False),
    st.floats(allow_nan=False),
    st.sampled_from([unit for unit, _ in SUFFIXES.values()]),
)
def test_every_range_can_be_shown(a, b, unit):
    low, high = min(a, b), max(a, b)
    if low != high or abs(low) != INFINITY:
        assert show(low, high, unit)
        assert show_english(low, high, unit)


units = st.lists(st.sampled_from([MONEY, PERSON, YEAR, RATIO]), max_size=3).map(
    lambda parts: reduce(mul, parts, RATIO)
)


@given(units, units)
def test_multiplying_and_dividing_undo_each_other(a, b):
    assert a * b / b == a
    assert a / a == RATIO
