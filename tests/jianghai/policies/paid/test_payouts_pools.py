"""A pool never promises more than it has."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from jianghai.base.errors import NotAllowedError
from jianghai.policies.actions import payouts, pools
from jianghai.policies.errors import PoolError, UnknownPolicyError
from jianghai.policies.models import FundPool, Payout
from jianghai.policies.queries import payouts as queries
from tests.jianghai.policies.paid.conftest import (
    RATED,
    match,
    pool,
    tell,
)


@pytest.fixture
def both(blue_kiln, red_crane, chen):
    """Blue Kiln is owed 300,000 yuan and Red Crane 100,000.01."""
    tell(blue_kiln, chen, rd="300")
    tell(red_crane, chen, rd="100.00001")


def left(found):
    return FundPool.objects.get(pk=found.pk).balance


def test_what_is_promised_is_taken_from_the_pool_and_given_back(blue_kiln, chen, lin):
    tell(blue_kiln, chen)
    found = pool(chen, budget=7_000_000)
    row = match(chen)
    assert (row.charge, left(found)) == (7_000_000, 7_000_000)
    payouts.push([row.pk], by=chen, key="push")
    assert left(found) == 0
    payouts.decline(row.pk, reason="不需要", by=lin, key="no")
    assert left(found) == 7_000_000


def test_a_pool_is_never_overdrawn(both, chen):
    found = pool(chen, budget=30_000_000)
    match(chen, RATED)
    rows = Payout.objects.values_list("pk", flat=True)
    with pytest.raises(PoolError):
        payouts.push(rows, by=chen, key="all")
    assert left(found) == 30_000_000
    assert not Payout.objects.exclude(state="matched").exists()


def test_the_database_itself_refuses_a_balance_below_zero(chen):
    found = pool(chen)
    with pytest.raises(IntegrityError), transaction.atomic():
        FundPool.objects.filter(pk=found.pk).update(committed=found.budget + 1)


def test_too_little_money_is_shared_in_proportion_to_the_fen(both, chen):
    found = pool(chen, budget=10_000_000)
    match(chen, RATED)
    offer = queries.offer(found)
    assert (offer.asked, offer.needed) == (40_000_001, True)
    cut = pools.scale_down(found, by=chen, key="cut")
    assert sum(one.charge for one in cut) == 10_000_000
    assert {one.full for one in cut} == {30_000_000, 10_000_001}
    payouts.push([one.pk for one in cut], by=chen, key="push")
    assert left(found) == 0


def test_other_levels_pay_what_they_pay_when_the_zone_cuts(blue_kiln, red_crane, chen):
    for firm in (blue_kiln, red_crane):
        tell(firm, chen)
    found = pool(chen, budget=7_000_001)
    match(chen)
    cut = pools.scale_down(found, by=chen, key="cut")
    assert sorted(one.charge for one in cut) == [3_500_000, 3_500_001]
    assert {one.amount - one.charge for one in cut} == {3_000_000}
    assert [one.shares[0] for one in cut] == [{"level": "city", "fen": 3_000_000}] * 2


def test_enough_money_is_not_cut(both, chen):
    found = pool(chen)
    match(chen, RATED)
    with pytest.raises(PoolError, match="nothing is to be cut"):
        pools.scale_down(found, by=chen, key="cut")


def test_cutting_twice_under_one_key_cuts_once(both, chen):
    found = pool(chen, budget=10_000_000)
    match(chen, RATED)
    first = pools.scale_down(found, by=chen, key="cut")
    again = pools.scale_down(found, by=chen, key="cut")
    assert {one.charge for one in again} == {one.charge for one in first}


@given(st.lists(st.integers(1, 10**12), min_size=1, max_size=30), st.integers(0, 10**13))
def test_shares_add_up_to_the_balance_and_nobody_gets_more_than_asked(wanted, balance):
    asked = list(enumerate(wanted))
    parts = dict(queries._proportioned(asked, balance))
    assert sum(parts.values()) == min(balance, sum(wanted))
    assert all(0 <= parts[pk] <= fen for pk, fen in asked)
    if balance < sum(wanted):
        assert all(abs(parts[pk] * sum(wanted) - fen * balance) < sum(wanted) for pk, fen in asked)


def test_a_budget_does_not_fall_below_what_is_in_use(blue_kiln, chen):
    tell(blue_kiln, chen)
    found = pool(chen, budget=8_000_000)
    payouts.push([match(chen).pk], by=chen, key="push")
    with pytest.raises(PoolError):
        pools.set_budget(found, 6_999_999, by=chen, reason="压减")
    assert pools.set_budget(found, 7_000_000, by=chen, reason="压减").balance == 0


@pytest.mark.parametrize("wrong", [{"budget": 0}, {"clauses": ()}, {"name": " "}])
def test_a_pool_without_name_clause_or_money_is_refused(chen, wrong):
    with pytest.raises(PoolError):
        pool(chen, **wrong)


def test_a_pool_is_named_once_a_year(chen):
    pool(chen)
    with pytest.raises(PoolError):
        pool(chen)


def test_a_pool_is_for_clauses_that_exist(chen):
    with pytest.raises(UnknownPolicyError):
        pool(chen, clauses=["tests/paying#X9"])


def test_firms_neither_see_nor_make_pools(lin, chen):
    found = pool(chen)
    assert not queries.pools_of(lin).exists()
    assert queries.pools_of(chen).get().asked is None
    for step in (
        lambda: pool(lin, name="另一个"),
        lambda: pools.set_budget(found, 10**9, by=lin, reason="x"),
        lambda: pools.scale_down(found, by=lin, key="x"),
    ):
        with pytest.raises(NotAllowedError):
            step()
