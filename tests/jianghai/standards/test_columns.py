"""What is read of many firms as columns is what is read of each as a record."""

from __future__ import annotations

import numpy as np
import pytest

from jianghai.enterprises import actions as registry
from jianghai.enterprises.columns import columns
from jianghai.enterprises.columns import records as known
from jianghai.enterprises.demo.load import load_demo
from jianghai.enterprises.models import Enterprise
from jianghai.standards.actions.evaluating import setting
from rulebook.records.frames import frame_of
from tests.jianghai.standards.conftest import TODAY, tell


def assert_same(year):
    now = setting(TODAY)
    rows = columns(Enterprise.objects.values_list("pk", flat=True), TODAY, now.sources, year)
    latest = known.latest_years(rows.pks, TODAY.year - 1)
    assert rows.latest.tolist() == [latest[pk] for pk in rows.pks]
    years = dict(zip(rows.pks, rows.years.tolist(), strict=True))
    expected = frame_of(known.records(years, TODAY), now.sources)
    for name, ends in expected.numbers.items():
        for one, other in zip(ends, rows.frame.numbers[name], strict=True):
            np.testing.assert_array_equal(one, other, name)
    for name, flags in expected.flags.items():
        np.testing.assert_array_equal(flags, rows.frame.flags[name], name)


@pytest.mark.parametrize("year", [None, 2024, 2010])
@pytest.mark.django_db
def test_of_a_made_up_zone(year):
    load_demo(40)
    assert_same(year)


@pytest.mark.parametrize("year", [None, 2024])
def test_of_ranges_open_ends_and_doubtful_lists(kiln, red_crane, chen, year):
    tell(red_crane, chen, {"employees": "40~60", "total_assets": "≥150"}, 2025)
    tell(red_crane, chen, {"rd_expense": "≤12.5", "tech_staff_share_stated": "33.333%"}, 2024)
    tell(red_crane, chen, {"valuation": "3~5", "listed": "否", "tech_field": "新材料"})
    paid = '[{"paid_in": 0.123456789, "date": "2025-03"}, {"paid_in": 3, "date": "2024"}]'
    registry.set_list(red_crane, "equity_rounds", paid, by=chen, year=2025)
    rights = '{"complete": true, "items": [{"class": "I", "granted": true, "count": 3}, {}]}'
    registry.set_list(red_crane, "ip", rights, by=chen, year=2024)
    registry.set_list(red_crane, "ip", "[]", by=chen, year=2025)
    assert_same(year)


def test_of_no_firm_at_all(db):
    now = setting(TODAY)
    assert columns([], TODAY, now.sources).frame.rows == 0
