"""One made-up firm: its years as a table would tell them, with the holes that real tables have."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jianghai.enterprises.demo.sectors import SECTORS, Sector

if TYPE_CHECKING:
    from random import Random

AUDITED, TAX, DECLARED = "审计报告", "税务或主管部门", "企业填报"
#: Who tells which figures, and how often a firm of middling care leaves them out.
TOLD: dict[str, tuple[str, float]] = {
    "employees": (DECLARED, 0.03),
    "employees_end": (TAX, 0.05),
    "tech_staff": (DECLARED, 0.18),
    "rd_staff": (DECLARED, 0.15),
    "postgrad_staff": (DECLARED, 0.3),
    "bachelor_staff": (DECLARED, 0.3),
    "fresh_grads": (DECLARED, 0.35),
    "sales_revenue": (TAX, 0.03),
    "operating_revenue": (AUDITED, 0.04),
    "main_revenue": (AUDITED, 0.2),
    "total_income": (TAX, 0.12),
    "hitech_income": (DECLARED, 0.2),
    "main_product_income": (DECLARED, 0.25),
    "cost_expense": (AUDITED, 0.15),
    "rd_expense": (AUDITED, 0.1),
    "rd_expense_domestic": (DECLARED, 0.25),
    "rd_expense_deductible": (TAX, 0.25),
    "rd_amortisation": (TAX, 0.4),
    "rd_deduct_tax_saved": (TAX, 0.3),
    "total_assets": (AUDITED, 0.08),
    "total_liabilities": (AUDITED, 0.1),
    "net_profit": (AUDITED, 0.1),
    "profit_total": (AUDITED, 0.1),
    "taxable_income": (TAX, 0.25),
    "inv_apps": (DECLARED, 0.25),
    "pct_apps": (DECLARED, 0.3),
    "tech_contract_amount": (TAX, 0.3),
    "industrial_output": (TAX, 0.1),
    "added_value": (TAX, 0.12),
    "rd_spend_internal": (TAX, 0.12),
    "rd_fte": (DECLARED, 0.15),
    "market_share": (DECLARED, 0.45),
    "market_rank": (DECLARED, 0.6),
}


@dataclass(slots=True)
class Nature:
    """What a firm is like; everything else follows from it by chance."""

    sector: Sector
    founded: int
    month: int
    care: float
    size: float
    drive: float
    growth: float
    cells: dict[tuple[str, int], tuple[str, str]] = field(default_factory=dict)
    rd: dict[int, float] = field(default_factory=dict)
    sales: dict[int, float] = field(default_factory=dict)
    staff: dict[int, int] = field(default_factory=dict)


def natures(dice: Random, count: int, last: int) -> list[Nature]:
    """Draw so many firms; the first is the one that the demonstration account looks after."""
    weights = [sector.weight for sector in SECTORS]
    drawn = [_nature(dice, dice.choices(SECTORS, weights)[0], last) for _ in range(count - 1)]
    return [Nature(SECTORS[2], last - 8, 3, 2.0, 0.95, 1.15, 0.14), *drawn]


def _nature(dice: Random, sector: Sector, last: int) -> Nature:
    age = min(int(dice.expovariate(1 / 9)), 34)
    grown = min(1.0, 0.12 + age / 11)
    return Nature(
        sector=sector,
        founded=last - age,
        month=dice.randint(1, 12),
        care=dice.choices((2.0, 1.0, 0.4), (25, 55, 20))[0],
        size=grown * dice.lognormvariate(0, 0.95),
        drive=dice.lognormvariate(0, 0.42),
        growth=dice.gauss(0.09 + 0.22 / (1 + age), 0.16),
    )


def live(dice: Random, firm: Nature, years: range) -> None:
    """Let a firm live through the years and write down what its tables say.

    Of the year before, the tax office still knows the revenue.
    """
    before = years[0] - 1
    if before > firm.founded and dice.random() < 0.8:
        past = (1 + firm.growth) ** (before - years[-1])
        sales = max(firm.sector.revenue * firm.size * past * dice.lognormvariate(0, 0.06), 3)
        firm.cells["operating_revenue", before] = (f"{sales:.2f}", TAX)
    for year in years:
        if year < firm.founded:
            continue
        share = ((12 - firm.month + 1) / 12) if year == firm.founded else 1.0
        past = (1 + firm.growth) ** (year - years[-1])
        sales = max(
            firm.sector.revenue * firm.size * past * dice.lognormvariate(0, 0.06) * share, 3
        )
        firm.sales[year] = sales
        for name, text in _figures(dice, firm, sales).items():
            kind, missing = TOLD[name]
            if dice.random() >= min(0.9, missing / firm.care):
                firm.cells[name, year] = (text, kind)
        firm.rd[year] = float(_text(firm, "rd_expense", year) or 0)
        firm.staff[year] = int(_text(firm, "employees", year) or 0)


def _text(firm: Nature, name: str, year: int) -> str:
    return firm.cells.get((name, year), ("", ""))[0]


def _figures(dice: Random, firm: Nature, sales: float) -> dict[str, str]:
    sector = firm.sector
    people = max(3, round(sales / sector.per_head * dice.lognormvariate(0, 0.18)))
    rd = min(sales * 1.5, sales * sector.rd * firm.drive * dice.lognormvariate(0, 0.15))
    tech = min(people, round(people * min(0.85, 0.04 + sector.graduates * 0.55 * firm.drive)))
    profit = sales * (sector.margin + dice.gauss(0, 0.05))
    assets = sales * dice.lognormvariate(0.15, 0.35) + 200
    hitech = sales * min(0.97, max(0.0, dice.gauss(0.72, 0.16))) if sector.rd > 0.02 else 0.0
    saved = rd * 0.85 * (0.15 if firm.drive > 1 else 0.25) if profit > 0 else 0.0
    return _counts(dice, firm, people, tech) | _amounts(
        {
            "sales_revenue": sales,
            "operating_revenue": sales,
            "main_revenue": sales * min(1.0, dice.gauss(0.94, 0.05)),
            "total_income": sales * dice.uniform(1.0, 1.03),
            "hitech_income": hitech,
            "main_product_income": hitech * min(1.0, max(0.3, dice.gauss(0.78, 0.14))),
            "cost_expense": sales - profit,
            "rd_expense": rd,
            "rd_expense_domestic": rd * dice.uniform(0.9, 1.0),
            "rd_expense_deductible": rd * dice.uniform(0.8, 0.97),
            "rd_amortisation": rd * 0.02,
            "rd_deduct_tax_saved": saved,
            "total_assets": assets,
            "total_liabilities": assets * min(1.1, max(0.05, dice.gauss(0.47, 0.17))),
            "net_profit": profit * 0.87 if profit > 0 else profit,
            "profit_total": profit,
            "taxable_income": profit * dice.uniform(0.9, 1.1),
            "tech_contract_amount": rd * dice.choice((0, 0, 0, 0.1, 0.4)),
            "industrial_output": sales * 1.03 if sector.code[0] == "C" else 0.0,
            "added_value": sales * min(0.6, max(0.05, dice.gauss(0.24, 0.06))),
            "rd_spend_internal": rd * dice.uniform(0.88, 0.99),
        }
    )


def _counts(dice: Random, firm: Nature, people: int, tech: int) -> dict[str, str]:
    graduates = min(people, round(people * firm.sector.graduates))
    applications = (
        firm.drive
        * firm.sector.rd
        * 25
        * dice.lognormvariate(0, 0.5)
        * min(2.5, 0.5 + people / 120)
    )
    whole = {
        "employees": people,
        "employees_end": max(1, people + dice.randint(-3, 3)),
        "tech_staff": tech,
        "rd_staff": round(tech * dice.uniform(0.65, 0.95)),
        "rd_fte": round(tech * dice.uniform(0.45, 0.75)),
        "bachelor_staff": graduates,
        "postgrad_staff": round(graduates * dice.uniform(0.04, 0.3)),
        "fresh_grads": round(people * dice.uniform(0, 0.06)),
        "inv_apps": round(applications),
        "pct_apps": round(applications * dice.choice((0, 0, 0, 0.15))),
    }
    told = {name: str(number) for name, number in whole.items()}
    share = min(60.0, dice.lognormvariate(1.4, 0.9))
    rank = max(1, round(60 / share * dice.lognormvariate(0, 0.4)))
    return told | {"market_share": f"{share:.1f}", "market_rank": str(rank)}


def _amounts(given: dict[str, float]) -> dict[str, str]:
    return {name: f"{amount:.2f}" for name, amount in given.items()}
