"""The chief decides: the application, its payout and the decision stand together, or none of them."""

from __future__ import annotations

import pytest

from jianghai.approvals.errors import OwnFirmError
from jianghai.casework.models import Case, Decision, Status, Task
from jianghai.policies.actions import applications
from jianghai.policies.actions import deciding as policies
from jianghai.policies.errors import PayoutError, PoolError
from jianghai.policies.models import Application, FundPool, Payout
from tests.cast import join
from tests.jianghai.approvals.payouts.conftest import (
    REVIEWS,
    carry,
    days_later,
    do,
    opened,
)
from tests.jianghai.policies.paid.conftest import APPLIED, TITLED, pool, submit

pytestmark = pytest.mark.django_db


def nothing_was_decided(case: Case) -> bool:
    """Tell whether nothing at all is left of a decision that was refused."""
    case.refresh_from_db()
    return (
        case.status == Status.IN_HAND
        and opened(case) == ["decide"]
        and not Decision.objects.exists()
        and not Payout.objects.exists()
        and Application.objects.get().state == "in_review"
    )


def test_four_offices_review_at_the_same_time(case, staff):
    do(case, "check", "complete", staff["window"])
    assert opened(case) == sorted(REVIEWS)
    for element, (name, outcome) in REVIEWS.items():
        do(case, element, outcome, staff[name])
    assert opened(case) == ["summarise"]


def test_a_decision_approves_the_application_and_makes_the_payout(granted):
    found = Application.objects.get()
    assert (found.state, found.granted) == ("approved", 40_000_000)
    assert (found.payout.state, found.payout.amount) == ("pushed", 40_000_000)
    assert (granted.status, opened(granted)) == (Status.GRANTED, ["plan"])
    assert Decision.objects.get().number.endswith("〔2026〕1号")


def test_nobody_decides_while_the_public_is_told(reviewed):
    assert opened(reviewed) == ["result_notice"]


def test_more_than_the_clause_gives_is_refused_whole(reviewed, decide):
    with pytest.raises(PayoutError, match="500,000"):
        decide(amount=50_000_001)
    assert nothing_was_decided(reviewed)
    assert decide(amount=50_000_000).state == "done"


def test_more_than_the_pool_has_is_refused_whole(reviewed, decide, chen):
    found = pool(chen, budget=39_999_999, clauses=[APPLIED])
    with pytest.raises(PoolError):
        decide()
    assert nothing_was_decided(reviewed)
    found.refresh_from_db()
    assert found.committed == 0
    FundPool.objects.update(budget=40_000_000)
    decide()
    found.refresh_from_db()
    assert found.balance == 0


def test_a_number_is_not_used_up_by_what_was_refused(reviewed, decide):
    with pytest.raises(PayoutError):
        decide(amount=50_000_001)
    decide()
    assert Decision.objects.get().number.endswith("1号")


def test_a_refusal_says_why_in_both_places(reviewed, decide):
    decide("refused", text="合同已到期", ground="conditions")
    reviewed.refresh_from_db()
    found = Application.objects.get()
    assert (reviewed.status, found.state) == (Status.REFUSED, "refused")
    assert (opened(reviewed), found.remarks[-1]["text"]) == ([], "合同已到期")
    assert not Payout.objects.exists()


def test_who_acts_for_the_firm_does_not_decide_on_it(reviewed, decide, staff, blue_kiln):
    join(staff["chief"], blue_kiln)
    with pytest.raises(OwnFirmError, match="act for this firm"):
        decide()
    assert nothing_was_decided(reviewed)


def test_what_was_taken_back_meanwhile_is_not_decided(reviewed, decide, lin):
    applications.withdraw(Application.objects.get(), by=lin, key="w")
    with pytest.raises(Exception, match="does not follow"):
        decide()
    assert not Decision.objects.exists()
    assert Task.objects.get(case=reviewed, element="decide").state == "open"


def test_a_right_without_money_ends_with_its_decision(blue_kiln, folder, lin, staff):
    draft = applications.start(blue_kiln, TITLED, by=lin)
    applications.save_draft(draft, {"employees@2025": "80"}, by=lin)
    case = carry(submit(draft, lin))
    do(case, "check", "complete", staff["window"])
    for element, (name, outcome) in REVIEWS.items():
        do(case, element, outcome, staff[name])
    do(case, "summarise", "proposed", staff["handler"], opinion="同意")
    with days_later(10):
        do(case, "decide", "granted", staff["chief"], text="同意")
    case.refresh_from_db()
    assert (case.status, opened(case)) == (Status.GRANTED, [])
    assert Application.objects.get().state == "approved"


class Pulled(BaseException):
    """The plug is pulled: nothing in the code may catch it."""


@pytest.mark.parametrize("after", ["approve", "number"])
def test_a_plug_pulled_between_two_writes_leaves_nothing_half_done(
    reviewed, decide, monkeypatch, after
):
    whole = policies.approve

    def pulled(*told, **named):
        if after == "approve":
            whole(*told, **named)
        raise Pulled

    with monkeypatch.context() as patched:
        patched.setattr(policies, "approve", pulled)
        with pytest.raises(Pulled):
            decide()
    assert nothing_was_decided(reviewed)
    assert decide().state == "done"
