"""Blue Kiln's figures of three years, as a spreadsheet would have them."""

from __future__ import annotations

import csv
from pathlib import Path

NAME = "南通蓝窑电子陶瓷有限公司"
SAME = {
    "name": NAME,
    "reg_date": "2016-03-08",
    "industry_code": "C3985",
    "resident_enterprise": "是",
}
BLUE_KILN = [
    SAME
    | {
        "record_id": f"BK-{year}",
        "year": str(year),
        "employees": "80",
        "tech_staff": "24",
        "sales_revenue": str(sales),
        "operating_revenue": str(sales),
        "rd_expense": str(research),
        "total_assets": "6000",
        "total_liabilities": "2700",
        "ip": '[{"class": "I", "count": 2}]',
    }
    for year, sales, research in ((2023, 3000, 180), (2024, 3900, 200), (2025, 4200, 300))
]


def sheet(path: Path, rows: list[dict[str, str]]) -> str:
    """Write rows as CSV; give the path."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return str(path)
