"""Blue Kiln is paid without asking, once; Wei sees nothing of it."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from jianghai.base import journal, sealing
from jianghai.base.errors import KeyUsedError, NotAllowedError
from jianghai.enterprises import actions as registry
from jianghai.policies import rules
from jianghai.policies.actions import matching, payouts
from jianghai.policies.errors import PayoutError, StepError
from jianghai.policies.models import Payout, PayoutState, Risk
from jianghai.policies.queries import payouts as queries
from rulebook.yamlfile import parse
from tests.jianghai.policies.paid.conftest import (
    ACCOUNT,
    APPLIED,
    RATED,
    TEXT,
    UNASKED,
    confirmed,
    match,
    paid,
    tell,
)


@pytest.fixture
def row(blue_kiln, chen):
    tell(blue_kiln, chen)
    return match(chen)


def test_who_meets_the_clause_is_matched_with_the_exact_amount(row, blue_kiln):
    assert (row.enterprise, row.amount, row.state) == (blue_kiln, 10_000_000, PayoutState.MATCHED)
    assert row.shares == [{"level": "city", "fen": 3_000_000}, {"level": "zone", "fen": 7_000_000}]
    assert (row.period, row.risk, len(row.digest)) == ("2026", Risk.LOW, 64)


def test_who_lacks_data_or_does_not_meet_it_is_not(blue_kiln, red_crane, chen):
    tell(blue_kiln, chen, sales="999")
    assert match(chen) is None


@pytest.mark.parametrize(("kind", "risk"), [("50", 1), ("40", 2), ("20", 3), ("10", 3)])
def test_the_risk_rests_on_where_the_figures_come_from(blue_kiln, chen, kind, risk):
    tell(blue_kiln, chen, kind=kind)
    assert match(chen).risk == risk


def test_a_range_of_figures_is_no_exact_amount(blue_kiln, chen):
    tell(blue_kiln, chen, rd="300~400")
    assert match(chen, RATED) is None


def test_a_clause_that_is_applied_for_is_not_paid_unasked(chen):
    with pytest.raises(PayoutError):
        match(chen, APPLIED)


def test_the_whole_way(row, chen, lin):
    done = paid(row, chen, lin)
    [done] = payouts.publish([done.pk], by=chen, key="publish")
    assert done.state == PayoutState.PUBLISHED
    verbs = ["payout pushed", "payout confirmed", "payout paid", "payout published"]
    assert [line.verb for line in journal.of(done)] == verbs
    [line] = queries.published()
    assert (line.enterprise, line.amount) == ("南通蓝窑电子陶瓷有限公司", 10_000_000)


def test_a_step_out_of_turn_is_refused(row, chen, lin):
    with pytest.raises(StepError):
        payouts.pay([row.pk], batch="1", reference="1", by=chen, key="pay")
    confirmed(row, chen, lin)
    with pytest.raises(StepError):
        payouts.push([row.pk], by=chen, key="another push")


def test_the_same_key_does_a_step_once(row, chen):
    for _ in range(2):
        payouts.push([row.pk], by=chen, key="push")
    assert journal.of(row).count() == 1


def test_a_step_of_nothing_is_refused(chen):
    with pytest.raises(PayoutError, match="Choose"):
        payouts.push([], by=chen, key="push")


def test_a_key_stands_for_one_step_only(row, chen, lin):
    confirmed(row, chen, lin)
    with pytest.raises(KeyUsedError):
        payouts.pay([row.pk], batch="1", reference="1", by=chen, key="push")
    with pytest.raises(KeyUsedError):
        payouts.pay([row.pk], batch="1", reference="1", by=chen, key="")


def test_matching_again_makes_nobody_a_second_award(row, chen, lin):
    paid(row, chen, lin)
    match(chen, key="match 2")
    assert Payout.objects.count() == 1


def test_the_database_itself_refuses_a_second_award(row):
    Payout.objects.filter(pk=row.pk).update(state=PayoutState.CLAWED_BACK)
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


@pytest.fixture
def next_year(row, chen):
    """Blue Kiln has told the figures of 2026; give what matching in March 2027 comes to."""
    for name, written in (("sales_revenue", "5000"), ("rd_expense", "350")):
        registry.set_fact(row.enterprise, name, written, by=chen, year=2026)

    def next_year(clause):
        return matching.match_unasked(clause, date(2027, 3, 1), by=chen, key="2027")

    return next_year


def test_what_is_given_once_is_not_given_again_next_year(row, chen, lin, next_year):
    paid(row, chen, lin)
    done = next_year(UNASKED)
    assert (done.new, done.left) == (0, {"nothing": 1})


def test_what_is_given_for_a_years_figures_is_given_for_the_next(row, chen, lin, next_year):
    paid(match(chen, RATED, "rated"), chen, lin)
    assert next_year(RATED).new == 1


def test_what_hangs_from_last_year_is_settled_first(row, chen, lin, next_year):
    confirmed(row, chen, lin)
    done = next_year(UNASKED)
    assert (done.new, done.left) == (0, {"earlier": 1})


def test_matching_again_brings_amounts_up_to_date_and_takes_off_what_is_not_due(blue_kiln, chen):
    tell(blue_kiln, chen)
    assert match(chen, RATED).amount == 30_000_000
    tell(blue_kiln, chen, rd="301.23")
    assert match(chen, RATED, "again").amount == 30_123_000
    tell(blue_kiln, chen, rd="0")
    assert match(chen, RATED, "and again").state == PayoutState.DROPPED


def test_what_the_data_no_longer_prove_is_not_pushed(row, blue_kiln, chen):
    tell(blue_kiln, chen, sales="900")
    with pytest.raises(StepError, match="match again"):
        payouts.push([row.pk], by=chen, key="push")


def test_who_no_longer_meets_the_clause_is_not_paid(row, blue_kiln, chen, lin):
    confirmed(row, chen, lin)
    tell(blue_kiln, chen, sales="900")
    with pytest.raises(StepError, match="does not meet"):
        payouts.pay([row.pk], batch="1", reference="1", by=chen, key="pay")
    assert payouts.drop([row.pk], reason="已不符合", by=chen, key="d")[0].state == "dropped"


def test_nothing_is_paid_by_a_policy_that_nobody_confirmed(chen, monkeypatch):
    unsure = TEXT.replace("validity: stated", "validity: unchecked")
    known = rules.corpus()
    laid = known.with_policy(known.read(parse(unsure, "tests/paying/2026-01-01.yaml")))
    monkeypatch.setattr(rules, "shelf", lambda: laid)
    with pytest.raises(PayoutError, match="confirmed"):
        match(chen)


def test_an_account_is_sealed_and_shown_by_its_end(row, chen, lin):
    done = confirmed(row, chen, lin)
    assert done.account_shown == "***************3445"
    assert "62220211" not in done.account
    assert sealing.unseal(done.account) == ACCOUNT.replace(" ", "")
    assert payouts.open_account(done.pk, by=chen) == ACCOUNT.replace(" ", "")
    assert journal.of(done).last().verb == "account opened"
    assert "62220211" not in str([line.what for line in journal.of(done)])


def test_whoever_pays_gets_a_list_of_transfers_and_stands_in_the_journal(row, chen, lin):
    confirmed(row, chen, lin)
    [line] = payouts.transfers([row.pk], by=chen)
    assert (line.account, line.bank, line.amount) == ("6222021111002233445", "示例银行", 10_000_000)
    with pytest.raises(NotAllowedError):
        payouts.transfers([row.pk], by=lin)
    with pytest.raises(StepError):
        payouts.transfers([row.pk, row.pk + 1], by=chen)
    assert journal.of(row).filter(verb="account opened").count() == 1


@pytest.mark.parametrize("account", ["", "1234567", "12345678x", "1" * 33])
def test_what_is_no_account_is_refused(row, chen, lin, account):
    payouts.push([row.pk], by=chen, key="push")
    with pytest.raises(PayoutError):
        payouts.confirm(row.pk, account=account, bank="示例银行", by=lin, key="confirm")


def test_lin_may_decline_with_a_reason(row, chen, lin):
    payouts.push([row.pk], by=chen, key="push")
    with pytest.raises(PayoutError):
        payouts.decline(row.pk, reason=" ", by=lin, key="no")
    assert payouts.decline(row.pk, reason="不需要", by=lin, key="no").state == "declined"


def test_money_that_came_back_goes_to_another_account(row, chen, lin):
    done = paid(row, chen, lin)
    payouts.return_(done.pk, reason="户名不符", by=chen, key="back")
    assert queries.ledger_of([done.enterprise_id])[done.enterprise_id] == []
    again = payouts.confirm(done.pk, account="12345678", bank="另一家银行", by=lin, key="c2")
    assert again.state == PayoutState.CONFIRMED


def test_the_ledger_names_what_a_firm_holds_exactly(blue_kiln, chen, lin):
    tell(blue_kiln, chen, rd="301.230011")
    done = paid(match(chen, RATED), chen, lin)
    entry = {"clause": RATED, "amount": "301230.01", "date": "2026-06-30"}
    assert queries.ledger_of([blue_kiln.pk]) == {
        blue_kiln.pk: [{**entry, "project": "", "step": ""}]
    }
    payouts.claw_back(done.pk, reason="数据不实", by=chen, key="claw")
    assert queries.ledger_of([blue_kiln.pk]) == {blue_kiln.pk: []}


def test_what_was_clawed_back_is_not_offered_again(row, chen, lin):
    done = paid(row, chen, lin)
    payouts.claw_back(done.pk, reason="数据不实", by=chen, key="claw")
    assert match(chen, key="again").state == PayoutState.CLAWED_BACK


def test_lin_does_not_see_what_she_was_not_told_yet(row, chen, lin):
    assert not queries.of(lin).exists()
    payouts.push([row.pk], by=chen, key="push")
    assert queries.of(lin).exists()


def test_wei_and_strangers_see_and_do_nothing(row, chen, lin, wei):
    payouts.push([row.pk], by=chen, key="push")
    for nobody in (wei, AnonymousUser()):
        assert not queries.of(nobody).exists()
        assert not queries.pools_of(nobody).exists()
        assert queries.counts(nobody) == {}
    told = {"account": ACCOUNT, "bank": "示例银行", "key": "w"}
    with pytest.raises(NotAllowedError):
        payouts.confirm(row.pk, by=wei, **told)
    for step in (payouts.decline, payouts.return_, payouts.claw_back):
        with pytest.raises(NotAllowedError):
            step(row.pk, reason="x", by=wei, key="w")


def test_the_zone_cannot_confirm_for_the_firm_nor_the_firm_pay_itself(row, chen, lin):
    payouts.push([row.pk], by=chen, key="push")
    with pytest.raises(NotAllowedError):
        payouts.confirm(row.pk, account=ACCOUNT, bank="示例银行", by=chen, key="c")
    for step in (payouts.push, payouts.publish):
        with pytest.raises(NotAllowedError):
            step([row.pk], by=lin, key="l")
    with pytest.raises(NotAllowedError):
        payouts.pay([row.pk], batch="1", reference="1", by=lin, key="l")
    with pytest.raises(NotAllowedError):
        payouts.drop([row.pk], reason="x", by=lin, key="l")
    with pytest.raises(NotAllowedError):
        payouts.open_account(row.pk, by=lin)
    with pytest.raises(NotAllowedError):
        match(lin, key="l")


def test_the_public_list_names_no_account(row, chen, lin):
    paid(row, chen, lin)
    assert queries.published() == []
    payouts.publish([row.pk], by=chen, key="publish")
    assert "3445" not in str(queries.published())
