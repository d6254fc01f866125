"""Dates are as precise as they were written, and what follows from them is a range."""

from __future__ import annotations

from datetime import date

import pytest

from rulebook.records.dates import (
    day_of_judgement,
    months_before,
    read_date,
    whole_years,
    years_before,
)
from tests.rulebook.corpora import judge, library, record, when


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2014-11-30", "2014-11-30", "2014-11-30"),
        ("2014/1/2", "2014-01-02", "2014-01-02"),
        ("2014年11月30日", "2014-11-30", "2014-11-30"),
        ("2014.2", "2014-02-01", "2014-02-28"),
        ("2012年2月", "2012-02-01", "2012-02-29"),
        ("2014", "2014-01-01", "2014-12-31"),
        ("2014-11-30T08:00:00", "2014-11-30", "2014-11-30"),
        ("2014-11-30 08:00", "2014-11-30", "2014-11-30"),
    ],
)
def test_a_date_spans_all_the_days_it_can_mean(text, first, last):
    span = read_date(text)
    assert (span.first.isoformat(), span.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "text", ["", "14-11", "2014-13", "2014-02-30", "0000", "20141130", "2014-1-2-3", "٢٠١٤"]
)
def test_what_is_no_date_is_none(text):
    assert read_date(text) is None


def test_the_twenty_ninth_of_february_has_an_anniversary():
    assert years_before(date(2024, 2, 29), 4) == date(2020, 2, 29)
    assert years_before(date(2024, 2, 29), 3) == date(2021, 2, 28)
    assert months_before(date(2024, 3, 31), 13) == date(2023, 2, 28)


def test_a_year_is_whole_on_its_anniversary():
    assert whole_years(date(2020, 6, 1), date(2023, 6, 1)) == 3
    assert whole_years(date(2023, 6, 1), date(2020, 6, 1)) == -3


@pytest.mark.parametrize(
    ("year", "on", "judged"),
    [
        (2025, "2026-06-30", "2026-06-30"),
        (2024, "2026-06-30", "2025-01-01"),
        (2025, "2025-12-31", "2025-12-31"),
    ],
)
def test_an_old_row_is_judged_as_it_would_have_been_then(year, on, judged):
    assert day_of_judgement(year, date.fromisoformat(on)) == date.fromisoformat(judged)


@pytest.mark.parametrize(
    ("condition", "reg_date", "word"),
    [
        ("days_since(reg_date) >= 365天", "2025-06-30", "met"),
        ("days_since(reg_date) >= 365天", "2025-07-01", "unmet"),
        ("days_since(reg_date) >= 365天", "2025-06", "met"),
        ("days_since(reg_date) >= 365天", "2025", "unknown"),
        ("years_since(reg_date) >= 2年", "2024-07", "unmet"),
        ("years_since(reg_date) >= 2年", "2024", "unknown"),
        ("years_at_year_end(reg_date) >= 2年", "2023-12-31", "met"),
        ("years_at_year_end(reg_date) >= 2年", "2024-01-01", "unmet"),
        ("year_of(reg_date) == 2024年", "2024-07", "met"),
        ("year_of(reg_date) == 2024年", None, "unknown"),
    ],
)
def test_an_age_is_known_as_far_as_the_date_is(tmp_path, condition, reg_date, word):
    rules = library(tmp_path, when(condition))
    assert judge(rules, record(reg_date=reg_date)).verdict.word == word
