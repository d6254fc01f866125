"""Made-up enterprises from a fixed seed: believable sizes, growth and shares, holes, exact borders.

Everything hangs together: staff, revenue, R&D, assets and profits of a firm come from one size and
one growth path. About 5 % of each column is missing, 2 % of the firms spend exactly 3, 4, 5 or 6 %
of their revenue on R&D in each year, and 2 % have no revenue at all.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

Column = np.ndarray[Any, np.dtype[np.float64]]
Random = np.random.Generator

SEED = 20260701
YEARS = 5
MISSING = 0.05
WAN = 10**6
"""One 万元 in fen."""

INDUSTRIES = (
    "C3979",
    "C3562",
    "C2651",
    "C2710",
    "C3821",
    "I6513",
    "I6450",
    "M7320",
    "E4710",
    "L7291",
)
INDUSTRY_SHARES = (0.14, 0.16, 0.10, 0.06, 0.12, 0.16, 0.05, 0.11, 0.05, 0.05)

REGIONS = ("320614", "320612", "320685", "320681", "320505", "310115", "330106")
REGION_SHARES = (0.45, 0.15, 0.1, 0.1, 0.1, 0.06, 0.04)


@dataclass(frozen=True, slots=True)
class Zone:
    """What every column of the made-up firms is drawn from; amounts in fen, index 0 is t-1."""

    rows: int
    seed: int
    industry: np.ndarray[Any, Any]
    age: Column
    employees: Column
    revenue: tuple[Column, ...]
    research: tuple[Column, ...]
    assets: tuple[Column, ...]
    debt_share: Column
    margin: tuple[Column, ...]

    def random(self, name: str) -> Random:
        """Give the dice for one column, the same whichever other columns are drawn."""
        return np.random.default_rng([self.seed, zlib.crc32(name.encode())])


def zone(rows: int, seed: int = SEED) -> Zone:
    """Draw the sizes, growth paths and shares of so many firms."""
    dice = np.random.default_rng(seed)
    age = np.clip(dice.gamma(2.2, 4.5, rows), 0.3, 60.0)
    employees = np.ceil(dice.lognormal(4.1, 1.15, rows))
    latest = employees * dice.lognormal(4.0, 0.6, rows) * WAN
    revenue = _path(dice, np.round(latest))
    research_share = np.clip(dice.lognormal(-3.0, 0.7, rows), 0.0, 0.8)
    research = tuple(
        np.round(r * research_share * dice.lognormal(0.0, 0.12, rows)) for r in revenue
    )
    revenue, research = _edges(dice, revenue, research)
    assets = _path(dice, np.round(latest * dice.lognormal(0.15, 0.5, rows)))
    margin = tuple(dice.normal(0.06, 0.09, rows) for _ in range(YEARS))
    industry = dice.choice(len(INDUSTRIES), rows, p=INDUSTRY_SHARES)
    debt_share = np.clip(dice.beta(3.0, 3.2, rows) * 1.15, 0.01, 1.6)
    return Zone(rows, seed, industry, age, employees, revenue, research, assets, debt_share, margin)


def _path(dice: Random, latest: Column) -> tuple[Column, ...]:
    """Walk back from the latest year by yearly growth around 12 %."""
    years = [latest]
    for _ in range(YEARS - 1):
        years.append(np.round(years[-1] / dice.lognormal(0.11, 0.22, len(latest))))
    return tuple(years)


def _edges(
    dice: Random, revenue: tuple[Column, ...], research: tuple[Column, ...]
) -> tuple[tuple[Column, ...], tuple[Column, ...]]:
    """Put 2 % of the firms exactly on a border of the R&D share and take all revenue from 2 %."""
    draw = dice.random(len(revenue[0]))
    border, idle = draw < 0.02, draw > 0.98
    percent = dice.integers(3, 7, len(draw))
    whole = tuple(np.where(border, np.round(r / 100) * 100, np.where(idle, 0, r)) for r in revenue)
    spent = tuple(
        np.where(border, w / 100 * percent, r) for w, r in zip(whole, research, strict=True)
    )
    return whole, spent


Draw = Callable[[Zone, int, Random], Column]
"""How to draw a column: the zone, how many years back (0 is t-1), the dice."""


def of(series: str, low: float = 1.0, high: float | None = None) -> Draw:
    """Draw an amount as a share between low and high of a series of the zone."""

    def draw(firms: Zone, back: int, dice: Random) -> Column:
        base: Column = getattr(firms, series)[min(back, YEARS - 1)]
        if high is None:
            return np.round(base * low)
        return np.round(base * dice.uniform(low, high, firms.rows))

    return draw


def staff(low: float, high: float) -> Draw:
    """Draw a headcount as a share of all staff."""
    return lambda firms, _back, dice: np.round(
        firms.employees * dice.uniform(low, high, firms.rows)
    )


def counts(mean: float) -> Draw:
    """Draw a small count, more for larger firms."""
    return lambda firms, _back, dice: dice.poisson(
        mean * np.clip(firms.employees / 120.0, 0.2, 4.0)
    ).astype(float)


def _debt(firms: Zone, back: int, _dice: Random) -> Column:
    return np.round(firms.assets[min(back, YEARS - 1)] * firms.debt_share)


def _net_assets(firms: Zone, back: int, dice: Random) -> Column:
    return firms.assets[min(back, YEARS - 1)] - _debt(firms, back, dice)


def _debt_ratio(firms: Zone, back: int, dice: Random) -> Column:
    assets = firms.assets[min(back, YEARS - 1)]
    return np.round(_debt(firms, back, dice) / np.maximum(assets, 1.0), 6)


def _profit(factor: float) -> Draw:
    return lambda firms, back, _dice: np.round(
        firms.revenue[min(back, YEARS - 1)] * firms.margin[min(back, YEARS - 1)] * factor
    )


def sometimes(chance: float, draw: Draw) -> Draw:
    """Draw zero for most firms and the rest as given."""
    return lambda firms, back, dice: np.where(
        dice.random(firms.rows) < chance, draw(firms, back, dice), 0.0
    )


def uniform(low: float, high: float, grain: int = 1) -> Draw:
    """Draw whole multiples of a grain between two ends, whatever the firm's size."""
    return lambda firms, _back, dice: (
        np.round(dice.uniform(low, high, firms.rows) / grain) * float(grain)
    )


DRAWS: Mapping[str, Draw] = {
    "employees": staff(1.0, 1.0),
    "employees_end": staff(0.95, 1.05),
    "tech_staff": staff(0.02, 0.55),
    "rd_staff": staff(0.01, 0.6),
    "postgrad_staff": staff(0.0, 0.2),
    "bachelor_staff": staff(0.1, 0.7),
    "fresh_grads": staff(0.0, 0.08),
    "sales_revenue": of("revenue"),
    "operating_revenue": of("revenue"),
    "total_income": of("revenue", 1.0, 1.04),
    "main_revenue": of("revenue", 0.45, 1.0),
    "hitech_income": of("revenue", 0.45, 0.99),
    "main_product_income": of("revenue", 0.3, 0.9),
    "cost_expense": of("revenue", 0.7, 1.05),
    "rd_expense": of("research"),
    "rd_expense_domestic": of("research", 0.4, 1.0),
    "rd_expense_deductible": of("research", 0.7, 0.98),
    "rd_deduct_tax_saved": of("research", 0.05, 0.2),
    "total_assets": of("assets"),
    "total_liabilities": _debt,
    "net_assets": _net_assets,
    "debt_ratio": _debt_ratio,
    "net_profit": _profit(1.0),
    "profit_total": _profit(1.15),
    "taxable_income": _profit(1.05),
    "tech_contract_amount": sometimes(0.3, of("revenue", 0.0, 0.3)),
    "inv_apps": counts(3.0),
    "pct_apps": counts(0.2),
}
"""Columns that standards ask for, known by name; everything else is drawn by what it is (see `bench.made.columns`)."""

OF_POLICIES: Mapping[str, Draw] = {
    "insured": staff(0.6, 1.0),
    "new_equipment": sometimes(0.5, of("revenue", 0.0, 0.15)),
    "project_investment": sometimes(0.3, of("revenue", 0.05, 0.8)),
    "project_equipment": sometimes(0.3, of("revenue", 0.02, 0.4)),
    "computing_fee": sometimes(0.3, of("revenue", 0.0, 0.01)),
    "eda_rent": sometimes(0.1, of("revenue", 0.0, 0.01)),
    "eda_purchase": sometimes(0.1, of("revenue", 0.0, 0.02)),
    "insurance_premium": sometimes(0.4, of("revenue", 0.0, 0.002)),
    "founder_income_tax": sometimes(0.2, of("revenue", 0.0, 0.003)),
    "rent_price": uniform(800, 6000, 10),
    "rent_area": uniform(30, 3000),
    "rent_months": uniform(1, 12),
    "rent_year": uniform(1, 5),
    "award_year": uniform(1, 5),
    "star_listing_rank": sometimes(0.05, uniform(1, 20)),
}
"""Columns that only policies ask for."""

KNOWN: Mapping[str, Draw] = {**DRAWS, **OF_POLICIES}


def draw(firms: Zone, fact: str, back: int = 0) -> Column:
    """Draw a known fact of the year t-1 minus `back`, with holes."""
    column = KNOWN[fact](firms, back, firms.random(fact))
    return with_holes(firms, f"{fact}@{back + 1}", column)


def with_holes(firms: Zone, name: str, column: Column) -> Column:
    """Take 5 % of a column away."""
    holes = firms.random(f"holes {name}").random(firms.rows) < MISSING
    return np.where(holes, np.nan, column)
