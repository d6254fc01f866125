"""The zone is judged by column, and what is stored is what one firm is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from jianghai.base import clock, journal
from jianghai.enterprises.columns import records as known
from jianghai.enterprises.corpus import library
from jianghai.policies import actions, held, rules, zone
from jianghai.policies.models import Change, Column, Gain, Standing, ZoneState
from rulebook.entitle import entitle
from tests.cast import firm
from tests.jianghai.policies.conftest import TODAY, growth, publish, tell

RESEARCH, SIZE = "nantong-hightech/growth#G1", "nantong-hightech/growth#G2"
FEN = 1_000_000


def test_chen_judges_the_zone_and_every_clause_has_one_row(kiln, crane, policy):
    assert actions.evaluate_zone() is None
    research, size = Column.objects.get(clause=RESEARCH), Column.objects.get(clause=SIZE)
    assert (research.met, research.certain) == (1, 10 * FEN)
    assert (size.met, size.certain) == (1, 20 * FEN)
    assert Column.objects.count() == len(
        {i.key for p in rules.applied(rules.shelf(), TODAY) for i in p.items}
    )


def test_what_is_stored_of_blue_kiln_is_what_its_reasons_come_to(kiln, crane, policy):
    actions.evaluate_zone()
    shelf = rules.shelf()
    years = known.latest_years([kiln.pk, crane.pk], TODAY.year - 1)
    for record in known.records(years, TODAY):
        told = entitle(record, shelf, TODAY, policies=rules.applied(shelf, TODAY)).total
        row = Standing.objects.get(pk=int(record.id))
        expected = {name: getattr(told, name) for name in zone_totals()}
        assert {name: getattr(row, name) for name in expected} == expected


def zone_totals():
    from jianghai.policies.actions.zone.storing import TOTALS

    return TOTALS


def test_nobody_asks_once_per_firm(kiln, crane, policy, django_assert_num_queries, chen):
    actions.evaluate_zone()
    few = queries_of(actions.evaluate_zone)
    for place in range(30):
        firm(f"91320600MA1X{place:06d}", f"南通第{place}厂")
    held.forget()
    assert queries_of(actions.evaluate_zone) <= few + 8


def queries_of(act):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    held.forget()
    with CaptureQueriesContext(
        connection,
    ) as seen:
        act()
    return len(seen)


def test_blue_kiln_grows_and_its_gain_is_stored_once(kiln, crane, policy, chen):
    actions.evaluate_zone()
    tell(kiln, chen, sales_revenue="5200")
    change = actions.evaluate_firms([kiln.pk])
    [gain] = change.gains.all()
    assert (gain.enterprise, gain.clause, gain.turn) == (kiln, SIZE, "gained")
    assert (gain.low_before, gain.low_after) == (0, 20 * FEN)
    assert "规模奖励" in gain.zh
    assert "5,200万元" in gain.zh
    assert (change.kind, change.gained, change.certain_gained) == ("facts", 1, 20 * FEN)
    assert actions.evaluate_firms([kiln.pk]) is None
    assert Change.objects.count() == 1
    assert Standing.objects.get(pk=kiln.pk).certain == 30 * FEN
    assert journal.verify().holds


def test_a_part_of_the_zone_judged_anew_leaves_what_judging_all_would(kiln, crane, policy, chen):
    actions.evaluate_zone()
    tell(kiln, chen, sales_revenue="5200", rd_expense="10")
    actions.evaluate_firms([kiln.pk])
    part, totals = zone.stored(), list(Standing.objects.order_by("pk").values_list("certain"))
    held.forget()
    actions.evaluate_zone()
    whole = zone.stored()
    assert all(told.same(whole[key]) for key, told in part.items())
    assert totals == list(Standing.objects.order_by("pk").values_list("certain"))
    assert {gain.turn for gain in Gain.objects.all()} == {"gained", "lost"}


def test_a_new_firm_joins_the_columns_without_a_gain(kiln, policy, chen, crane):
    crane_pk = crane.pk
    type(crane).objects.filter(pk=crane_pk).update(uscc="91320600MA1XRC2L3L")
    state = actions.evaluate_zone()
    assert state is None
    newcomer = firm("91320600MA1XNEW001", "南通新厂有限公司")
    newcomer.region_code = "320612"
    newcomer.save()
    tell(newcomer, chen, rd_expense="900", sales_revenue="9000")
    assert actions.evaluate_firms([newcomer.pk]) is None
    assert Column.objects.get(clause=RESEARCH).met == 2
    assert ZoneState.objects.get().count == 3


def test_a_later_edition_raises_the_award_and_says_so(kiln, crane, policy, chen, su):
    actions.evaluate_zone()
    text = growth(
        sum=("is: 10万元", "is: 15万元"), day=('opens: "2026-01-01"', 'opens: "2026-06-30"')
    )
    publish(text, chen, su, opens=TODAY)
    change = actions.evaluate_zone()
    [gain] = change.gains.all()
    assert (gain.enterprise, gain.turn) == (kiln, "raised")
    assert (gain.low_before, gain.low_after) == (10 * FEN, 15 * FEN)
    assert "2026-06-30" in gain.zh
    assert "10" in gain.zh
    assert "15" in gain.zh


def test_only_what_an_edition_changed_is_evaluated_where_the_zone_is_in_memory(
    kiln, crane, policy, chen, su
):
    actions.evaluate_zone()
    text = growth(
        sum=("is: 10万元", "is: 15万元"), day=('opens: "2026-01-01"', 'opens: "2026-06-30"')
    )
    publish(text, chen, su, opens=TODAY)
    actions.evaluate_zone()
    quick = zone.stored()
    held.forget()
    actions.evaluate_zone()
    assert all(told.same(quick[key]) for key, told in zone.stored().items())


def test_the_day_comes_on_which_a_policy_ends(kiln, crane, chen, su):
    publish(growth(end=("validity: stated", 'validity: stated\ncloses: "2026-07-31"')), chen, su)
    actions.evaluate_zone()
    from datetime import UTC, datetime

    with clock.stopped_at(datetime(2026, 8, 1, 4, tzinfo=UTC)):
        assert actions.renew() == 2
        assert actions.renew() == 0
    change = Change.objects.get()
    assert (change.kind, change.lost) == ("calendar", 2)
    assert {gain.turn for gain in change.gains.all()} == {"lost"}
    assert not Column.objects.filter(clause=RESEARCH).exists()


def test_listeners_are_told_once_of_a_change(
    kiln, crane, policy, chen, django_capture_on_commit_callbacks
):
    from jianghai.policies.signals import changed

    heard = []

    def listen(change, **_named):
        heard.append(change)

    changed.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            actions.evaluate_zone()
        with django_capture_on_commit_callbacks(execute=True):
            tell(kiln, chen, sales_revenue="5200")
    finally:
        changed.disconnect(listen)
    assert [change.kind for change in heard] == ["facts"]


@pytest.fixture
def paid(kiln):
    """The ledger says that Blue Kiln had its award for research."""
    from jianghai.enterprises import offers

    rows = [(kiln.pk, {"clause": RESEARCH, "amount": "100000", "date": "2026-05-01"})]
    before = offers._readers.get("payouts")
    offers.offer("payouts", lambda pks: [row for row in rows if row[0] in pks])
    yield rows
    offers.withdraw("payouts")
    if before is not None:
        offers.offer("payouts", before)


def test_what_was_paid_is_known_to_records_and_columns_alike(kiln, crane, policy, paid):
    [record] = known.records({kiln.pk: 2025}, TODAY)
    assert record.facts["payouts"][None].value == (paid[0][1],)
    assert record.facts["payouts"][None].complete
    [other] = known.records({crane.pk: 2025}, TODAY)
    assert other.facts["payouts"][None].value == ()


def test_what_was_rolled_back_is_not_remembered(kiln, crane, policy, chen):
    actions.evaluate_zone()
    tell(kiln, chen, sales_revenue="5200")
    with transaction.atomic():
        actions.evaluate_firms([kiln.pk])
        transaction.set_rollback(True)
    assert Column.objects.get(clause=SIZE).met == 1
    assert not Change.objects.exists()
    actions.evaluate_firms([kiln.pk])
    assert Column.objects.get(clause=SIZE).met == 2
    assert Change.objects.count() == 1


def test_many_changes_one_after_the_other_end_where_judging_all_would(kiln, crane, policy, chen):
    actions.evaluate_zone()
    for sales, research in (("9000", "10"), ("10", "900"), ("5000", "200"), ("4999.9999", "199")):
        tell(kiln, chen, sales_revenue=sales, rd_expense=research)
        actions.evaluate_firms([kiln.pk, crane.pk])
    step_by_step = zone.stored()
    held.forget()
    actions.evaluate_zone()
    assert all(told.same(step_by_step[key]) for key, told in zone.stored().items())


def test_standards_and_policies_share_one_corpus_in_memory(policy):
    assert rules.shelf().library is library()
    assert library(Path(settings.CORPUS)) is library()
