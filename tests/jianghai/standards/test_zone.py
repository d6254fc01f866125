"""A zone of forty firms: its overview, who is one step away, and where Blue Kiln stands among its peers."""

from __future__ import annotations

from datetime import date

import pytest

from jianghai.base import clock
from jianghai.base.models import JournalLine
from jianghai.enterprises import actions as registry
from jianghai.enterprises.columns import records as known
from jianghai.enterprises.models import Enterprise, FactValue, Source, SourceKind
from jianghai.standards import actions, rules
from jianghai.standards.models import CohortSet, Evaluation, Near
from jianghai.standards.queries import points, zone
from rulebook.evaluate import evaluate
from rulebook.whatif import whatif
from tests.jianghai.standards.conftest import TODAY, tell

FEN = 1_000_000


@pytest.fixture
def peers(db):
    """Forty growing firms whose research rises from 10 to 400."""
    firms = [
        Enterprise(
            uscc_absent="示例",
            name=f"南通同行{n:02}有限公司",
            reg_date="2018",
            industry_code="C3985",
        )
        for n in range(40)
    ]
    for firm in firms:
        firm.prepare()
    firms = Enterprise.objects.bulk_create(firms)
    source = Source.objects.create(kind=SourceKind.DECLARED, told_at=clock.now())
    for n, firm in enumerate(firms, start=1):
        figures = {
            "rd_expense": 10 * n * FEN,
            "operating_revenue": 5000 * FEN,
            "total_assets": 6000 * FEN,
            "employees": 80,
        }
        FactValue.objects.bulk_create(
            FactValue(enterprise=firm, fact=name, year=2025, low=value, high=value, source=source)
            for name, value in figures.items()
        )
    return firms


def test_cohorts_are_kept_with_their_day_and_told_to_the_journal(peers, chen):
    made = actions.build_cohorts(TODAY, by=chen)
    assert (made.as_of, made.year, made.firms) == (TODAY, 2025, 40)
    assert JournalLine.objects.get(verb="cohorts built").what["digest"] == made.digest
    assert actions.build_cohorts(TODAY).pk == made.pk
    assert CohortSet.objects.count() == 1


def test_a_past_score_is_computed_again_with_the_cohorts_of_its_day(peers, kiln):
    actions.refresh(date(2026, 5, 31))
    before = Evaluation.objects.get(enterprise=kiln, standard=rules.POINTS)
    FactValue.objects.filter(fact="rd_expense", enterprise__in=peers).update(low=1, high=1)
    actions.refresh(TODAY)
    now = Evaluation.objects.get(enterprise=kiln, standard=rules.POINTS)
    assert now.low > before.low
    actions.evaluate_some([kiln.pk], date(2026, 5, 31))
    again = Evaluation.objects.get(enterprise=kiln, standard=rules.POINTS)
    assert (again.low, again.high, again.digest) == (before.low, before.high, before.digest)


def test_the_overview_counts_titles_held_met_and_near(peers, kiln, chen):
    valid = '{"type": "HNTE", "from": "2024-11-06", "to": "2027-11-05"}'
    held = f'[{valid}, {{"type": "SRDI", "from": "2020", "to": "2023"}}]'
    registry.set_list(kiln, "certs", held, by=chen, year=2025)
    actions.refresh(TODAY)
    titles = {title.edition.standard: title for title in zone.overview(TODAY).titles}
    assert (titles["tech-sme"].met, titles["tech-sme"].firms) == (1, 41)
    assert (titles["hnte"].held, titles["srdi"].held) == (1, 0)


def test_points_are_shown_by_stage_and_industry(peers):
    actions.refresh(TODAY)
    seen = zone.overview(TODAY)
    assert [(one.key, one.firms) for one in seen.by_stage] == [("成长期", 40)]
    assert [(one.key, one.firms) for one in seen.by_industry] == [("C39", 40)]
    assert 0 <= seen.by_stage[0].low <= seen.by_stage[0].high <= 100


def test_a_share_counts_over_the_firms_it_is_known_of(peers, chen):
    firm = peers[0]
    tell(firm, chen, {"rd_spend_internal": "250"}, 2025)
    actions.refresh(TODAY)
    share = next(one for one in zone.overview(TODAY).shares if one.id == "rd_intensity")
    assert share.kept.low == share.kept.high == pytest.approx(0.05)
    assert (share.kept.known, share.kept.unknown) == (1, 39)


def test_the_overview_takes_the_same_queries_whatever_the_zones_size(
    peers, django_assert_num_queries
):
    actions.refresh(TODAY)
    with django_assert_num_queries(8):
        zone.overview(TODAY)


def test_a_firm_one_step_away_is_listed_with_the_step(
    peers, kiln, chen, django_assert_max_num_queries
):
    tell(kiln, chen, {"tech_staff": "6"}, 2025)
    actions.refresh(TODAY)
    with django_assert_max_num_queries(8):
        [step] = zone.steps(zone.near("tech-sme"), TODAY)
    assert (step.evaluation.enterprise, step.condition) == (kiln, "科技人员指标得分不为 0")
    assert step.changes.singles[0].sentence.zh == "科技人员（2025）由 6人 增至 8人（+2人）"
    assert step.lack.sentence.zh.startswith("科技人员指标得分现为 0分，要求 > 0分")


@pytest.mark.parametrize(
    "large", [{"employees": "510", "tech_staff": "200"}, {"total_assets": "20500"}]
)
def test_nobody_is_told_to_let_people_go_or_to_own_less(peers, kiln, chen, large):
    tell(kiln, chen, large, 2025)
    actions.refresh(TODAY)
    found = Evaluation.objects.get(enterprise=kiln, standard="tech-sme")
    assert (found.open, found.near, found.gap) == (1, Near.NO, None)
    assert not zone.near("tech-sme").exists()
    [record] = known.records({kiln.pk: 2025}, TODAY)
    edition = rules.library(TODAY).edition("tech-sme", TODAY)
    answer = whatif(record, edition)
    assert (answer.singles, answer.combination) == ((), ())
    assert found.step in answer.blocked


def test_a_firm_that_lacks_one_datum_is_counted_apart(peers, kiln):
    FactValue.objects.filter(enterprise=kiln, fact="total_assets").delete()
    actions.refresh(TODAY)
    titles = {title.edition.standard: title for title in zone.overview(TODAY).titles}
    assert (titles["tech-sme"].near, titles["tech-sme"].datum) == (0, 1)


def test_the_net_increase_of_certified_firms_is_a_count(peers, kiln, chen):
    valid = (
        '{"complete": true, "items": [{"type": "HNTE", "from": "2026-01-06", "to": "2029-01-05"}]}'
    )
    registry.set_list(kiln, "certs", valid, by=chen, year=2025)
    actions.refresh(TODAY)
    [share] = [one for one in zone.overview(TODAY).shares if one.id == "hnte_net_increase"]
    assert (share.kept.low, share.kept.high) == (1 - 40, 1 + 40)
    assert (share.kept.known, share.kept.unknown) == (1, 40)


def test_a_firms_points_stand_beside_the_middle_of_its_cohort(peers, kiln):
    actions.refresh(TODAY)
    [record] = known.records({kiln.pk: 2025}, TODAY)
    edition, cohorts = rules.library(TODAY).edition(rules.POINTS, TODAY), rules.cohorts(TODAY)
    standing = points.standing(
        record, evaluate(record, [edition], cohorts=cohorts)[0], edition, cohorts
    )
    research = standing.indicators[0]
    assert (standing.stage, research.weight, research.median.zh) == ("成长期", 8, "210万元")
    assert research.percentile.low == pytest.approx(30 / 41)
    assert [group.clause.id for group in standing.groups] == ["T", "G", "A"]
    assert [group.most for group in standing.groups] == [50, 35, 15]


def test_a_day_later_everybody_is_evaluated_again(peers):
    actions.refresh(TODAY)
    assert actions.renew() == 0
    Evaluation.objects.update(computed_at=clock.now().replace(day=29))
    assert actions.renew() == 40
