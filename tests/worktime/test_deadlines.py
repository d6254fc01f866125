"""Where a term ends to the day, the hour and the second."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.worktime.cast import at, clock, cn, day
from worktime import Counting, Roll, Span, Unit, Window, deadline
from worktime.errors import SpanError

INCLUDING = Counting(include_start_day=True)
ROLLS = Counting(roll=Roll.NEXT_WORKDAY)


@pytest.mark.parametrize(
    ("start", "span", "without", "including"),
    [
        ("2026-01-31", "1M", "2026-02-28", "2026-02-28"),  # no 31 February: the month's last day
        ("2026-01-30", "1M", "2026-02-28", "2026-02-28"),
        ("2026-01-28", "1M", "2026-02-28", "2026-02-27"),
        ("2026-01-01", "1M", "2026-02-01", "2026-01-31"),
        ("2026-03-01", "1M", "2026-04-01", "2026-03-31"),
        ("2024-02-29", "1Y", "2025-02-28", "2025-02-28"),
        ("2024-02-29", "4Y", "2028-02-29", "2028-02-28"),
        ("2026-03-31", "-1M", "2026-02-28", "2026-02-28"),
        ("2026-03-15", "-1M", "2026-02-15", "2026-02-16"),
        ("2026-03-15", "0M", "2026-03-15", "2026-03-15"),
        ("2026-03-15", "0WD", "2026-03-15", "2026-03-15"),
        ("2026-01-04", "1WD", "2026-01-05", "2026-01-04"),  # a Sunday that is worked counts itself
        ("2026-01-10", "1WD", "2026-01-12", "2026-01-12"),  # a Saturday that is not does not
    ],
)
def test_months_years_and_the_start_day(start, span, without, including):
    begun, term = day(start), Span.parse(span)
    assert deadline(begun, term, cn()).day == day(without)
    assert deadline(begun, term, cn(), INCLUDING).day == day(including)


@pytest.mark.parametrize(
    ("start", "span", "ends"),
    [
        ("2025-09-08 15:30", "2WH", "2025-09-08 17:30"),  # with the last session, not the next day
        ("2025-09-08 10:00", "2WH", "2025-09-08 12:00"),
        ("2025-09-08 10:00", "121WMIN", "2025-09-08 13:31"),
        ("2025-09-08 07:00", "1WMIN", "2025-09-08 09:01"),
        ("2025-09-08 12:30", "0WH", "2025-09-08 12:30"),
        ("2025-12-31 17:00", "1WH", "2026-01-04 09:30"),  # over the year's end
        ("2026-01-04 09:30", "-1WH", "2025-12-31 17:00"),
        ("2025-09-08 13:30", "-1WH", "2025-09-08 11:00"),
        ("2025-09-08 12:00", "-3WH", "2025-09-08 09:00"),
        (
            "2025-09-26 09:00",
            "37WH",
            "2025-10-10 11:00",
        ),  # five days of seven hours, 09-28 among them, and two
    ],
)
def test_working_hours_end_to_the_minute(start, span, ends):
    assert deadline(at(start), Span.parse(span), cn()).at == at(ends)


def test_seconds_are_kept():
    begun = at("2025-09-08 16:30").replace(second=7)
    assert deadline(begun, Span.parse("2WH"), cn()).at == at("2025-09-09 10:00").replace(second=7)


def test_a_term_may_end_when_the_window_closes():
    closes = Counting(closes=True)
    friday = cn().with_window(Window("hall", special={day("2025-09-12"): "09:00-11:00"}))
    assert deadline(day("2025-09-08"), Span.parse("4WD"), friday, closes).at == at(
        "2025-09-12 11:00"
    )
    assert deadline(day("2025-09-08"), Span.parse("5CD"), friday, closes).at == at(
        "2025-09-14 00:00"
    )


def test_a_roll_into_a_year_that_is_not_published_is_provisional():
    rolled = deadline(day("2026-12-04"), Span.parse("30CD"), cn(), ROLLS)
    assert (rolled.day, rolled.unsure) == (day("2027-01-04"), (2027,))
    assert deadline(day("2026-12-01"), Span.parse("30CD"), cn(), ROLLS).unsure == ()


def test_a_term_counted_back_moves_back():
    moved = deadline(day("2025-10-18"), Span.parse("-15CD"), cn(), ROLLS)
    assert (moved.day, moved.moved_by.rule) == (day("2025-09-30"), "previous_workday")


def test_what_was_counted_is_told():
    assert deadline(day("2025-09-08"), Span.parse("10WD"), cn()).counted == (
        day("2025-09-09"), day("2025-09-22"),
    )  # fmt: skip
    assert deadline(day("2025-09-08"), Span.parse("10WD"), cn(), INCLUDING).counted[0] == day(
        "2025-09-08"
    )


def test_a_moment_of_any_zone_has_its_day_in_shanghai():
    late = at("2025-09-09 00:30")  # 16:30 of the day before in UTC
    assert deadline(late, Span.parse("1WD"), cn()).day == day("2025-09-10")


def test_a_rule_is_in_force_until_its_last_day():
    rule = replace(
        clock("5WD", "2025-09-08").rule, valid_from=day("2025-01-01"), valid_to=day("2026-08-14")
    )
    days = ["2024-12-31", "2025-01-01", "2026-08-14", "2026-08-15"]
    assert [rule.in_force(day(one)) for one in days] == [False, True, True, False]


@pytest.mark.parametrize("written", ["10WD", "10 wd", " 10WD ", "+10WD"])
def test_an_amount_may_be_written_loosely(written):
    assert Span.parse(written) == Span(10, Unit.WORKING_DAY)


@pytest.mark.parametrize(
    "written", ["", "WD", "1.5WD", "10", "10W", "十日", "٣WD", "100001CD", "--1WD"]
)
def test_what_is_no_amount_is_refused(written):
    with pytest.raises(SpanError):
        Span.parse(written)
