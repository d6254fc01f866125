"""Lin's application and its case move together, whichever of the two she takes hold of."""

from __future__ import annotations

import pytest

from jianghai.approvals.models import ApplicationCase
from jianghai.approvals.payouts import carrying
from jianghai.base import journal
from jianghai.base.errors import NotAllowedError
from jianghai.casework.actions import cases, tasks
from jianghai.casework.models import Case, Status
from jianghai.casework.queries import cases as visible
from jianghai.enterprises.models import Membership
from jianghai.policies.actions import applications
from jianghai.policies.models import Application
from tests.cast import join, person
from tests.jianghai.approvals.payouts.conftest import (
    carry,
    days_later,
    do,
    open_task,
    opened,
)
from tests.jianghai.policies.paid.conftest import submit

pytestmark = pytest.mark.django_db


def state(application):
    return Application.objects.get(pk=application.pk).state


def test_handing_in_opens_a_case_at_once(complete, lin, staff, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        submit(complete, lin)
    found = Case.objects.get(application_link__application=complete)
    assert (found.applicant, found.status, opened(found)) == (lin, Status.RECEIVED, ["check"])


def test_a_lost_signal_is_made_up_for_by_the_duty(handed_in, staff):
    assert not ApplicationCase.objects.exists()
    assert (carrying.carry_all(), carrying.carry_all()) == (1, 0)
    assert opened(Case.objects.get()) == ["check"]


def test_the_case_says_what_was_applied_for(case):
    told = case.form
    assert (told["policy"], told["clause"], told["year"]) == ("试验政策", "第三条 租金补贴", 2026)
    assert told["amount"] == 50_000_000
    assert "林岚" not in str(told)  # sealed, as all that is personal
    assert case.faults == {}


def test_a_long_explanation_does_not_keep_the_case_from_opening(complete, lin, staff):
    applications.save_draft(complete, {}, words="长" * 9_000, by=lin)
    assert carry(submit(complete, lin)).faults == {}


def test_returned_and_corrected_twice(case, handed_in, staff, lin):
    for turn in ("一", "二"):
        do(case, "check", "incomplete", staff["window"], reason=f"第{turn}处缺页")
        assert (state(handed_in), opened(case)) == ("returned", ["correct"])
        applications.save_draft(
            Application.objects.get(pk=handed_in.pk), {"employees@2025": "82"}, by=lin
        )
        submit(handed_in, lin, key=f"again {turn}")
        assert carrying.carry_all() == 1
        assert (state(handed_in), opened(case)) == ("in_review", ["check"])
    texts = [one["text"] for one in Application.objects.get(pk=handed_in.pk).remarks]
    assert texts == ["第一处缺页", "第二处缺页"]


def test_the_application_is_corrected_on_its_own_page(case, staff, lin):
    do(case, "check", "incomplete", staff["window"], reason="缺页")
    with pytest.raises(Exception, match="on its own page"):
        do(case, "correct", "given", lin)
    assert opened(case) == ["correct"]


def test_who_takes_the_application_back_takes_the_case_along(case, handed_in, lin):
    applications.withdraw(handed_in, by=lin, key="w")
    assert (carrying.carry_all(), carrying.carry_all()) == (1, 0)
    case.refresh_from_db()
    assert (case.status, opened(case)) == (Status.TAKEN_BACK, [])


@pytest.mark.parametrize("prompt", [True, False])
def test_who_takes_the_case_back_takes_the_application_along(
    case, handed_in, lin, prompt, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=prompt):
        cases.take_back(case, reason="不报了", by=lin, key="w")
    assert carrying.carry_all() == int(not prompt)
    assert state(handed_in) == "withdrawn"
    assert carrying.carry_all() == 0


def test_what_is_not_corrected_in_time_ends_both(case, handed_in, staff):
    do(case, "check", "incomplete", staff["window"], reason="缺页")
    with days_later(40):
        case.refresh_from_db()
        assert (case.status, state(handed_in)) == (Status.TAKEN_BACK, "withdrawn")
        last = Application.objects.get(pk=handed_in.pk).remarks[-1]
    assert "逾期未补正" in last["text"]


def test_what_is_not_within_the_policy_is_refused_with_its_reason(case, handed_in, staff):
    do(case, "check", "not_accepted", staff["window"], reason="不在政策期限内")
    case.refresh_from_db()
    found = Application.objects.get(pk=handed_in.pk)
    assert (case.status, found.state) == (Status.NOT_ACCEPTED, "refused")
    assert found.remarks[-1]["text"] == "不在政策期限内"


def test_five_days_of_silence_accept_it(case, handed_in):
    with days_later(10):
        case.refresh_from_db()
        assert (case.status, state(handed_in)) == (Status.IN_HAND, "in_review")


def test_after_it_was_taken_back_a_new_one_gets_a_case_of_its_own(case, handed_in, blue_kiln, lin):
    applications.withdraw(handed_in, by=lin, key="w")
    fresh = applications.start(blue_kiln, handed_in.clause, by=lin)
    assert fresh != handed_in
    carrying.carry_all()
    assert Case.objects.count() == 1  # a draft has none


def test_a_colleague_goes_on_where_whoever_began_has_left(handed_in, blue_kiln, lin, staff):
    mei = person("mei", "梅", "enterprise")
    join(mei, blue_kiln)
    Membership.objects.filter(person=lin).delete()
    assert carry(handed_in).applicant == mei


def test_a_firm_for_which_nobody_acts_waits(handed_in, lin, staff, caplog):
    Membership.objects.filter(person=lin).delete()
    assert carrying.carry_all() == 0
    assert "are apart" in caplog.text


def test_wei_sees_nothing_of_it(case, wei):
    assert not visible.of(wei).exists()
    with pytest.raises(NotAllowedError):
        tasks.finish(open_task(case, "check"), "complete", by=wei, key="x")
    with pytest.raises(NotAllowedError):
        cases.take_back(case, reason="", by=wei, key="x")


def test_the_journal_tells_both_stories(case, handed_in):
    assert [line.verb for line in journal.of(case)][:2] == ["case started", "form saved"]
    assert journal.of(handed_in).last().verb == "application submitted"
