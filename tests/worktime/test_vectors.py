"""The counts that officials can check with a wall calendar in hand."""

from __future__ import annotations

import pytest

from tests.worktime.cast import cn, day
from worktime import Counting, Roll, Span, deadline

ROLLS = Counting(roll=Roll.NEXT_WORKDAY)
VECTORS = [
    ("2025-09-08", "5WD", "2025-09-15"),
    ("2025-09-08", "10WD", "2025-09-22"),  # the two weeks of the 飞琳科 case
    ("2025-09-26", "5WD", "2025-10-10"),  # Sunday 09-28 counts, 国庆 does not
    ("2025-09-26", "6WD", "2025-10-11"),  # ends on a Saturday that is worked
    ("2025-09-30", "1WD", "2025-10-09"),
    ("2025-01-24", "5WD", "2025-02-07"),
    ("2025-12-31", "1WD", "2026-01-04"),  # over the year's end, onto a Sunday that is worked
    ("2026-02-13", "5WD", "2026-02-27"),
    ("2026-04-30", "5WD", "2026-05-11"),
    ("2026-09-24", "5WD", "2026-10-09"),
    ("2025-09-08", "20WD", "2025-10-11"),
]
ROLLED = [
    ("2025-09-08", "30CD", "2025-10-08", "2025-10-09"),
    ("2025-07-10", "90CD", "2025-10-08", "2025-10-09"),
    ("2025-09-16", "15CD", "2025-10-01", "2025-10-09"),
]


@pytest.mark.parametrize(("start", "span", "due"), VECTORS)
def test_working_days_with_make_up_days(start, span, due):
    found = deadline(day(start), Span.parse(span), cn())
    assert (found.day, found.moved_by, found.provisional) == (day(due), None, False)


@pytest.mark.parametrize(("start", "span", "last", "due"), ROLLED)
def test_a_last_day_on_a_holiday_rolls_and_names_the_rule(start, span, last, due):
    found = deadline(day(start), Span.parse(span), cn(), ROLLS)
    assert (found.day, found.moved_by.rule, found.moved_by.since) == (
        day(due), "next_workday", day(last),
    )  # fmt: skip
    assert "民法典第203条" in found.moved_by.told.zh
    assert deadline(day(start), Span.parse(span), cn()).day == day(last)


@pytest.mark.parametrize(("year", "days"), [(2024, 251), (2025, 248), (2026, 248)])
def test_a_year_has_its_working_days(year, days):
    assert cn().working_between(day(f"{year}-01-01"), day(f"{year}-12-31")) == days


@pytest.mark.parametrize(
    ("accepted", "first", "second", "reply"),
    [
        ("2025-09-08", "5WD", "5WD", "2025-09-23"),
        ("2025-09-09", "5WD", "5WD", "2025-09-24"),
        ("2025-09-10", "5WD", "5WD", "2025-09-25"),
        ("2025-09-08", "10WD", "5WD", "2025-09-29"),
    ],
)
def test_two_notices_then_the_reply_as_in_the_feilinke_case(accepted, first, second, reply):
    shown = deadline(day(accepted), Span.parse(first), cn()).day
    proposed = deadline(shown, Span.parse(second), cn()).day
    assert cn().working_after(proposed, 1) == day(reply)


def test_posting_day_counted_gains_a_day():
    counts = Counting(include_start_day=True)
    first = deadline(day("2025-09-09"), Span.parse("5WD"), cn(), counts).day
    second = deadline(cn().working_after(first, 1), Span.parse("5WD"), cn(), counts).day
    assert (first, second) == (day("2025-09-15"), day("2025-09-22"))
