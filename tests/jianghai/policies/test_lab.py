"""Chen tries a policy on the zone before it is issued: who wins, who loses, what it costs whom and when."""

from __future__ import annotations

import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from jianghai.base.errors import NotAllowedError
from jianghai.enterprises.models import Enterprise
from jianghai.policies import actions, held, rules
from jianghai.policies.errors import NotEvaluatedError, ScenarioError
from jianghai.policies.lab import Asked, try_
from jianghai.policies.lab.money import evenly, scaled
from jianghai.policies.lab.sheet import workbook
from jianghai.policies.lab.summary import compared
from jianghai.policies.queries.lab import again, difference, scenarios_of
from tests.cast import firm
from tests.jianghai.policies.conftest import TODAY, growth, publish, tell
from tests.jianghai.policies.test_zone import RESEARCH, SIZE

GROWTH = "nantong-hightech/growth@2026-01-01"
FEN = 1_000_000
MONEY = st.integers(min_value=0, max_value=10**11)


@pytest.fixture
def zone(kiln, crane, policy):
    actions.evaluate_zone()


def asked(**changes):
    return Asked(
        GROWTH, changes={path.replace("__", "/"): value for path, value in changes.items()}
    )


def test_nothing_moved_changes_nothing(zone, chen):
    told = try_(chen, asked())
    assert (told.effects.won, told.effects.lost) == (0, 0)
    assert told.getting == (2, 2)
    assert told.total[0] == told.total[1]
    assert (told.total[1].sure, told.total[1].most) == (30 * FEN, 30 * FEN)


def test_a_lower_threshold_lets_red_crane_win(zone, chen, crane):
    told = try_(chen, asked(G1__threshold="50万元"))
    [winner] = told.effects.winners
    assert (winner.enterprise, winner.sure) == (crane.pk, (20 * FEN, 30 * FEN))
    assert told.names[crane.pk] == crane.name
    assert (told.effects.sure_won, told.effects.sure_lost) == (10 * FEN, 0)
    [research] = [one for one in told.effects.clauses if one.key == RESEARCH]
    assert (research.before.met, research.after.met) == (1, 2)
    assert [(turn.value, count) for turn, count in research.turned] == [("gained", 1)]
    assert any("50万元" in text.zh for text in told.words)


def test_a_higher_threshold_takes_it_from_blue_kiln(zone, chen, kiln):
    told = try_(chen, asked(G1__threshold="400万元"))
    [loser] = told.effects.losers
    assert (loser.enterprise, loser.sure) == (kiln.pk, (10 * FEN, 0))
    assert told.getting == (2, 1)


def test_nothing_that_was_tried_is_stored(zone, chen):
    from jianghai.policies import zone as columns

    before = columns.stored()
    try_(chen, asked(G1__threshold="1万元", G1__amount__is="500万元"))
    assert all(told.same(before[key]) for key, told in columns.stored().items())
    assert (
        rules.shelf().policies["nantong-hightech/growth"][0].items[0].formula.words.zh == "10万元"
    )


def test_what_it_costs_is_shared_to_the_fen(zone, chen):
    told = try_(chen, asked(G1__amount__is="3.33元"))
    assert {level: paid[1].sure for level, paid in told.levels.items()} == {
        "city": 133,
        "zone": 200,
        "": 20 * FEN,
    }


def test_what_has_a_window_is_due_when_it_closes_and_the_rest_is_spread(zone, chen):
    told = try_(chen, asked())
    due = {month.month: (month.paid.sure, month.spread.sure) for month in told.months}
    assert due["2026-07"] == (10 * FEN + due["2026-07"][1], due["2026-07"][1])
    assert sum(paid for paid, _spread in due.values()) == 30 * FEN
    assert sum(spread for _paid, spread in due.values()) == 20 * FEN
    assert len(due) == 12


def test_blue_kiln_is_seen_just_below_the_line(zone, chen, kiln):
    told = try_(chen, asked())
    [one] = [one for one in told.below if one.clause == SIZE]
    assert one.enterprise == kiln.pk
    assert (one.now.zh, one.asked.zh) == ("4,200万元", "5,000万元")
    assert one.gap == pytest.approx(0.16)
    assert told.below_count == 1


def test_who_gets_it_is_told_by_size_stage_and_industry(zone, chen):
    told = try_(chen, asked())
    for way in ("size", "stage", "industry"):
        assert sum(share.firms for share in told.spread[way]) == 2
        assert sum(share.sure for share in told.spread[way]) == 30 * FEN
    assert [share.label for share in told.spread["industry"]] == ["C39"]


def test_a_budget_that_does_not_suffice_cuts_everybody_alike(zone, chen, kiln, crane):
    told = try_(chen, Asked(GROWTH, budget=10 * FEN))
    assert told.scaling.passes == "sure"
    assert {pk: part for pk, _whole, part in told.scaled} == {
        crane.pk: 6_666_667,
        kiln.pk: 3_333_333,
    }
    assert try_(chen, Asked(GROWTH, budget=30 * FEN)).scaling.passes == ""


def test_another_policy_of_the_same_group_overlaps(zone, chen, su):
    other = growth(
        name=("policy: nantong-hightech/growth", "policy: nantong-hightech/more"),
        topic=("status: in-force", "status: in-force\ntopics: [企业培育]"),
    )
    publish(other, chen, su, policy="nantong-hightech/more")
    actions.evaluate_zone()
    draft = actions.start_draft("nantong-hightech/growth", by=chen)
    actions.set_frame(draft, {"topics": ["企业培育"]}, by=chen, version=0)
    draft.refresh_from_db()
    told = try_(chen, Asked(draft=draft))
    mine = {one.clause: (one.firms, one.sure) for one in told.overlaps}
    assert mine["nantong-hightech/more#G2"] == (1, 20 * FEN)


def test_a_draft_is_tried_before_anybody_has_published_it(zone, chen, kiln):
    from tests.jianghai.policies.test_drafts import CLAUSE, SHELL

    draft = actions.start_draft(SHELL, by=chen)
    actions.set_frame(draft, {"areas": {"codes": ["320612"]}}, by=chen, version=0)
    draft.refresh_from_db()
    actions.set_clause(draft, CLAUSE, by=chen, version=draft.version)
    draft.refresh_from_db()
    told = try_(chen, Asked(draft=draft))
    assert [one.enterprise for one in told.effects.winners] == [kiln.pk]
    assert told.getting == (0, 1)


def test_an_edition_for_a_later_day_is_tried_as_soon_as_it_is_published(zone, chen, su, crane):
    text = growth(
        line=("rd_expense >= 200万元", "rd_expense >= 50万元"),
        day=('opens: "2026-01-01"', 'opens: "2027-01-01"'),
    )
    publish(text, chen, su, opens=date(2027, 1, 1))
    told = try_(chen, Asked("nantong-hightech/growth@2027-01-01"))
    assert [one.enterprise for one in told.effects.winners] == [crane.pk]


def test_a_value_that_does_not_fit_is_told_and_nothing_breaks(zone, chen):
    for wrong in (
        {"G9__amount__is": "1万元"},
        {"G1__threshold": "10人"},
        {"G1__amount__is": "x +"},
    ):
        with pytest.raises(ScenarioError):
            try_(chen, asked(**wrong))
    assert try_(chen, asked()).getting == (2, 2)


def test_somebody_of_an_enterprise_or_a_leader_tries_nothing(zone, lin):
    with pytest.raises(NotAllowedError):
        try_(lin, asked())


def test_the_lab_says_when_the_zone_was_never_judged(policy, chen):
    with pytest.raises(NotEvaluatedError):
        try_(chen, asked())


def test_a_move_asks_the_same_few_queries_whatever_the_zone(zone, chen, django_assert_num_queries):
    try_(chen, asked())
    with django_assert_num_queries(3):
        try_(chen, asked(G1__threshold="50万元"))
    for place in range(20):
        one = firm(f"91320600MA1Y{place:06d}", f"南通试算{place}厂")
        Enterprise.objects.filter(pk=one.pk).update(region_code="320612")
    actions.evaluate_zone()
    try_(chen, asked())
    with django_assert_num_queries(3):
        try_(chen, asked(G1__threshold="60万元"))


def test_a_server_that_just_started_tells_the_same(zone, chen, crane):
    first = try_(chen, asked(G1__threshold="50万元"))
    held.forget()
    again = try_(chen, asked(G1__threshold="50万元"))
    assert (first.total, first.effects.winners) == (again.total, again.effects.winners)


def test_the_lab_agrees_with_publishing(zone, chen, su, crane, kiln):
    tell(crane, chen, rd_expense="180")
    actions.evaluate_firms([crane.pk])
    told = try_(chen, asked(G1__threshold="150万元", G2__amount__is="5万元"))
    text = growth(
        line=("rd_expense >= 200万元", "rd_expense >= 150万元"),
        sum=("is: 20万元", "is: 5万元"),
        day=('opens: "2026-01-01"', 'opens: "2026-06-30"'),
    )
    publish(text, chen, su, opens=TODAY)
    change = actions.evaluate_zone()
    assert (told.effects.sure_won, told.effects.sure_lost) == (
        change.certain_gained,
        change.certain_lost,
    )


@given(st.lists(MONEY, max_size=60), MONEY)
def test_scaling_down_meets_the_budget_to_the_fen(awards, budget):
    found = scaled(awards, budget)
    whole = sum(awards)
    assert sum(found) == min(whole, budget)
    assert all(0 <= part <= award for part, award in zip(found, awards, strict=True))
    if whole > budget:
        assert all(
            abs(part - award * budget / whole) <= 1 + award / 10**9
            for part, award in zip(found, awards, strict=True)
        )


@given(MONEY, st.integers(min_value=1, max_value=48))
def test_spreading_loses_nothing(whole, parts):
    found = evenly(whole, parts)
    assert sum(found) == whole
    assert len(found) == parts
    assert max(found) - min(found) <= 1


def test_scenarios_are_kept_and_laid_side_by_side(zone, chen, lin):
    low = actions.save_scenario("降到五十万", asked(G1__threshold="50万元"), by=chen)
    high = actions.save_scenario(
        "升到四百万", Asked(GROWTH, changes={"G1/threshold": "400万元"}, budget=10 * FEN), by=chen
    )
    lines = {line.name.zh: line.values for line in compared([low, high])}
    assert lines["享受企业"] == (2, 1)
    assert lines["确定金额"] == (40 * FEN, 20 * FEN)
    assert lines["折减系数"] == (None, 0.5)
    assert lines["市承担（确定）"] == (8 * FEN, 0)
    assert again(chen, low).getting == (2, 2)
    assert list(scenarios_of(chen)) == [high, low]
    assert not scenarios_of(lin).exists()
    with pytest.raises(NotAllowedError):
        actions.drop_scenario(low, by=lin)
    actions.drop_scenario(low, by=chen)
    assert list(scenarios_of(chen)) == [high]


def test_a_trial_goes_into_a_workbook_that_runs_nothing(zone, chen, crane):
    Enterprise.objects.filter(pk=crane.pk).update(name='=HYPERLINK("http://evil")')
    told = try_(chen, Asked(GROWTH, changes={"G1/threshold": "50万元"}, budget=10 * FEN))
    book = load_workbook(io.BytesIO(workbook(told, "降到五十万")))
    assert book.sheetnames[:3] == ["概览", "条款", "受益企业"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(cell.value == '\'=HYPERLINK("http://evil")' for cell in cells)
    assert not any(cell.data_type == "f" for cell in cells)
    rows = {row[0]: row[1:] for row in book["概览"].iter_rows(values_only=True)}
    assert rows["确定金额（万元）"] == (30, 40)


def test_two_editions_are_told_apart_in_words_and_in_effect(zone, chen, su, lin, crane):
    text = growth(
        line=("rd_expense >= 200万元", "rd_expense >= 50万元"),
        day=('opens: "2026-01-01"', 'opens: "2027-01-01"'),
    )
    publish(text, chen, su, opens=date(2027, 1, 1))
    told = difference(chen, GROWTH, "nantong-hightech/growth@2027-01-01")
    assert any("200万元" in text.zh and "50万元" in text.zh for text in told.words)
    assert [one.enterprise for one in told.effect.effects.winners] == [crane.pk]
    plain = difference(lin, GROWTH, "nantong-hightech/growth@2027-01-01")
    assert plain.effect is None
    assert plain.words == told.words
