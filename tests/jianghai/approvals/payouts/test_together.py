"""Two hands do the same thing at the same moment; it is done once, and nobody waits for ever."""

from __future__ import annotations

import pytest

from jianghai.approvals.models import ApplicationCase, Instalment
from jianghai.approvals.payouts import carrying
from jianghai.casework.actions import cases, tasks
from jianghai.casework.models import Case, Decision, Task
from jianghai.policies.actions import applications
from jianghai.policies.models import Application, Payout
from tests.jianghai.approvals.payouts.conftest import days_later, open_task, opened
from tests.jianghai.policies.paid.conftest import submit
from tests.jianghai.policies.paid.together import Workers

pytestmark = pytest.mark.django_db(transaction=True)


def cases_made():
    return Case.objects.count(), ApplicationCase.objects.count()


def test_the_same_submission_twice_at_once_opens_one_case(tmp_path, complete, lin, staff):
    workers = Workers(tmp_path)
    done = workers.together(*[lambda: submit(complete, lin)] * 2)
    assert [one.state for one in done] == ["in_review"] * 2
    workers.together(*[carrying.carry_all] * 2)
    assert workers.ask(cases_made) == (1, 1)
    assert workers.ask(lambda: opened(Case.objects.get())) == ["check"]


def test_two_duties_at_once_open_one_case(tmp_path, complete, lin, staff, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(carrying, "_safely", lambda one: 0)  # the signal is lost
        submit(complete, lin)
    workers = Workers(tmp_path)
    done = workers.together(*[carrying.carry_all] * 3)
    assert sorted(done) == [0, 0, 1]
    assert workers.ask(cases_made) == (1, 1)


def test_taken_back_on_both_pages_at_once(tmp_path, case, handed_in, lin):
    workers = Workers(tmp_path)
    workers.together(
        lambda: applications.withdraw(handed_in, by=lin, key="a"),
        lambda: cases.take_back(case, reason="", by=lin, key="b"),
    )
    workers.together(carrying.carry_all)

    def ends():
        return Application.objects.get().state, Case.objects.get().over

    assert workers.ask(ends) == ("withdrawn", True)


def test_decided_and_taken_back_at_once_is_one_of_the_two(
    tmp_path, reviewed, handed_in, staff, lin
):
    with days_later(10):
        task = open_task(reviewed, "decide")
        told = {"text": "同意", "amount": 40_000_000}
        workers = Workers(tmp_path)
        workers.together(
            lambda: tasks.finish(task, "granted", told, by=staff["chief"], key="d"),
            lambda: applications.withdraw(handed_in, by=lin, key="w"),
        )
        workers.together(carrying.carry_all)

    def ends():
        return Application.objects.get().state, Decision.objects.count(), Payout.objects.count()

    assert workers.ask(ends) in {("approved", 1, 1), ("withdrawn", 0, 0)}


def test_one_instalment_sent_by_two_is_paid_once(tmp_path, planned, staff):
    task = open_task(planned, "pay")
    told = {"amount": 10_000_000, "paid_on": "2026-07-10"}
    workers = Workers(tmp_path)
    workers.together(
        *(
            lambda key=key: tasks.finish(task, "more_to_pay", told, by=staff["finance"], key=key)
            for key in "ab"
        )
    )
    assert workers.ask(Instalment.objects.count) == 1
    assert workers.ask(lambda: Task.objects.filter(element="confirm_receipt").count()) == 1
