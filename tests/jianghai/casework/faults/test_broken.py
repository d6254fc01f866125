"""One case is damaged, and one office out of order: everybody else is served, and somebody is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jianghai.base import clock
from jianghai.casework import offices
from jianghai.casework.actions import cases, sweeping
from jianghai.casework.models import Case, Clock, OfficeCall, Status, Tolerance
from jianghai.casework.offices import OFFICES, Reply, Simulated
from tests.jianghai.casework.faults import made

MANY = 501


@pytest.fixture
def zone(lin, blue_kiln):
    with made.at(0):
        yield made.zone(lin, blue_kiln)


def flow(case):
    made.broken(case)


def ledger(case):
    Clock.objects.filter(case=case, key="lic.supplement_notice").update(ledger={"fired": []})


def rule(case):
    Clock.objects.filter(case=case).update(key="no.such.clock")


@pytest.mark.parametrize("damage", [flow, ledger, rule], ids=lambda one: one.__name__)
def test_one_damaged_case_keeps_no_other_waiting(zone, damage, caplog):
    first, second = made.handed_in(zone, "first"), made.handed_in(zone, "second")
    damage(first)
    with made.at(8):
        sweeping.sweep()
    assert Case.objects.get(pk=first.pk).status == Status.RECEIVED
    assert Case.objects.get(pk=second.pk).status == Status.IN_HAND
    assert f"of case {first.pk}" in caplog.text
    assert made.holds()


def test_five_hundred_and_one_clocks_are_due_and_all_are_dealt_with(zone):
    """More than one batch; the first of them is damaged and stays due, which ends nothing."""
    made.broken(made.handed_in(zone, "broken"))
    case = made.handed_in(zone)
    row = Clock.objects.get(case=case, key="lic.supplement_notice")
    Case.objects.bulk_create(_like(case, number) for number in range(MANY))
    copies = Case.objects.filter(title__startswith="copy").order_by("id")
    Clock.objects.bulk_create(
        Clock(case=one, key="lic.decide", kind="statutory", ledger=row.ledger, next_at=row.next_at)
        for one in copies
    )
    with made.at(60):
        assert sweeping.sweep() > MANY
        assert not Clock.objects.filter(next_at__lte=clock.now()).exclude(case__title="许可 broken")
    assert made.told("case overdue") >= MANY


def _like(case, number):
    same = ("service", "edition_id", "process_id", "applicant_id", "department_id", "opened_at")
    told = {name: getattr(case, name) for name in (*same, "changed_at", "received_at", "status")}
    return Case(title=f"copy {number}", **told)


def test_one_damaged_case_keeps_no_other_from_lapsing(zone, caplog):
    first, second = made.handed_in(zone, "first"), made.handed_in(zone, "second")
    for case in (first, second):
        Tolerance.objects.create(
            case=case, material="other", until="2026-03-03", way="网上", otherwise="终止",
            promised_by="林岚", promised_at=clock.now(),
        )  # fmt: skip
    Clock.objects.filter(case=first).update(ledger={"fired": []})
    with made.at(3):
        assert sweeping.lapse_tolerances() == 1
    assert Case.objects.get(pk=second.pk).status == Status.TAKEN_BACK
    assert f"of case {first.pk}" in caplog.text


@pytest.fixture
def firm(db):
    """A new firm is registered, and five offices are asked; for each an office that does not answer."""
    before = dict(OFFICES)
    found = made.registered()
    for code in found.calls:
        OFFICES[code] = Simulated(code, busy=10_000)
    with clock.stopped_at(found.now):
        yield found
    OFFICES.clear()
    OFFICES.update(before)


def minutes(firm, many):
    return clock.stopped_at(firm.now + timedelta(minutes=many))


def asked(firm, span=120, step=1):
    """Let the clock's minutes go by."""
    for minute in range(0, span, step):
        with minutes(firm, minute):
            offices.call_due()


def state(firm, office):
    row = OfficeCall.objects.select_related("task").get(pk=firm.calls[office].pk)
    return row.state, row.task.state, row.task.outcome


def test_an_office_that_is_slow_is_asked_until_it_answers(firm):
    OFFICES["tax"] = Simulated("tax", busy=3, minutes=30)
    asked(firm, 80, 5)
    assert state(firm, "tax") == ("sent", "open", "")
    asked(firm, 120, 5)
    assert state(firm, "tax") == ("done", "done", "done")


def test_an_office_that_fails_for_good_is_helped_by_a_person(firm):
    """After six tries a person at the window takes over, and the office is asked no more."""
    OFFICES["tax"] = broken = Simulated("tax", fails=10_000)
    asked(firm, 60)
    assert state(firm, "tax") == ("done", "done", "refused")
    assert sum(broken.asked.values()) == 6


def test_an_office_that_sends_nonsense_keeps_no_other_from_being_asked(firm, caplog):
    class Nonsense:
        def ask(self, _key, _asked):
            raise ValueError("<html>")

    OFFICES["seal"], OFFICES["tax"] = Nonsense(), Simulated("tax")
    asked(firm, 1)
    assert state(firm, "tax") == ("done", "done", "done")
    assert "office call" in caplog.text


def test_a_damaged_case_keeps_no_other_from_being_asked_for(firm, caplog):
    for code in firm.calls:
        OFFICES[code] = Simulated(code)
    made.broken(firm.case)
    with minutes(firm, 1):
        assert offices.call_due() == 0
    assert "office call" in caplog.text
    assert {state(firm, code)[1] for code in firm.calls} == {"open"}


def test_an_office_that_answers_twice_is_heard_once(firm):
    key = firm.calls["tax"].key
    assert offices.answer(key, Reply(done=True, answer={"number": "7"}))
    assert not offices.answer(key, Reply(refused="改变主意"))
    assert state(firm, "tax") == ("done", "done", "done")
    assert OfficeCall.objects.get(key=key).answer == {"number": "7"}
    assert made.told("office answered") == 1


def test_an_office_that_answers_after_the_case_was_taken_back_changes_nothing(firm):
    """And nobody is asked any more."""
    cases.take_back(firm.case, reason="不办了", by=firm.case.applicant, key="back")
    for code in firm.calls:
        OFFICES[code] = Simulated(code)
    assert not offices.answer(firm.calls["tax"].key, Reply(done=True, answer={"number": "7"}))
    asked(firm, 10)
    assert not OfficeCall.objects.exclude(state="done").exists()
    assert not any(OFFICES[code].asked for code in firm.calls)
    assert made.told("office answered") == 0
    assert Case.objects.get().status == Status.TAKEN_BACK
