"""What may go wrong with time: a server that was down, a clock set back, a calendar or a service changed meanwhile."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from jianghai.base import clock
from jianghai.base.models import JournalLine
from jianghai.casework.actions import calendars, pausing, sweeping, tasks
from jianghai.casework.models import Case, Clock, Firing, Status
from tests.jianghai.casework.faults import made
from worktime import Year

BACK = (timedelta(hours=-5), timedelta(days=-3 * 365))


@pytest.fixture
def zone(lin, blue_kiln):
    with made.at(0):
        yield made.zone(lin, blue_kiln)


def fired():
    """List what was fired, and every warning that the journal tells of."""
    rows = list(Firing.objects.values_list("clock", "rung"))
    assert len(rows) == len(set(rows))
    return rows, made.told("clock warned")


def in_order(case):
    """Tell whether the lines of a case, and the ledger of each of its clocks, follow each other."""
    lines = JournalLine.objects.filter(subject=f"casework.case:{case.pk}").order_by("number")
    moments = list(lines.values_list("at", flat=True))
    ledgers = [
        [row.ledger["started"]]
        + [one[end] for one in row.ledger["pauses"] for end in ("at", "resumed") if one[end]]
        for row in Clock.objects.filter(case=case)
    ]
    return moments == sorted(moments) and all(one == sorted(one) for one in ledgers)


def test_nobody_checks_while_the_server_is_down_for_three_weeks(zone):
    """Accepted with the day of receipt; the clocks count from there."""
    case = made.handed_in(zone)
    with made.at(21):
        sweeping.sweep()
        sweeping.sweep()
    case.refresh_from_db()
    assert (case.status, case.accepted_on) == (Status.IN_HAND, date(2026, 3, 2))
    ends = dict(Clock.objects.filter(case=case, task=None).values_list("key", "due_on"))
    assert ends["lic.decide"] == date(2026, 3, 30)  # twenty working days after the second of March
    assert made.open_task(case).element == "examine"
    assert made.told("case accepted") == 1
    stopped = Clock.objects.get(case=case, key="lic.supplement_notice")
    assert stopped.state == "stopped"


def test_what_was_due_while_the_server_was_down_is_warned_of_once(zone):
    made.walked(zone, 1)
    with made.at(60):
        sweeping.sweep()
        before = fired()
        sweeping.sweep()
    assert fired() == before
    late = Clock.objects.filter(expired=True, task=None, kind__in=("statutory", "promised"))
    assert made.told("case overdue") == late.count() == 2
    assert Case.objects.get().light == 4


@pytest.mark.parametrize("back", BACK, ids=["five hours", "three years"])
def test_a_clock_that_is_set_back_fires_nothing_twice(zone, back):
    made.walked(zone, 1)
    with made.at(60):
        sweeping.sweep()
    before = fired()
    with clock.stopped_at(made.MONDAY + timedelta(days=60) + back):
        assert sweeping.sweep() == 0
    with made.at(60.5):
        sweeping.sweep()
    assert fired() == before


@pytest.mark.parametrize("back", BACK, ids=["five hours", "three years"])
def test_a_clock_that_is_set_back_between_two_steps_refuses_nobody(zone, back):
    """People go on; the ledger and the journal of the case stay in order."""
    case = made.handed_in(zone)
    with made.at(1):
        made.finish(zone, case, 0)
    away = clock.stopped_at(made.MONDAY + timedelta(days=1) + back)
    with away:
        for step in (1, 2, 3):
            made.finish(zone, case, step)
        special = pausing.Special("hearing", "十日", "举行听证")
        pausing.begin_special(case, special, by=zone.handler, key="begin")
        pausing.end_special(case, "hearing", by=zone.handler, key="end")
        sweeping.sweep()
        made.finish(zone, case, 4)
    case.refresh_from_db()
    assert case.status == Status.GRANTED
    assert in_order(case)
    assert made.holds()


def test_lin_corrects_on_a_day_before_she_was_asked_to(zone):
    """The server's clock was right, then three years slow, then right again."""
    case = made.handed_in(zone)
    task = made.open_task(case)
    with made.at(1):
        tasks.finish(task, "incomplete", {"reason": "缺盖章"}, by=zone.window, key="no")
    with clock.stopped_at(datetime(2023, 3, 2, 2, tzinfo=UTC)):
        sweeping.sweep()
        tasks.finish(made.open_task(case), "given", {}, by=zone.lin, key="given")
    with made.at(2):
        sweeping.sweep()
        made.finish(zone, case, 0)
    case.refresh_from_db()
    assert (case.status, case.accepted_on) == (Status.IN_HAND, date(2026, 3, 4))
    assert in_order(case)


def test_the_same_is_asked_twice_while_the_clock_is_slow(zone):
    """Two papers of the same words are two papers, also where time stands still for the case."""
    case = made.handed_in(zone)
    with clock.stopped_at(datetime(2023, 3, 2, 2, tzinfo=UTC)):
        for key in ("first", "second"):
            no = {"reason": "缺盖章"}
            tasks.finish(made.open_task(case), "incomplete", no, by=zone.window, key=f"no {key}")
            tasks.finish(made.open_task(case), "given", {}, by=zone.lin, key=f"given {key}")
    assert case.papers.filter(kind="supplement_notice").count() == 2
    assert in_order(case)


def corrected() -> Year:
    """Publish that the office is closed in the second and third week of March, which nobody knew."""
    known = calendars._corpus().years[2026].as_dict()
    closed = {"zh": "停办", "en": "Closed", "first": "2026-03-16", "last": "2026-03-27"}
    return Year.of({**known, "off": [*known["off"], closed]})


def test_a_calendar_is_corrected_under_a_running_case(zone):
    """The deadline moves with a line; what was fired stays fired, and is not fired again at its new moment."""
    case = made.walked(zone, 1)
    row = Clock.objects.get(case=case, key="lic.decide")
    with made.at(14.2):
        sweeping.sweep()
    before, _told = fired()
    assert before
    with made.at(14.5):
        assert calendars.keep(corrected(), by="示例")
        calendars.settle()
        calendars.settle()
    row.refresh_from_db()
    assert row.due_on == date(2026, 4, 14)
    assert (
        made.told("deadline moved")
        == Clock.objects.filter(case=case, due_on__gt="2026-03-16").count()
    )
    with made.at(18):
        sweeping.sweep()
    assert set(before) <= set(fired()[0])
    with made.at(90):
        sweeping.sweep()
    rows, told = fired()
    assert len(rows) == told
    assert set(before) < set(rows)
