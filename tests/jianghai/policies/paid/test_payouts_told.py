"""What happens to a payout or an application, the firm's people hear at once; the ledger is heard by the zone."""

from __future__ import annotations

import pytest

from jianghai.enterprises.columns import records as known
from jianghai.notices import queries as inbox
from jianghai.notices.models import Kind, Notice
from jianghai.policies import actions
from jianghai.policies.actions import deciding, payouts
from jianghai.policies.models import Change, Standing
from tests.jianghai.policies.paid.conftest import UNASKED, confirmed, match, tell


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """Let what waits for the end of a transaction happen."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def row(blue_kiln, chen):
    tell(blue_kiln, chen)
    actions.evaluate_zone()
    return match(chen)


def titles(person):
    return [one.title_zh for one in inbox.of(person).order_by("pk")]


def test_lin_is_asked_to_confirm_and_told_when_it_was_paid(row, chen, lin, wei, commit):
    with commit():
        payouts.push([row.pk], by=chen, key="push")
    with commit():
        payouts.confirm(row.pk, account="12345678", bank="示例银行", by=lin, key="confirm")
        payouts.pay([row.pk], batch="1", reference="1", by=chen, key="pay")
    assert titles(lin) == ["请确认：规模奖励 10 万元，免申即享", "已兑付：规模奖励 10 万元"]
    assert (inbox.unread(lin), inbox.unread(wei)) == (2, 0)
    assert inbox.of(lin).first().sum == 10_000_000


def test_a_sent_twice_push_is_told_once(row, chen, lin, commit):
    for _ in range(2):
        with commit():
            payouts.push([row.pk], by=chen, key="push")
    assert inbox.unread(lin) == 1


def test_what_was_never_told_is_dropped_in_silence(row, chen, lin, commit):
    with commit():
        payouts.drop([row.pk], reason="重复", by=chen, key="drop")
    assert titles(lin) == []


def test_a_payment_is_taken_off_what_is_owed_and_told_as_no_loss(row, chen, lin, commit):
    before = Standing.objects.get(enterprise=row.enterprise).certain
    confirmed(row, chen, lin)
    with commit():
        payouts.pay([row.pk], batch="1", reference="1", by=chen, key="pay")
    after = Standing.objects.get(enterprise=row.enterprise).certain
    assert before - after == 10_000_000
    assert Change.objects.get().kind == "ledger"
    assert not Notice.objects.filter(push__kind=Kind.LOST).exists()


def test_the_registry_knows_what_was_paid(row, chen, lin):
    confirmed(row, chen, lin)
    payouts.pay([row.pk], batch="1", reference="1", by=chen, key="pay")
    [record] = known.records({row.enterprise_id: 2025}, row.matched_at.date())
    seen = record.facts["payouts"][None]
    assert [entry["clause"] for entry in seen.value] == [UNASKED]
    assert seen.complete


def test_lin_is_told_what_became_of_her_application(handed_in, chen, lin, commit):
    with commit():
        deciding.return_(handed_in, text="合同缺页", by=chen, key="r")
    notice = inbox.of(lin).get()
    assert (notice.title_zh, notice.body_zh) == ("请补正申报：租金补贴", "合同缺页")
    assert notice.link == f"/applications/{handed_in.pk}/"


def test_an_approval_is_told_once_with_the_sum(handed_in, chen, lin, commit):
    with commit():
        deciding.approve(handed_in, granted=40_000_000, by=chen, key="a")
    notice = inbox.of(lin).get()
    assert (notice.title_zh, notice.sum) == ("申报已通过：租金补贴", 40_000_000)
