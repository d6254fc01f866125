"""Lists are open unless declared complete; what an entry does not say is unknown."""

from __future__ import annotations

from fractions import Fraction

import pytest

from rulebook.records.conditions import number_of
from rulebook.values import INFINITY
from tests.rulebook.corpora import judge, library, record, when


def complete(*entries):
    return {"complete": True, "items": list(entries)}


@pytest.mark.parametrize(
    ("condition", "ip", "word"),
    [
        ("any(ip where class == I)", [{"class": "I"}], "met"),
        ("any(ip where class == I)", [{"class": "II"}], "unknown"),
        ("any(ip where class == I)", complete({"class": "II"}), "unmet"),
        ("any(ip where class == I)", complete({}), "unknown"),
        ("any(ip where class == I)", [], "unmet"),
        ("any(ip where class == I)", None, "unknown"),
        ("any(ip where class != I)", complete({"class": "II"}), "met"),
        ("any(ip where class in [I, II])", [{"class": "II"}], "met"),
        ("any(ip where valid)", [{}], "met"),
        ("any(ip where valid)", complete({"valid": False}), "unmet"),
        ("any(ip where valid)", complete({"valid": "否"}), "unmet"),
        ("any(ip where not valid)", complete({}), "unmet"),
        ("any(ip where class == I or valid)", complete({"valid": False}), "unknown"),
        ("any(ip where class == I and valid)", complete({"valid": False}), "unmet"),
        ("count(ip) >= 3件", [{"count": 2}, {}], "met"),
        ("count(ip) >= 3件", complete({"count": 2}, {"count": 0}), "unmet"),
        ("count(ip) == 1件", complete({"count": "1e999999999"}), "met"),
        ("any(ip where within(granted, 3年))", complete({"granted": "2023-06-30"}), "met"),
        ("any(ip where within(granted, 3年))", complete({"granted": "2023-06-29"}), "unmet"),
        ("any(ip where within(granted, 3年))", complete({"granted": "2023-06"}), "unknown"),
        ("any(ip where within(granted, 3年))", complete({"granted": "2026-07-01"}), "unmet"),
        ("any(ip where within(granted, 6月))", complete({"granted": "2025-12-30"}), "met"),
        ("any(ip where within(granted, 30天))", complete({"granted": "2026-05-31"}), "met"),
        ("any(ip where within(granted, 30天))", complete({}), "unknown"),
        ("any(ip where during(granted, t-3, t-1))", complete({"granted": "2023"}), "met"),
        ("any(ip where during(granted, t-3, t-1))", complete({"granted": "2026"}), "unmet"),
        ("any(ip where during(granted, t, t))", complete({"granted": "2026-03"}), "met"),
        ("any(ip where granted <= today)", complete({"granted": "2026-06-30"}), "met"),
        ("any(ip where today < granted)", complete({"granted": "2026-06"}), "unmet"),
        ("any(ip where today < granted)", complete({"granted": "2026"}), "unknown"),
        ("any(ip where price >= 10万元)", complete({"price": "1,200"}), "met"),
        ("any(ip where price >= 10万元)", complete({"price": "many"}), "unknown"),
        ("total(ip.price) >= 10万元", [{"price": 4}, {"price": 6}], "met"),
        ("total(ip.price) >= 10万元", complete({"price": 4}, {}), "unknown"),
        ("total(ip.price) >= 10万元", complete({"price": 4}, {"price": 5}), "unmet"),
        ("total(ip.price where class == I) >= 5万元", complete({"price": 9}), "unknown"),
        ("total(ip.price where class == I) >= 5万元", complete({"price": 4}), "unmet"),
    ],
)
def test_what_a_list_says(tmp_path, condition, ip, word):
    rules = library(tmp_path, when(condition))
    assert judge(rules, record(ip=ip)).verdict.word == word


def test_an_open_list_gives_a_count_without_an_upper_end(tmp_path):
    rules = library(tmp_path, when("count(ip where class == I) >= 9件"))
    value = judge(rules, record(ip=[{"class": "I"}, {}])).clause("A").value.range
    assert (value.low, value.high) == (1, INFINITY)


def test_an_entry_counts_for_as_many_as_it_says(tmp_path):
    rules = library(tmp_path, when("count(ip where class == I) >= 9件"))
    given = complete(
        {"class": "I", "count": 4}, {"count": 3}, {"class": "II", "count": 5}, {"class": "I"}
    )
    value = judge(rules, record(ip=given)).clause("A").value.range
    assert (value.low, value.high) == (5, 8)


@pytest.mark.parametrize(
    "given", [None, "", "x", True, [], {}, "NaN", "inf", "1e99", "9" * 40, "1/0"]
)
def test_what_is_no_number_is_none(given):
    assert number_of(given, "") is None


def test_a_number_of_an_entry_is_exact():
    assert number_of(0.1, "") == Fraction(1, 10)
