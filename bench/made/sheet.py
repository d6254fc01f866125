"""The made-up enterprises as the spreadsheet somebody would import: one row a firm and year."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np

from bench.made.columns import YEAR
from bench.made.firms import DRAWS, INDUSTRIES, WAN, Zone, draw
from jianghai.base.identifiers import check_digit, organisation_digit

PEOPLE = frozenset(
    [
        "employees",
        "employees_end",
        "tech_staff",
        "rd_staff",
        "postgrad_staff",
        "bachelor_staff",
        "fresh_grads",
    ]
)
PLAIN = PEOPLE | {"inv_apps", "pct_apps"}
LEFT_OUT = frozenset({"net_assets", "debt_ratio"})  # they follow from assets and liabilities
NAMES = "华瑞海通恒信金科创新达明远盛德智联芯源能航宇光电博泰安正"


def credit_code(number: int) -> str:
    """Give a valid unified social credit code for the n-th made-up firm."""
    organisation = f"MA{number:06d}"
    body = f"91320612{organisation}{organisation_digit(organisation)}"
    return body + check_digit(body)


def company(number: int) -> str:
    """Give the n-th made-up firm a name that nobody else has."""
    first, second, third = (NAMES[number // 27**place % 27] for place in range(3))
    return f"南通{first}{second}{third}科技有限公司（示例{number}）"


def write(firms: Zone, path: Path, years: int = 3) -> int:
    """Write the sheet, amounts in 万元; give the number of rows."""
    facts = [fact for fact in DRAWS if fact not in LEFT_OUT]
    columns = {(fact, back): _texts(firms, fact, back) for fact in facts for back in range(years)}
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["uscc", "name", "year", "reg_date", "industry_code", *facts])
        for row in range(firms.rows):
            founded = f"{YEAR - int(firms.age[row])}-{1 + row % 12:02d}-{1 + row % 28:02d}"
            who: list[Any] = [credit_code(row), company(row)]
            what = [founded, INDUSTRIES[firms.industry[row]]]
            for back in reversed(range(years)):
                values = [columns[fact, back][row] for fact in facts]
                writer.writerow([*who, YEAR - back, *what, *values])
    return firms.rows * years


def _texts(firms: Zone, fact: str, back: int) -> list[str]:
    column = draw(firms, fact, back)
    if fact in PLAIN:
        return ["" if np.isnan(value) else f"{value:.0f}" for value in column]
    return [
        "" if np.isnan(value) else f"{value / WAN:.6f}".rstrip("0").rstrip(".") for value in column
    ]
