"""Two workers do the same thing at the same time; the money goes out once."""

from __future__ import annotations

import pytest

from jianghai.base.models import JournalLine
from jianghai.policies.actions import deciding, matching, payouts
from jianghai.policies.errors import PoolError, StepError
from jianghai.policies.models import FundPool, Payout
from tests.jianghai.policies.paid.conftest import (
    AND,
    RATED,
    UNASKED,
    WITH,
    confirmed,
    match,
    pool,
    tell,
)
from tests.jianghai.policies.paid.together import Workers

pytestmark = pytest.mark.django_db(transaction=True)


def told(verb):
    return JournalLine.objects.filter(verb=verb).count()


def test_two_workers_match_one_award(tmp_path, blue_kiln, chen):
    tell(blue_kiln, chen)
    workers = Workers(tmp_path)
    done = workers.together(
        *(lambda key=key: matching.match_unasked(UNASKED, by=chen, key=key) for key in "ab")
    )
    assert sorted(one.new for one in done) == [0, 1]
    assert workers.ask(Payout.objects.count) == 1


def test_two_workers_pay_one_award_once(tmp_path, blue_kiln, chen, lin):
    tell(blue_kiln, chen)
    row = confirmed(match(chen), chen, lin)
    workers = Workers(tmp_path)
    done = workers.together(
        *(
            lambda key=key: payouts.pay([row.pk], batch="1", reference=key, by=chen, key=key)
            for key in "ab"
        )
    )
    assert [type(one) for one in done].count(StepError) == 1
    assert workers.ask(lambda: told("payout paid")) == 1


def test_the_same_request_sent_twice_at_once_is_done_once(tmp_path, blue_kiln, chen):
    tell(blue_kiln, chen)
    row = match(chen)
    workers = Workers(tmp_path)
    done = workers.together(*[lambda: payouts.push([row.pk], by=chen, key="once")] * 2)
    assert [[one.state for one in rows] for rows in done] == [["pushed"], ["pushed"]]
    assert workers.ask(lambda: told("payout pushed")) == 1


def test_two_workers_do_not_overdraw_a_pool(tmp_path, blue_kiln, red_crane, chen):
    tell(blue_kiln, chen, rd="300")
    tell(red_crane, chen, rd="300")
    pool(chen, budget=30_000_000)
    match(chen, RATED)
    workers = Workers(tmp_path)
    rows = list(Payout.objects.values_list("pk", flat=True))
    done = workers.together(
        *(lambda pk=pk: payouts.push([pk], by=chen, key=f"push {pk}") for pk in rows)
    )
    assert [type(one) for one in done].count(PoolError) == 1
    assert workers.ask(lambda: FundPool.objects.get().balance) == 0


def test_two_workers_do_not_promise_more_than_a_group_allows(tmp_path, blue_kiln, chen):
    tell(blue_kiln, chen)
    rows = [match(chen, clause, clause).pk for clause in (WITH, AND)]
    workers = Workers(tmp_path)
    done = workers.together(
        *(lambda pk=pk: payouts.push([pk], by=chen, key=f"push {pk}") for pk in rows)
    )
    assert [type(one) for one in done].count(StepError) == 1
    promised = workers.ask(lambda: list(Payout.objects.filter(state="pushed")))
    assert sum(one.amount for one in promised) == 10_000_000


def test_two_workers_approve_one_application_once(tmp_path, handed_in, chen):
    workers = Workers(tmp_path)
    done = workers.together(
        *(lambda key=key: deciding.approve(handed_in, granted=1, by=chen, key=key) for key in "ab")
    )
    assert [type(one) for one in done].count(StepError) == 1
    assert workers.ask(Payout.objects.count) == 1
