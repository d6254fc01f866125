"""Finance pays Lin's subsidy in two instalments by two levels; not a fen too much, and not a fen too little."""

from __future__ import annotations

import pytest

from jianghai.approvals.errors import OwnFirmError, PaymentError
from jianghai.approvals.models import Instalment, PaymentPlan
from jianghai.approvals.payouts import carrying, ending
from jianghai.base import journal
from jianghai.base.errors import NotAllowedError
from jianghai.casework.actions import decisions
from jianghai.casework.models import Decision
from jianghai.enterprises import offers
from jianghai.notices.models import Notice
from jianghai.policies.actions import payouts
from jianghai.policies.errors import PayoutError, StepError
from jianghai.policies.models import Application, Payout
from tests.cast import join, person
from tests.jianghai.approvals.payouts.conftest import days_later, do, opened, pay, received
from tests.jianghai.policies.paid.conftest import ACCOUNT

pytestmark = pytest.mark.django_db


@pytest.fixture
def shares(monkeypatch):
    """A third comes from the city, two thirds from the zone."""
    whole = PaymentPlan.save

    def save(plan, *told, **named):
        plan.shares = [{"level": "city", "fen": 13_333_333}, {"level": "zone", "fen": 26_666_667}]
        whole(plan, *told, **named)

    monkeypatch.setattr(PaymentPlan, "save", save)


def payout() -> Payout:
    return Payout.objects.get()


def test_the_plan_is_for_what_was_granted(planned):
    plan = PaymentPlan.objects.get()
    assert (plan.amount, plan.instalments) == (40_000_000, 2)
    assert opened(planned) == ["pay"]


def test_two_instalments_pay_it_off_and_settle_the_payout(shares, planned, staff, lin, blue_kiln):
    pay(planned, staff["finance"], 10_000_001)
    assert (payout().state, opened(planned)) == ("confirmed", ["confirm_receipt"])
    received(planned, lin)
    pay(planned, staff["finance"], 29_999_999, last=True)
    assert payout().state == "paid"
    received(planned, lin)
    assert opened(planned) == []
    rows = list(Instalment.objects.values_list("amount", "shares"))
    for amount, parts in rows:
        assert sum(one["fen"] for one in parts) == amount
    for place, whole in enumerate((13_333_333, 26_666_667)):
        assert sum(parts[place]["fen"] for _amount, parts in rows) == whole
    [(firm, entry)] = offers.offered("payouts", [blue_kiln.pk])
    assert (firm, entry["amount"]) == (blue_kiln.pk, "400000")
    told = journal.of(planned).filter(verb="instalment paid")
    assert [line.what["amount"] for line in told] == [10_000_001, 29_999_999]


@pytest.mark.parametrize(
    ("amount", "last"),
    [
        (40_000_001, True),
        (40_000_001, False),
        (40_000_000, False),
        (1, True),
        (0, False),
    ],
)
def test_no_fen_too_much_and_none_too_little(planned, staff, amount, last):
    with pytest.raises(PaymentError):
        pay(planned, staff["finance"], amount, last=last)
    assert not Instalment.objects.exists()
    assert opened(planned) == ["pay"]


def test_the_last_instalment_of_the_plan_pays_the_rest(planned, staff, lin):
    pay(planned, staff["finance"], 10_000_000)
    received(planned, lin)
    with pytest.raises(PaymentError):
        pay(planned, staff["finance"], 10_000_000)
    pay(planned, staff["finance"], 30_000_000, last=True)
    assert payout().state == "paid"


def test_nothing_is_paid_ahead_of_its_day(planned, staff):
    with pytest.raises(PaymentError, match="ahead"):
        pay(planned, staff["finance"], 1, on="2026-08-01")


def test_nothing_is_paid_before_the_firm_names_its_account(granted, staff):
    with days_later(10):
        do(granted, "plan", "planned", staff["finance"], instalments=2, first_on="2026-07-15")
        with pytest.raises(PaymentError, match="account"):
            pay(granted, staff["finance"], 1)


def test_nothing_is_paid_by_a_decision_that_was_revoked(planned, staff):
    decisions.revoke(Decision.objects.get(), reason="材料虚假", by=staff["chief"], key="r")
    with pytest.raises(PaymentError, match="undone"):
        pay(planned, staff["finance"], 1)


def test_who_acts_for_the_firm_does_not_pay_it(planned, staff, blue_kiln):
    join(staff["finance"], blue_kiln)
    with pytest.raises(OwnFirmError):
        pay(planned, staff["finance"], 1)


def test_the_whole_is_not_paid_beside_its_parts(planned, staff, chen):
    with pytest.raises(PayoutError, match="instalments"):
        payouts.pay([payout().pk], batch="1", reference="1", by=chen, key="p")
    with pytest.raises(PayoutError, match="instalments"):
        payouts.transfers([payout().pk], by=chen)
    assert payouts.open_account(payout().pk, by=chen).startswith("6222")
    pay(planned, staff["finance"], 1)
    with pytest.raises(PayoutError, match="Part"):
        payouts.drop([payout().pk], reason="误操作", by=chen, key="d")


def test_what_the_bank_sent_back_is_paid_again_as_any_other(planned, staff, chen, lin):
    pay(planned, staff["finance"], 1)
    received(planned, lin)
    pay(planned, staff["finance"], 39_999_999, last=True)
    payouts.return_(payout().pk, reason="账号有误", by=chen, key="b")
    payouts.confirm(payout().pk, account=ACCOUNT, bank="示例银行", by=lin, key="again")
    [row] = payouts.pay([payout().pk], batch="2", reference="2", by=chen, key="p")
    assert row.state == "paid"


def test_a_firm_that_does_not_confirm_the_receipt_does_not_hold_up_the_next(planned, staff):
    pay(planned, staff["finance"], 1)
    with days_later(40):
        assert opened(planned) == ["pay"]


def test_who_declines_ends_the_payment(granted, lin, staff):
    with days_later(10):
        payouts.decline(payout().pk, reason="不需要", by=lin, key="d")
        assert (carrying.carry_all(), carrying.carry_all()) == (1, 0)
    assert opened(granted) == []
    assert journal.of(granted).last().verb == "payment declined"


def test_what_was_paid_is_taken_back_after_the_end(
    planned, staff, lin, blue_kiln, django_capture_on_commit_callbacks
):
    pay(planned, staff["finance"], 1)
    received(planned, lin)
    pay(planned, staff["finance"], 39_999_999, last=True)
    received(planned, lin)
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            ending.claw_back(planned, reason="材料虚假", by=staff["finance"], key="c")
    assert payout().state == "clawed_back"
    lines = journal.of(planned).filter(verb="payment clawed_back")
    assert [line.what["reason"] for line in lines] == ["材料虚假"]
    assert offers.offered("payouts", [blue_kiln.pk]) == []
    assert Notice.objects.filter(enterprise=blue_kiln, title_zh__startswith="已追回").count() == 1


def test_a_part_that_was_paid_is_taken_back_too(planned, staff):
    pay(planned, staff["finance"], 1)
    ending.claw_back(planned, reason="材料虚假", by=staff["finance"], key="c")
    assert (payout().state, opened(planned)) == ("clawed_back", [])


def test_nothing_is_taken_back_that_was_not_paid(planned, staff):
    with pytest.raises(StepError):
        ending.claw_back(planned, reason="材料虚假", by=staff["finance"], key="c")
    assert opened(planned) == ["pay"]


def test_only_offices_that_take_part_take_money_back(planned, lin, wei):
    for nobody in (lin, wei, person("su", "苏素", "staff")):
        with pytest.raises(NotAllowedError):
            ending.claw_back(planned, reason="x", by=nobody, key="c")


def test_the_state_of_the_application_stays_what_was_decided(planned, staff):
    assert Application.objects.get().state == "approved"
