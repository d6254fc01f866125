"""Lin applies for Blue Kiln; Chen decides; Wei sees nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from jianghai.base import clock, journal
from jianghai.base.errors import KeyUsedError, NotAllowedError
from jianghai.enterprises import queries as registry
from jianghai.policies.actions import applications, deciding, materials, payouts
from jianghai.policies.errors import (
    ApplyError,
    NotOpenForApplicationError,
    PayoutError,
    StepError,
)
from jianghai.policies.models import Application, ApplicationState, Payout
from jianghai.policies.queries import applications as queries
from tests.cast import join
from tests.jianghai.policies.paid.conftest import (
    ACCOUNT,
    APPLIED,
    LEASE,
    TITLED,
    UNASKED,
    pool,
    submit,
)


def test_only_what_is_missing_is_asked(draft):
    form = queries.form_of(draft)
    assert [field.key for field in form.asked] == ["employees@2025"]
    [known] = [field for field in form.fields if field.fact.id == "rd_expense"]
    assert (known.value, known.as_of) == ("300万元", "2026-06-30")
    assert known.source.startswith("税务或主管部门")


def test_materials_that_the_registry_holds_are_not_asked_for(draft):
    papers = queries.form_of(draft).papers
    assert [(paper.name.zh, paper.there) for paper in papers] == [
        ("租赁合同", False),
        ("营业执照", True),
    ]


def test_starting_twice_gives_the_same_application(draft, blue_kiln, lin):
    assert applications.start(blue_kiln, APPLIED, by=lin) == draft


def test_what_is_typed_wrong_is_kept_and_named(draft, lin):
    faults = applications.save_draft(draft, {"employees@2025": "许多"}, words="说明", by=lin)
    assert list(faults) == ["employees@2025"]
    draft.refresh_from_db()
    assert (draft.entered, draft.words) == ({"employees@2025": "许多"}, "说明")


def test_saving_the_same_again_writes_nothing(draft, lin):
    for _ in range(2):
        applications.save_draft(draft, {"employees@2025": "80"}, by=lin)
    assert journal.of(draft).filter(verb="application saved").count() == 1


def test_fields_that_the_clause_does_not_need_are_not_taken(draft, lin):
    applications.save_draft(draft, {"taxable_income@2025": "1", "x": "y"}, by=lin)
    draft.refresh_from_db()
    assert draft.entered == {}


def test_a_draft_is_not_complete_before_everything_is_there(draft, lin):
    applications.save_draft(draft, {"employees@2025": "许多"}, by=lin)
    with pytest.raises(ApplyError) as refused:
        submit(draft, lin, accepted=False)
    for told in ("职工", "租赁合同", "承诺"):
        assert told in str(refused.value)
    draft.refresh_from_db()
    assert draft.state == ApplicationState.DRAFT


def test_what_is_handed_in_is_in_the_registry_as_the_firms_word(handed_in, blue_kiln):
    value = registry.facts_of(blue_kiln, 2025).get(fact="employees")
    assert value.source.get_kind_display() == "企业填报"
    assert "租金补贴" in value.source.text
    assert (handed_in.verdict, handed_in.low, handed_in.high) == ("met", 50_000_000, 50_000_000)


def test_the_promise_is_kept_with_name_and_time(handed_in):
    assert handed_in.promised_by == "林岚"
    assert handed_in.promised_at is not None
    assert "三年内不迁出" in handed_in.promise
    assert journal.of(handed_in).last().verb == "application submitted"


def test_sending_twice_hands_in_once(complete, lin):
    for _ in range(2):
        submit(complete, lin)
    assert journal.of(complete).filter(verb="application submitted").count() == 1


def test_chen_finds_it_in_the_queue_and_drafts_nowhere(draft, chen, complete, lin):
    assert not queries.of(chen).exists()
    submit(complete, lin)
    assert list(queries.queue_of(chen)) == [complete]


def test_returned_with_remarks_and_handed_in_again(handed_in, chen, lin):
    returned = deciding.return_(handed_in, text="合同缺页", by=chen, key="r")
    assert (returned.state, returned.remarks[-1]["text"]) == ("returned", "合同缺页")
    applications.save_draft(returned, {"employees@2025": "82"}, by=lin)
    again = submit(returned, lin, key="submit 2")
    assert (again.state, again.submitted_at) == ("in_review", handed_in.submitted_at)


def test_a_window_that_closed_does_not_keep_a_correction_out(handed_in, chen, lin):
    deciding.return_(handed_in, text="合同缺页", by=chen, key="r")
    with clock.stopped_at(datetime(2026, 8, 1, 4, tzinfo=UTC)):
        assert submit(handed_in, lin, key="s2").state == "in_review"


def test_an_approval_makes_a_payout_that_the_firm_confirms(handed_in, blue_kiln, chen, lin):
    found = pool(chen, budget=60_000_000, clauses=[APPLIED])
    done = deciding.approve(handed_in, granted=40_000_000, by=chen, key="a")
    row = Payout.objects.get()
    assert (done.payout, row.state, row.amount) == (row, "pushed", 40_000_000)
    found.refresh_from_db()
    assert found.balance == 20_000_000
    paid = payouts.confirm(row.pk, account=ACCOUNT, bank="示例银行", by=lin, key="c")
    assert paid.state == "confirmed"


@pytest.mark.parametrize("granted", [None, 0, -1, 50_000_001])
def test_no_more_is_granted_than_the_clause_gives(handed_in, chen, granted):
    with pytest.raises(PayoutError):
        deciding.approve(handed_in, granted=granted, by=chen, key="a")


def test_approving_twice_pays_once(handed_in, chen):
    for _ in range(2):
        deciding.approve(handed_in, granted=1, by=chen, key="a")
    with pytest.raises(StepError):
        deciding.approve(handed_in, granted=1, by=chen, key="b")
    assert Payout.objects.count() == 1


def test_a_refusal_says_why_and_one_may_ask_again(handed_in, blue_kiln, chen, lin):
    with pytest.raises(ApplyError):
        deciding.refuse(handed_in, text=" ", by=chen, key="n")
    deciding.refuse(handed_in, text="合同已到期", by=chen, key="n")
    assert applications.start(blue_kiln, APPLIED, by=lin) != handed_in


def test_lin_may_take_it_back_until_it_is_decided(handed_in, chen, lin):
    assert applications.withdraw(handed_in, by=lin, key="w").state == "withdrawn"
    with pytest.raises(StepError):
        deciding.approve(handed_in, granted=1, by=chen, key="a")


def test_a_right_is_granted_without_money(blue_kiln, chen, lin):
    draft = applications.start(blue_kiln, TITLED, by=lin)
    applications.save_draft(draft, {"employees@2025": "80"}, by=lin)
    found = submit(draft, lin)
    with pytest.raises(PayoutError):
        deciding.approve(found, granted=1, by=chen, key="a")
    assert deciding.approve(found, granted=None, by=chen, key="b").payout is None


def test_outside_the_window_one_cannot_begin(blue_kiln, lin):
    with (
        clock.stopped_at(datetime(2026, 9, 1, 4, tzinfo=UTC)),
        pytest.raises(NotOpenForApplicationError, match="2027-03-01"),
    ):
        applications.start(blue_kiln, APPLIED, by=lin)


def test_what_was_granted_this_year_is_not_asked_for_twice(handed_in, blue_kiln, chen, lin):
    deciding.approve(handed_in, granted=1, by=chen, key="a")
    Application.objects.update(period="2025")  # as if the application were of another year
    with pytest.raises(NotOpenForApplicationError, match="already"):
        applications.start(blue_kiln, APPLIED, by=lin)


def test_what_is_paid_unasked_is_not_applied_for(blue_kiln, lin):
    with pytest.raises(NotOpenForApplicationError):
        applications.start(blue_kiln, UNASKED, by=lin)


def test_nothing_is_written_once_it_is_handed_in(handed_in, lin):
    with pytest.raises(StepError):
        applications.save_draft(handed_in, {}, by=lin)
    with pytest.raises(StepError):
        materials.attach(handed_in, 0, "b.pdf", LEASE, by=lin)


def test_a_key_of_another_step_is_refused(handed_in, chen):
    deciding.return_(handed_in, text="缺合同", by=chen, key="once")
    with pytest.raises(KeyUsedError):
        deciding.approve(handed_in, granted=1, by=chen, key="once")


def test_wei_and_strangers_see_and_do_nothing(handed_in, blue_kiln, wei):
    for nobody in (wei, AnonymousUser()):
        assert not queries.of(nobody).exists()
        assert not queries.queue_of(nobody).exists()
    for step in (
        lambda: applications.start(blue_kiln, APPLIED, by=wei),
        lambda: applications.save_draft(handed_in, {}, by=wei),
        lambda: submit(handed_in, wei, key="x"),
        lambda: applications.withdraw(handed_in, by=wei, key="x"),
        lambda: materials.attach(handed_in, 0, "a.pdf", LEASE, by=wei),
        lambda: deciding.approve(handed_in, granted=1, by=wei, key="x"),
        lambda: deciding.return_(handed_in, text="x", by=wei, key="x"),
        lambda: deciding.refuse(handed_in, text="x", by=wei, key="x"),
    ):
        with pytest.raises((NotAllowedError, Application.DoesNotExist)):
            step()


def test_the_firm_does_not_decide_nor_the_zone_apply(handed_in, blue_kiln, lin, chen):
    with pytest.raises(NotAllowedError):
        deciding.approve(handed_in, granted=1, by=lin, key="a")
    with pytest.raises(NotAllowedError):
        applications.start(blue_kiln, TITLED, by=chen)
    with pytest.raises(NotAllowedError):
        applications.withdraw(handed_in, by=chen, key="w")


def test_nobody_decides_on_the_firm_he_acts_for(handed_in, blue_kiln, chen):
    join(chen, blue_kiln)
    with pytest.raises(NotAllowedError):
        deciding.approve(handed_in, granted=1, by=chen, key="a")
