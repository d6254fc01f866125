"""A calendar is data: right files count, wrong files are refused with what, where and what to do."""

from __future__ import annotations

import pytest

from tests.worktime.cast import CORPUS, at, clock, cn, day
from worktime import Calendar, Span, Window, Year, clocks, deadline
from worktime.errors import CalendarError, DeadlineError, WindowError
from worktime.reprojection import differing, reproject

NOTICE = """\
schema: calendar/1
year: 2027
source: {document: 示例, title: 示例通知, day: 2026-11-20, checked: 示例}
off:
- {zh: 元旦, en: New Year, first: 2027-01-01, last: 2027-01-03}
- {zh: 春节, en: Spring Festival, first: 2027-02-05, last: 2027-02-12}
makeup:
- 2027-02-14
"""
AGAIN = "- {zh: 又, en: Again, first: 2027-01-03, last: 2027-01-04}"
NEW = Year.parse(NOTICE, "2027.yaml")


@pytest.mark.parametrize(
    ("change", "line", "told"),
    [
        (("2027-02-14", "2026-02-14"), 8, "不在 2027 年内"),
        (("2027-02-14", "2027-02-15"), 8, "星期一，本来就上班"),
        (("2027-02-14", "2027-02-06"), 8, "既放假又上班"),
        (("- 2027-02-14", "- 2027-02-14\n- 2027-02-14"), 9, "重复"),
        (("first: 2027-02-05", "first: 2027-01-03"), 6, "日子重复"),
        (("last: 2027-02-12}", f"last: 2027-02-12}}\n{AGAIN}"), 7, "日子重复"),
        (("last: 2027-01-03", "last: 2026-12-31"), 5, "不在 2027 年内"),
        (("first: 2027-02-05, last: 2027-02-12", "first: 2027-02-12, last: 2027-02-05"), 6, "请对调"),
        (("2027-02-14", "2027-02-30"), 8, "没有 2027-02-30 这一天"),
        (("year: 2027", "year: MMXXVII"), 2, "格式不符"),
        (("year: 2027", "year: 2027\nyear: 2028"), 3, "重复"),
        (("makeup:", "holidays: []\nmakeup:"), 1, "格式不符"),
        (("source: {", "source: &x {"), 3, ""),
        (("- 2027-02-14", "- !!python/object:os.system 2027-02-14"), 8, ""),
        (("- 2027-02-14", "- ["), 9, "不是合法的 YAML"),
    ],
)  # fmt: skip
def test_a_wrong_year_is_refused_with_its_line(change, line, told):
    text = NOTICE.replace(*change)
    assert text != NOTICE
    if not told:  # an anchor nobody refers to and a tag are mere text: nothing is run
        assert Year.parse(text, "2027.yaml") == NEW
        return
    with pytest.raises(CalendarError, match=told) as refused:
        Year.parse(text, "2027.yaml")
    assert refused.value.where == f"2027.yaml:{line}"
    assert refused.value.what.en


@pytest.mark.parametrize(
    "text",
    ["", "[]", "7", "a: &a [*a]", "[" * 50_000, "a: " + "x" * 2_000_000, "\x00", "? [1]\n: 2"],
)
def test_hostile_text_is_refused_and_harms_nobody(text):
    with pytest.raises(CalendarError):
        Year.parse(text, "2027.yaml")


def test_a_missing_or_misnamed_file_is_refused(tmp_path):
    with pytest.raises(CalendarError, match="每年一个文件"):
        Calendar.load(tmp_path)
    with pytest.raises(CalendarError, match="读不到"):
        Year.read(tmp_path / "2027.yaml")
    (tmp_path / "2026.yaml").write_text(NOTICE, encoding="utf-8")
    with pytest.raises(CalendarError, match=r"文件名应为 2027\.yaml"):
        Calendar.load(tmp_path)


def test_a_year_survives_its_own_form_and_layout_does_not_change_its_digest():
    assert Year.of(NEW.as_dict()) == NEW
    assert Year.parse("# 注\n" + NOTICE, "x").digest == NEW.digest


@pytest.mark.parametrize("path", sorted((CORPUS / "calendars" / "cn").glob("*.yaml")), ids=str)
def test_every_year_names_its_notice(path):
    year = Year.read(path)
    assert year.source.document.startswith("国办发明电")
    assert year.source.day.year == year.year - 1


def test_the_years_are_those_of_another_list_of_days():
    chinese_calendar = pytest.importorskip("chinese_calendar")
    for year in (2024, 2025, 2026):
        for ordinal in range(
            day(f"{year}-01-01").toordinal(), day(f"{year}-12-31").toordinal() + 1
        ):
            one = day(f"{year}-01-01").fromordinal(ordinal)
            assert cn().is_working(one) == chinese_calendar.is_workday(one)


def test_beyond_the_published_years_a_deadline_is_provisional():
    due = deadline(day("2026-12-30"), Span.parse("5WD"), cn())
    assert (due.day, due.unsure) == (day("2027-01-06"), (2027,))
    assert not deadline(day("2026-12-30"), Span.parse("5CD"), cn()).provisional
    assert not deadline(day("2026-12-30"), Span.parse("1WD"), cn()).provisional


def test_a_published_year_moves_what_it_touches_and_nothing_else():
    states = {
        "moves": clock("5WD", "2026-12-30"),
        "only becomes sure": clock("5WD", "2027-03-01"),
        "calendar days": clock("5CD", "2026-12-30"),
        "long ago": clock("5WD", "2025-09-08"),
    }
    later = cn().with_year(NEW)
    assert differing(cn(), later) == (2027,)
    moved = {name: (old, new) for name, old, new in reproject(states.items(), cn(), later)}
    assert moved.keys() == {"moves", "only becomes sure"}
    assert [due.day for due in moved["moves"]] == [day("2027-01-06"), day("2027-01-07")]
    assert [due.provisional for due in moved["only becomes sure"]] == [True, False]
    assert list(reproject(states.items(), later, later)) == []


def test_a_window_knows_special_days_and_extra_sessions():
    hall = Window(
        "hall", special={day("2026-09-30"): "09:00-12:00"}, extra={day("2026-09-26"): "09:00-11:00"}
    )
    open_days = cn().with_window(hall)
    assert hall.is_open(at("2026-09-26 10:00"), open_days)
    assert not hall.is_open(at("2026-09-30 14:00"), open_days)
    assert hall.is_open(at("2026-09-20 14:00"), open_days)  # a Sunday that is worked
    two_hours = deadline(at("2026-09-24 17:00"), Span.parse("2WH"), open_days)
    assert two_hours.at == at("2026-09-26 10:30")  # 中秋 and an extra session


@pytest.mark.parametrize("hours", ["", "9-12", "12:00-09:00", "23:00-24:30", "25:00-26:00"])
def test_wrong_hours_are_refused(hours):
    with pytest.raises(WindowError):
        Window("hall", hours)


def test_a_window_that_is_not_there_is_named():
    with pytest.raises(WindowError, match="hall"):
        deadline(at("2026-09-24"), Span.parse("2WH"), Calendar("cn", {}, {}))


@pytest.mark.parametrize(
    ("start", "span"), [("9999-12-01", "60WD"), ("0001-01-05", "-60CD"), ("9999-01-01", "5Y")]
)
def test_out_of_reach_is_refused(start, span):
    with pytest.raises(DeadlineError, match="9999"):
        deadline(day(start), Span.parse(span), cn())


def test_working_hours_change_with_the_calendar():
    later = cn().with_year(NEW)
    state = clock("2WH", "2026-12-31 17:00")
    assert clocks.due(state, cn()).at == at("2027-01-01 10:30")
    assert clocks.due(state, later).at == at("2027-01-04 10:30")
