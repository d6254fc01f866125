from __future__ import annotations

from datetime import date

import pytest

from jianghai.approvals import actions
from jianghai.approvals.errors import ClosureError, NoSlotError
from jianghai.approvals.models import Appointment, AppointmentState, Closure
from jianghai.approvals.queries import planning
from jianghai.base import clock
from jianghai.base.errors import NotAllowedError
from jianghai.casework.models import CalendarYear
from rulebook.errors import Text
from tests.jianghai.approvals.conftest import it_is, moment
from worktime import Year

S = AppointmentState
FRIDAY = date(2026, 11, 20)
WHY = Text("大厅停电检修", "Power works in the hall")


def test_who_had_booked_keeps_the_row_and_moves_it(booked, window, posted, lin):
    one = booked()
    actions.close(window, FRIDAY, WHY, by=posted, key="c")
    one.refresh_from_db()
    assert (one.state, one.to_move, one.reason) == (S.CANCELLED, True, WHY.zh)
    with pytest.raises(NoSlotError):
        booked("2026-11-20 10:00")
    moved = actions.move(one, moment("2026-11-23 09:00"), by=lin, key="m")
    assert (moved.pk, moved.state, moved.to_move) == (one.pk, S.BOOKED, False)


def test_those_of_other_days_and_those_here_already_stay(booked, window, posted, wei):
    monday = booked("2026-11-23 09:00")
    here = booked(by=wei)
    with it_is("2026-11-20 09:00"):
        actions.check_in(here, by=posted, key="in")
        actions.close(window, FRIDAY, WHY, by=posted, key="c")
    assert {one.state for one in Appointment.objects.filter(pk__in=[monday.pk, here.pk])} == {
        S.BOOKED,
        S.CAME,
    }


def test_opening_again_gives_the_old_places_back(booked, window, posted, lin, wei):
    one, two = booked(), booked("2026-11-20 10:00", by=wei)
    closure = actions.close(window, FRIDAY, WHY, by=posted, key="c")
    actions.move(two, moment("2026-11-23 09:00"), by=wei, key="m")
    actions.lift(closure, by=posted, key="l")
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.state, one.starts_at) == (S.BOOKED, moment("2026-11-20 09:00"))
    assert two.starts_at == moment("2026-11-23 09:00")
    assert one.held.count() == 6


def test_a_day_is_closed_once_with_a_reason_by_who_works_there(window, posted, wei):
    with pytest.raises(NotAllowedError):
        actions.close(window, FRIDAY, WHY, by=wei, key="c")
    with pytest.raises(ClosureError):
        actions.close(window, FRIDAY, Text(" ", ""), by=posted, key="d")
    closed = actions.close(window, FRIDAY, WHY, by=posted, key="e")
    assert actions.close(window, FRIDAY, WHY, by=posted, key="e") == closed
    with pytest.raises(ClosureError):
        actions.close(window, FRIDAY, WHY, by=posted, key="f")
    with pytest.raises(ClosureError):
        actions.close(window, date(2026, 11, 18), WHY, by=posted, key="g")


def test_the_next_free_slots_leave_closed_days_out(booked, window, posted):
    actions.close(window, FRIDAY, WHY, by=posted, key="c")
    found = planning.next_slots(window, 4)
    assert [one.starts_at for one in found][-1] == moment("2026-11-23 09:00")


NOTICE = """
schema: calendar/1
year: {year}
source: {{document: 国办发明电〔示例〕1号, title: 通知, day: 2026-11-04, checked: 示例}}
off: [{{zh: 示例假日, en: Made-up day, first: {day}, last: {day}}}]
makeup: []
"""


def publish(day: str) -> None:
    """Publish a year's calendar in which one day is off."""
    year = Year.parse(NOTICE.format(year=day[:4], day=day), f"{day[:4]}.yaml")
    CalendarYear.objects.create(
        year=year.year,
        content=year.as_dict(),
        digest=year.digest,
        added_by="示例",
        added_at=clock.now(),
    )


def test_what_was_provisional_is_settled_when_the_year_is_published(booked):
    with it_is("2030-12-27 08:00"):
        holiday, working = booked("2030-12-31 09:00"), booked("2030-12-30 09:00")
        assert (holiday.provisional, actions.recheck()) == (True, 0)
        publish("2030-12-31")
        assert (actions.recheck(), actions.recheck()) == (2, 0)
    holiday.refresh_from_db()
    working.refresh_from_db()
    assert (holiday.to_move, working.provisional, working.state) == (True, False, S.BOOKED)
    assert Closure.objects.get().day == date(2030, 12, 31)


def test_a_correction_of_a_published_year_is_heard_too(booked, window, posted):
    one, other = booked(), booked("2026-11-23 09:00")
    span = (moment("2026-11-20 18:00"), moment("2026-11-20 20:00"))
    actions.open_extra(window, *span, reason="晚间", by=posted, key="x")
    evening = booked("2026-11-20 18:00")
    publish("2026-11-20")
    assert actions.recheck() == 1
    for row in (one, other, evening):
        row.refresh_from_db()
    assert (one.to_move, other.state, evening.state) == (True, S.BOOKED, S.BOOKED)
