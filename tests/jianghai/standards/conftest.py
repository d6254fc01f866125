"""Blue Kiln has told its figures of three years; the day is 30 June 2026."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from jianghai.base import clock
from jianghai.enterprises import actions as registry

TODAY = date(2026, 6, 30)
FIGURES = {2023: ("3000", "180"), 2024: ("3900", "200"), 2025: ("4200", "300")}
SINCE_2025 = {
    "employees": "80",
    "tech_staff": "24",
    "total_assets": "6000",
    "total_liabilities": "2700",
}
NO_TROUBLE = {"restricted_industry": "否", "abnormal_list": "否", "serious_dishonesty": "否"}


def tell(firm, by, facts, year=0):
    for name, written in facts.items():
        registry.set_fact(firm, name, written, by=by, year=year)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.stopped_at(datetime(2026, 6, 30, 4, tzinfo=UTC)):
        yield


@pytest.fixture
def kiln(blue_kiln, chen):
    """Blue Kiln with figures that make it a Tech-SME with full points."""
    for year, (sales, research) in FIGURES.items():
        figures = {"sales_revenue": sales, "operating_revenue": sales, "rd_expense": research}
        tell(blue_kiln, chen, figures, year)
    tell(blue_kiln, chen, SINCE_2025, 2025)
    tell(blue_kiln, chen, NO_TROUBLE | {"resident_enterprise": "是"})
    registry.set_list(blue_kiln, "ip", '[{"class": "I", "count": 2}]', by=chen, year=2025)
    registry.set_list(blue_kiln, "incidents", "[]", by=chen, year=2025)
    return blue_kiln
