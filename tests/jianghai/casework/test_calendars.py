"""A calendar is published under running cases: everybody's deadline moves once, and the journal says so."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

import pytest
from django.conf import settings

import worktime
from jianghai.base import clock
from jianghai.base.models import JournalLine
from jianghai.casework import services
from jianghai.casework.actions import calendars, sweeping
from jianghai.casework.engine import ledgers
from jianghai.casework.models import (
    CalendarYear,
    Case,
    Clock,
    Firing,
    Publicity,
    Status,
    Task,
)
from jianghai.cli import main
from worktime import SHANGHAI, Year

NOTICE = """\
schema: calendar/1
year: 2027
source: {document: 示例〔2026〕1号, title: 示例通知, day: 2026-11-20, checked: 示例}
off:
- {zh: 元旦, en: New Year, first: 2027-01-01, last: 2027-01-03}
makeup: []
"""
YEAR_2027 = Year.parse(NOTICE, "2027.yaml")
NOW = datetime(2026, 12, 30, 10, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def today():
    with clock.stopped_at(NOW):
        yield


@pytest.fixture
def licence(db):
    return services.load(settings.CORPUS / "services" / "licence" / "2019-04-23")


@pytest.fixture
def accepted(licence, lin):
    """Make a case with one clock of the licence, started at a moment."""
    edition = services.kept(licence)

    def make(begun: datetime, key: str = "lic.decide") -> Clock:
        case = Case.objects.create(
            service="licence", edition=edition, process=edition, title="示例许可", applicant=lin,
            status=Status.ACCEPTED, opened_at=begun, received_at=begun, changed_at=begun,
        )  # fmt: skip
        rule = licence.clocks[key].rule
        row = Clock(case=case, key=key, kind=rule.kind, ledger={})
        ledgers.write(row, worktime.start(rule, begun), ledgers.calendar(), begun)
        row.save()
        return row

    return make


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "2027.yaml"
    path.write_text(NOTICE, encoding="utf-8")
    return str(path)


def lines(*verbs: str) -> list[JournalLine]:
    return list(JournalLine.objects.filter(verb__in=verbs).order_by("number"))


def test_a_deadline_that_crosses_the_year_is_provisional_until_the_notice_comes(accepted):
    row = accepted(NOW)
    assert (row.due_on, row.provisional) == (date(2027, 1, 27), True)
    assert calendars.keep(YEAR_2027, by="chen")
    moved = list(calendars.finish())
    row.refresh_from_db()
    assert [(one.before, one.after) for one in moved] == [(date(2027, 1, 27), date(2027, 1, 28))]
    assert (row.due_on, row.provisional) == (date(2027, 1, 28), False)
    assert row.case.due_at == row.due_at
    assert row.next_at.astimezone(SHANGHAI).date() == date(2027, 1, 15)


def test_each_moved_clock_has_one_line_in_the_journal(accepted):
    rows = [accepted(NOW + timedelta(minutes=n)) for n in range(3)]
    calendars.keep(YEAR_2027, by="chen")
    list(calendars.finish())
    told = lines("deadline moved")
    assert [line.what["case"] for line in told] == [row.case_id for row in rows]
    assert told[0].what["from"] == "2027-01-27"
    assert told[0].what["to"] == "2027-01-28"
    assert len(lines("calendar added")) == 1


def test_clocks_that_do_not_touch_the_year_stay_as_they_are(accepted):
    early, stopped = accepted(NOW - timedelta(days=90)), accepted(NOW)
    Clock.objects.filter(pk=stopped.pk).update(state="stopped")
    calendars.keep(YEAR_2027, by="chen")
    assert list(calendars.finish()) == []
    early.refresh_from_db()
    assert early.due_on < date(2027, 1, 1)


def test_a_day_that_stays_becomes_sure(accepted):
    row = accepted(datetime(2027, 1, 11, 10, tzinfo=SHANGHAI))
    calendars.keep(YEAR_2027, by="chen")
    (one,) = calendars.finish()
    row.refresh_from_db()
    assert (one.only_surer, row.provisional) == (True, False)
    assert len(lines("deadline confirmed")) == 1


def test_a_command_killed_half_way_is_finished_by_the_worker_and_nothing_moves_twice(
    accepted, monkeypatch
):
    rows = [accepted(NOW) for _ in range(3)]
    monkeypatch.setattr(calendars, "CHUNK", 1)
    calendars.keep(YEAR_2027, by="chen")
    killed = calendars.finish()
    next(killed)
    killed.close()
    assert CalendarYear.objects.get(year=2027).projected_at is None
    assert calendars.settle() == 2
    assert [row.what["case"] for row in lines("deadline moved")] == [row.case_id for row in rows]
    assert calendars.settle() == 0


def test_a_year_that_says_nothing_new_is_not_kept_twice(accepted):
    calendars.keep(YEAR_2027, by="chen")
    assert not calendars.keep(YEAR_2027, by="lin")
    assert not calendars.keep(ledgers.calendar().years[2026], by="lin")
    assert CalendarYear.objects.filter(year=2027).count() == 1


def test_a_correction_moves_deadlines_back(accepted):
    row = accepted(NOW)
    calendars.keep(YEAR_2027, by="chen")
    list(calendars.finish())
    worked = NOTICE.replace("makeup: []", "makeup: [2027-01-23]")
    assert calendars.keep(Year.parse(worked, "2027.yaml"), by="chen")
    (one,) = calendars.finish()
    assert (one.before, one.after) == (date(2027, 1, 28), date(2027, 1, 27))
    assert len(lines("calendar corrected")) == 1
    row.refresh_from_db()
    assert row.due_on == date(2027, 1, 27)


def test_the_years_of_the_corpus_are_taken_in_once(db):
    assert calendars.settle() == 0
    assert set(CalendarYear.objects.values_list("year", flat=True)) == {2024, 2025, 2026}
    calendars.settle()
    assert CalendarYear.objects.count() == 3


def test_an_open_task_shows_its_own_new_day(accepted):
    row = accepted(NOW)
    task = Task.objects.create(
        case=row.case, token="review.1", element="review", name="审查", kind="person", opened_at=NOW
    )
    Clock.objects.filter(pk=row.pk).update(task=task)
    calendars.keep(YEAR_2027, by="chen")
    list(calendars.finish())
    task.refresh_from_db()
    row.refresh_from_db()
    assert task.due_at == row.due_at


def test_a_dry_run_tells_and_writes_nothing(accepted, file, capsys):
    row = accepted(NOW)
    assert main(["calendar", "add", file, "--dry-run", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(one["before"], one["after"]) for one in told["moved"]] == [
        ("2027-01-27", "2027-01-28")
    ]
    row.refresh_from_db()
    assert (row.due_on, CalendarYear.objects.count()) == (date(2027, 1, 27), 0)
    assert lines("deadline moved") == []


def test_the_command_says_whose_deadline_moved_from_what_to_what(accepted, file, capsys):
    row = accepted(NOW)
    assert main(["calendar", "add", file]) == 0
    out = capsys.readouterr().out
    assert "已录入" in out
    assert row.case.number in out
    assert "2027-01-27  2027-01-28" in out
    assert "1 deadlines moved, 0 became sure" in out
    assert main(["calendar", "add", file]) == 0
    assert "与现有内容相同" in capsys.readouterr().out


def test_a_wrong_year_is_refused_in_one_line(db, tmp_path, capsys):
    path = tmp_path / "2027.yaml"
    path.write_text(NOTICE.replace("makeup: []", "makeup: [2027-01-25]"), encoding="utf-8")
    assert main(["calendar", "add", str(path)]) == 2
    told = capsys.readouterr()
    assert "2027.yaml:6" in told.err
    assert len(told.err.splitlines()) == 1
    assert CalendarYear.objects.count() == 0


def test_the_number_of_queries_does_not_grow_with_the_clocks(
    accepted, django_assert_max_num_queries
):
    for _ in range(20):
        accepted(NOW)
    with django_assert_max_num_queries(6):
        assert len(list(calendars.preview(YEAR_2027))) == 20


def test_a_public_notice_that_is_up_shows_its_new_last_day(accepted):
    row = accepted(NOW)
    posted = {"kind": "acceptance", "element": "notice", "title": "受理公示", "text": "…"}
    notice = Publicity.objects.create(
        case=row.case, clock=row, posted_at=NOW, first_day=date(2026, 12, 31), last_day=row.due_on,
        digest="0" * 64, **posted,
    )  # fmt: skip
    calendars.keep(YEAR_2027, by="chen")
    list(calendars.finish())
    notice.refresh_from_db()
    assert notice.last_day == date(2027, 1, 28)


def test_a_sweep_before_the_clocks_are_counted_anew_fires_nothing_too_early(accepted):
    row = accepted(NOW)
    calendars.keep(YEAR_2027, by="chen")
    with clock.stopped_at(row.next_at):
        sweeping.sweep()
    before = row.next_at
    row.refresh_from_db()
    assert row.next_at > before
    assert not Firing.objects.exists()


def test_a_warning_that_was_given_is_not_given_again_when_the_deadline_moves(accepted):
    row = accepted(datetime(2026, 12, 10, 10, tzinfo=SHANGHAI))
    with clock.stopped_at(row.next_at):
        sweeping.sweep()
    calendars.keep(YEAR_2027, by="chen")
    list(calendars.finish())
    with clock.stopped_at(row.next_at + timedelta(days=2)):
        sweeping.sweep()
    assert [one.rung for one in Firing.objects.all()] == ["50%"]
