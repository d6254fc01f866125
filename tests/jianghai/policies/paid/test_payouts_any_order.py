"""Whatever steps are tried in whatever order, the sums hold."""

from __future__ import annotations

from random import Random

import pytest
from django.db.models import Sum

from jianghai.base import journal
from jianghai.base.errors import ApplicationError
from jianghai.enterprises.models import Enterprise
from jianghai.policies.actions import matching, payouts, pools
from jianghai.policies.models import HELD, PROMISED, FundPool, Payout
from jianghai.policies.queries import payouts as queries
from tests.jianghai.policies.paid.conftest import ACCOUNT, RATED, pool, tell

STEPS = 40


def tried(dice, chen, people, found):
    """Give one step drawn at random, as something to call."""
    rows = list(Payout.objects.order_by("enterprise"))
    row = dice.choice(rows) if rows else None
    pk, key = (row.pk if row else 0), str(dice.random())
    agent = people[row.enterprise_id] if row else chen
    firm = {"by": agent, "key": key}
    zone = {"by": chen, "key": key}
    return dice.choice(
        [
            lambda: matching.match_unasked(RATED, **zone),
            lambda: pools.scale_down(found, **zone),
            lambda: payouts.push([pk], **zone),
            lambda: payouts.push(Payout.objects.values_list("pk", flat=True), **zone),
            lambda: payouts.confirm(pk, account=ACCOUNT, bank="示例银行", **firm),
            lambda: payouts.decline(pk, reason="不需要", **firm),
            lambda: payouts.pay([pk], batch="1", reference=key, **zone),
            lambda: payouts.publish([pk], **zone),
            lambda: payouts.return_(pk, reason="户名不符", **zone),
            lambda: payouts.claw_back(pk, reason="数据不实", **zone),
            lambda: payouts.drop([pk], reason="撤下", **zone),
        ]
    )


@pytest.fixture
def people(blue_kiln, red_crane, lin, wei):
    """Who acts for which firm."""
    return {blue_kiln.pk: lin, red_crane.pk: wei}


@pytest.mark.parametrize("seed", range(6))
def test_the_sums_hold_after_every_step(seed, people, chen):
    dice = Random(seed)
    for firm in Enterprise.objects.all():
        tell(firm, chen, rd=str(dice.randint(100, 400)))
    found = pool(chen, budget=dice.randint(10, 50) * 1_000_000)
    for _ in range(STEPS):
        try:
            tried(dice, chen, people, found)()
        except ApplicationError:
            continue
        holds(people)
    assert journal.verify().holds


def holds(firms):
    """What is in use is what was promised, within the budget; the ledger is what is held."""
    found = FundPool.objects.get()
    promised = Payout.objects.filter(state__in=PROMISED).aggregate(Sum("charge"))["charge__sum"]
    assert found.committed == (promised or 0) <= found.budget
    ledger = queries.ledger_of(list(firms))
    assert sum(map(len, ledger.values())) == Payout.objects.filter(state__in=HELD).count()
    assert Payout.objects.count() <= len(firms)
