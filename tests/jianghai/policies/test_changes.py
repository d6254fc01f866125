"""Lin sees what changed for Blue Kiln since she looked last, and nothing of Red Crane."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from jianghai.base import clock
from jianghai.base.errors import NotAllowedError
from jianghai.policies import actions
from jianghai.policies.models import Change, Gain
from jianghai.policies.queries.changes import changes_of, effects_of, gains_of, since_last
from jianghai.policies.queries.drafts import draft_of, drafts_of
from jianghai.policies.queries.standing import columns_of, holders, standings_of
from rulebook.values import Verdict
from tests.jianghai.policies.conftest import tell
from tests.jianghai.policies.test_zone import RESEARCH, SIZE


@pytest.fixture
def grown(kiln, crane, policy, chen):
    """Both enterprises have gained something since the zone was judged first."""
    actions.evaluate_zone()
    tell(kiln, chen, sales_revenue="5200")
    tell(crane, chen, rd_expense="250")
    return actions.evaluate_firms([kiln.pk, crane.pk])


def test_lin_sees_her_gain_until_she_has_seen_it(grown, lin, kiln):
    told = since_last(lin, kiln)
    assert told.at is None
    assert [(gain.clause, gain.turn) for gain in told.better] == [(SIZE, "gained")]
    with clock.stopped_at(datetime(2026, 6, 30, 5, tzinfo=UTC)):
        actions.mark_seen(lin, kiln)
    assert since_last(lin, kiln).gains == ()


def test_lin_sees_a_loss_that_came_later(grown, lin, kiln, chen):
    actions.mark_seen(lin, kiln)
    with clock.stopped_at(datetime(2026, 6, 30, 6, tzinfo=UTC)):
        tell(kiln, chen, rd_expense="10")
        actions.evaluate_firms([kiln.pk])
    told = since_last(lin, kiln)
    assert [gain.clause for gain in told.worse] == [RESEARCH]
    assert told.better == ()


def test_lin_sees_nothing_of_red_crane(grown, lin, kiln, crane):
    assert {gain.enterprise_id for gain in gains_of(lin)} == {kiln.pk}
    assert since_last(lin, crane).gains == ()
    with pytest.raises(NotAllowedError):
        actions.mark_seen(lin, crane)
    assert [row.enterprise for row in standings_of(lin)] == [kiln]
    assert not changes_of(lin).exists()
    assert not columns_of(lin).exists()
    with pytest.raises(NotAllowedError):
        holders(lin, SIZE)


def test_chen_sees_what_a_cause_did_by_clause(grown, chen, django_assert_num_queries):
    assert list(changes_of(chen)) == [grown]
    with django_assert_num_queries(1):
        effects = effects_of(grown)
    assert {(one.clause, one.turn, one.firms) for one in effects} == {
        (RESEARCH, "gained", 1),
        (SIZE, "gained", 1),
    }
    assert (grown.gained, grown.lost, grown.certain_gained) == (2, 0, 30_000_000)


def test_chen_asks_who_meets_a_clause(grown, chen, kiln, crane, django_assert_num_queries):
    with django_assert_num_queries(3):
        count, firms = holders(chen, SIZE)
    assert count == 2
    assert {one.enterprise for one in firms} == {kiln, crane}
    assert {(one.low, one.high) for one in firms} == {(20_000_000, 20_000_000)}
    assert holders(chen, SIZE, verdict=Verdict.UNMET)[0] == 0


def test_lin_sees_no_draft(lin, chen):
    draft = actions.start_draft("nantong-hightech/hnte-ten", by=chen)
    assert not drafts_of(lin).exists()
    assert draft_of(chen, draft.pk) == draft
    with pytest.raises(NotAllowedError):
        draft_of(lin, draft.pk)


def test_one_cause_is_told_once_however_often_it_is_heard(kiln, crane, policy, chen):
    actions.evaluate_zone()
    for sales in ("5200", "100", "5300"):
        tell(kiln, chen, sales_revenue=sales)
        actions.ledger_changed([kiln.pk], reference="payout 7 paid")
    assert Change.objects.count() == 1
    assert Gain.objects.filter(enterprise=kiln, clause=SIZE).count() == 1
