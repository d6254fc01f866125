from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from jianghai.enterprises.models import Enterprise
    from jianghai.people.models import Person

FIGURES = {
    "employees": "80",
    "tech_staff": "24",
    "sales_revenue": "4200",
    "rd_expense": "300",
    "cost_expense": "3360",
    "total_assets": "5000",
    "operating_revenue": "4200",
}


@pytest.fixture
def known(blue_kiln: Enterprise, lin: Person) -> Enterprise:
    """Blue Kiln with the figures of 2025 that Lin declared."""
    from jianghai.enterprises import actions  # after the settings of the tests are in place

    for fact, value in FIGURES.items():
        actions.set_fact(blue_kiln, fact, value, by=lin, year=2025, text="自报")
    return blue_kiln
