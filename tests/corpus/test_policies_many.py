"""Real companies and policies: one at a time and all at once come to the same."""

from __future__ import annotations

from datetime import date
from math import inf
from pathlib import Path

import pytest

from jianghai.cli.inputs import read
from rulebook.entitle import entitle
from rulebook.entitle.holdings import entitle_all
from rulebook.entitle.steps import next_steps
from rulebook.policies import load_policies
from rulebook.values import Verdict
from tests.corpus.shelf import CORPUS, library

ON = date(2026, 11, 22)
FIRMS = Path(__file__).parents[2] / "examples" / "real-companies.csv"


@pytest.fixture(scope="module")
def shelf():
    return load_policies(CORPUS, library())


@pytest.fixture(scope="module")
def firms():
    return read(FIRMS, library().catalogue, ON)


def test_one_firm_and_all_firms_come_to_the_same(shelf, firms):
    policies = shelf.on(ON)
    many = entitle_all(firms, shelf, ON, policies=policies)
    low, high = many.total
    for row, firm in enumerate(firms[:40]):
        one = entitle(firm, shelf, ON, policies=policies)
        assert one.total.certain == many.certain[row]
        assert one.total.certain + one.total.unchecked == low[row]
        for owed in one.items:
            key = owed.item.key
            assert many.verdict(key)[row] == owed.verdict
            if owed.amount is not None:
                ends = (
                    owed.amount.sum.low,
                    inf if owed.amount.sum.high is None else owed.amount.sum.high,
                )
                assert tuple(end[row] for end in many.amount(key)) == ends
        assert high[row] >= low[row]


def test_every_step_that_is_proposed_leads_where_it_says(shelf, firms):
    taken = 0
    for firm in firms[:6]:
        for item in shelf.items(shelf.chosen(ON)):
            steps = next_steps(firm, item)
            if steps.reach.singles or steps.reach.combination:
                assert steps.reach.reaches is not None
                assert steps.reach.reaches > Verdict.UNMET
                taken += 1
            assert all(one.sum.low > steps.now.low for one in steps.more)
    assert taken
