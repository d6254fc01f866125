"""Where a value stands among its peers, kept so that a past score can be redone."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pytest

from rulebook.cohorts import FINEST, SMALLEST, Cohorts, build_cohorts, rank_table
from rulebook.tables import cohorts_of
from tests.rulebook.corpora import judge, library, record

DAY = date(2026, 6, 30)
RANKED = """clauses:
  - {id: P, name: {zh: 排名, en: Rank}, cite: 一, points: {is: 'rank(staff, "IP01", stage * 100) * 10', max: 10}}
score: {sum: [P], max: 10}
"""


def made(codes, values) -> Cohorts:
    """Make cohorts of one indicator."""
    columns = {"IP01": np.array(values, float)}
    return build_cohorts(np.array(codes, float), columns, DAY, "test")


@pytest.mark.parametrize(
    ("value", "rank"),
    [(0.5, 0.0), (1.0, 0.125), (1.5, 0.25), (2.0, 0.5), (3.0, 0.75), (4.0, 0.875), (9.0, 1.0)],
)
def test_a_rank_is_the_share_below_and_half_the_share_equal(value, rank):
    assert rank_table(np.array([1.0, 2.0, 2.0, 4.0, np.nan])).rank(value) == rank


def test_a_cohort_of_nobody_ranks_nobody():
    assert rank_table(np.array([np.nan])).size == 0
    assert rank_table(np.array([])).rank(1.0) == 0.0


def test_a_large_cohort_keeps_a_table_of_bounded_size():
    table = rank_table(np.arange(50_000.0))
    assert len(table.values) == FINEST
    assert table.size == 50_000
    assert abs(table.rank(25_000.0) - 0.5) < 2 / FINEST


def test_a_small_cohort_is_compared_inside_its_whole_stage():
    codes = [101] * SMALLEST + [102] * (SMALLEST - 1)
    found = made(codes, list(range(len(codes))))
    assert found.size("IP01", 101) == SMALLEST
    assert found.size("IP01", 102) == len(codes)
    assert found.size("IP01", 100) == len(codes)


def test_a_stage_of_too_few_has_no_table():
    found = made([201] * (SMALLEST - 1), list(range(SMALLEST - 1)))
    assert found.size("IP01", 201) == 0
    assert found.median("IP01", 201) is None


def test_the_median_is_the_value_in_the_middle():
    assert made([101] * 31, list(range(31))).median("IP01", 101) == 15


def test_what_is_not_known_of_a_firm_is_left_out():
    codes = [*[101] * 40, np.nan]
    assert made(codes, [*range(39), np.nan, 7]).size("IP01", 101) == 39


def test_tables_are_written_and_read_back_unchanged():
    one = made([101] * 40, np.linspace(0, 1, 40) ** 3)
    two = Cohorts.from_json(one.to_json())
    assert two.to_json() == one.to_json()
    assert two.digest == one.digest
    assert two.tables["IP01"][101].rank(0.3) == one.tables["IP01"][101].rank(0.3)


def test_the_fingerprint_changes_with_a_single_value():
    assert made([101] * 40, range(40)).digest == made([101] * 40, range(40)).digest
    assert made([101] * 40, range(40)).digest != made([101] * 40, range(1, 41)).digest


@pytest.mark.parametrize("text", ["[]", "{}", '{"schema": "cohorts/2"}', "nonsense"])
def test_another_file_is_refused(text):
    with pytest.raises(ValueError, match=r"cohort|Expecting"):
        Cohorts.from_json(text)


def test_a_rank_needs_its_table(tmp_path):
    rules = library(tmp_path, RANKED)
    firm = record(staff=10, stage=1)
    peers = made([100] * 40, range(40))
    assert judge(rules, firm).score.as_dict() == {"low": 0.0, "high": 10.0}
    assert judge(rules, firm, cohorts=peers).score.low == 10.5 / 40 * 10


def test_cohorts_are_made_of_the_firms_themselves(tmp_path):
    rules = library(tmp_path, RANKED)
    firms = [record(staff=n, stage=1 + n % 2) for n in range(80)]
    firms.append(record(staff={"low": 3}, stage=1))
    found = cohorts_of(firms, rules.edition("toy", DAY), DAY, "zone")
    assert found.size("IP01", 100) == 40
    assert found.median("IP01", 200) in (39, 41)
    assert json.loads(found.to_json())["source"] == "zone"
