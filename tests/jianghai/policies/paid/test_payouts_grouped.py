"""Clauses of one group: what was promised by one is not promised again by the other."""

from __future__ import annotations

import pytest

from jianghai.policies.actions import matching, payouts
from jianghai.policies.errors import StepError
from jianghai.policies.models import Payout
from tests.jianghai.policies.paid.conftest import AND, EITHER, OR, WITH, confirmed, match, tell


@pytest.fixture
def kiln(blue_kiln, chen):
    tell(blue_kiln, chen)
    return blue_kiln


def left(clause, chen, key):
    return matching.match_unasked(clause, by=chen, key=key).left


def test_the_lesser_of_two_is_not_matched(kiln, chen):
    tell(kiln, chen, rd="400")
    assert left(EITHER, chen, "e") == {"dropped": 1}
    assert match(chen, OR, "o").amount == 20_000_000


def test_while_one_was_promised_the_other_waits(kiln, chen):
    row = match(chen, EITHER, "e")
    payouts.push([row.pk], by=chen, key="push")
    tell(kiln, chen, rd="400")
    assert left(OR, chen, "o") == {"pending": 1}


def test_what_the_better_one_replaces_is_not_paid(kiln, chen, lin):
    row = confirmed(match(chen, EITHER, "e"), chen, lin)
    tell(kiln, chen, rd="400")
    with pytest.raises(StepError):
        payouts.pay([row.pk], batch="1", reference="1", by=chen, key="pay")
    payouts.drop([row.pk], reason="就高", by=chen, key="drop")
    assert match(chen, OR, "o").amount == 20_000_000


def test_after_the_first_was_paid_the_second_is_the_rest(kiln, chen, lin):
    row = confirmed(match(chen, EITHER, "e"), chen, lin)
    payouts.pay([row.pk], batch="1", reference="1", by=chen, key="pay")
    tell(kiln, chen, rd="400")
    assert match(chen, OR, "o").amount == 10_000_000


def test_a_limit_on_the_sum_holds_for_what_was_promised(kiln, chen):
    first = match(chen, WITH, "w")
    assert match(chen, AND, "a").amount == 10_000_000
    payouts.push([first.pk], by=chen, key="push")
    assert match(chen, AND, "a again").amount == 5_000_000


def test_two_of_a_limited_sum_are_not_pushed_in_full_at_once(kiln, chen):
    rows = [match(chen, clause, clause).pk for clause in (WITH, AND)]
    with pytest.raises(StepError):
        payouts.push(rows, by=chen, key="push")
    assert not Payout.objects.exclude(state="matched").exists()


def test_a_limit_that_is_used_up_leaves_nothing(kiln, chen, lin):
    row = confirmed(match(chen, WITH, "w"), chen, lin)
    payouts.pay([row.pk], batch="1", reference="1", by=chen, key="pay")
    Payout.objects.update(amount=15_000_000, full=15_000_000)
    assert left(AND, chen, "a") == {"capped": 1}
