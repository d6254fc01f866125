"""Blue Kiln is evaluated, and evaluated again when its facts change."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from jianghai.enterprises import actions as registry
from jianghai.enterprises.columns import records as known
from jianghai.standards import actions
from jianghai.standards.models import Answer, CohortSet, Evaluation
from tests.jianghai.standards.conftest import TODAY, tell


def answer(firm, standard="tech-sme") -> Evaluation:
    return Evaluation.objects.get(enterprise=firm, standard=standard, latest=True)


def test_a_firm_with_full_points_is_met_in_its_latest_year(kiln):
    assert actions.evaluate_zone(on=TODAY) == 1
    found = answer(kiln)
    assert (found.verdict, found.low, found.high, found.year) == (Answer.MET, 100, 100, 2025)
    assert (found.edition, found.open, found.step) == ("2017-05-03", 0, "")


def test_the_size_class_is_kept_as_a_word(kiln):
    actions.evaluate_some([kiln.pk])
    assert answer(kiln, "size-class").value == "小型"


def test_a_firm_of_which_nothing_is_known_is_unknown_not_refused(red_crane):
    actions.evaluate_some([red_crane.pk])
    found = answer(red_crane)
    assert (found.verdict, found.year) == (Answer.UNKNOWN, 2025)


def test_the_one_open_condition_is_named(kiln, chen):
    tell(kiln, chen, {"total_assets": "25000"}, 2025)
    actions.evaluate_some([kiln.pk])
    found = answer(kiln)
    assert (found.verdict, found.open, found.step) == (Answer.UNMET, 1, "T2.assets")


def test_every_clause_keeps_its_verdict(kiln):
    actions.evaluate_some([kiln.pk])
    found = answer(kiln)
    assert set(found.clauses) <= set("0123-")
    assert found.clauses.startswith("33333")


def test_evaluating_again_changes_nothing_but_the_time(kiln):
    actions.evaluate_some([kiln.pk])
    before = {row.standard: (row.pk, row.digest) for row in Evaluation.objects.all()}
    actions.evaluate_some([kiln.pk])
    assert {row.standard: (row.pk, row.digest) for row in Evaluation.objects.all()} == before


def test_the_digest_follows_only_the_facts_that_a_standard_reads(kiln, chen):
    actions.evaluate_some([kiln.pk])
    before = {row.standard: row.digest for row in Evaluation.objects.all()}
    tell(kiln, chen, {"tech_staff": "25"}, 2025)
    actions.evaluate_some([kiln.pk])
    after = {row.standard: row.digest for row in Evaluation.objects.all()}
    assert after["tech-sme"] != before["tech-sme"]
    assert after["size-class"] == before["size-class"]


def test_a_new_year_takes_over_and_the_old_one_stays(kiln, chen):
    actions.evaluate_zone(2024, TODAY)
    assert not Evaluation.objects.filter(latest=True).exists()
    actions.evaluate_zone(on=TODAY)
    years = Evaluation.objects.filter(standard="tech-sme").values_list("year", "latest")
    assert sorted(years) == [(2024, False), (2025, True)]


def test_the_edition_is_the_one_in_force_that_day(kiln):
    actions.evaluate_some([kiln.pk], date(2026, 3, 31))
    assert answer(kiln, "little-giant").edition == "2022-08-01"
    actions.evaluate_some([kiln.pk], date(2026, 4, 1))
    assert answer(kiln, "little-giant").edition == "2026-04-01"


@pytest.mark.django_db(transaction=True)
def test_a_correction_moves_the_verdict_once_it_is_committed(kiln, chen):
    registry.set_fact(kiln, "employees", "501", by=chen, year=2025)
    assert answer(kiln).verdict == Answer.UNMET
    assert CohortSet.objects.count() == 1


def test_queries_do_not_grow_with_the_zone(kiln, red_crane, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        actions.evaluate_some([kiln.pk])
    with django_assert_max_num_queries(16):
        actions.evaluate_some([kiln.pk, red_crane.pk])


def test_reading_records_takes_five_queries_and_one_for_the_ledger(
    kiln, red_crane, django_assert_num_queries
):
    with django_assert_num_queries(6):
        known.records({kiln.pk: 2025, red_crane.pk: 2025}, TODAY)


def test_what_a_later_year_tells_is_not_known_in_an_earlier_one(kiln):
    [record] = known.records({kiln.pk: 2024}, TODAY)
    assert "ip" not in record.facts
    assert 2025 not in record.facts["sales_revenue"]


def test_the_last_list_told_stays_known_in_the_years_after(kiln):
    [record] = known.records({kiln.pk: 2026}, TODAY)
    assert record.facts["ip"][None].value == ({"class": "I", "count": 2},)


def test_one_current_answer_per_standard_and_year(kiln):
    actions.evaluate_some([kiln.pk])
    twin = answer(kiln)
    twin.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()
