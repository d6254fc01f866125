"""The real companies of the shared data are judged as was worked out by hand, row by row."""

from __future__ import annotations

import csv
import json
import os
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from jianghai.cli import main
from tests.jianghai.cli.expectations import PRESUMED, REASONS, STRICT, Firm

ROOT = Path(__file__).resolve().parents[3]
DATA = Path(os.environ.get("JIANGHAI_SHARED") or ROOT.parent / "shared") / "data" / "enterprises"
COMPARED = ("size-class", "tech-sme", "hnte", "little-giant")

if not (DATA / "expected.csv").is_file():
    pytest.skip(
        f"the shared records are not at {DATA}: set JIANGHAI_SHARED", allow_module_level=True
    )


OPEN = (
    "unknown",
    "国科发政〔2017〕115号 第八条",
    "T2 is met and the score stays below 60, but a firm with a valid HNTE certificate, a national award, a provincial "
    "R&D institution or a led standard is confirmed without a score, and nothing is on record of these",
)
#: Where the expectation is wrong: (record, column): (what we say, clause, why).
DISPUTED: dict[tuple[str, str], tuple[str, str, str]] = {
    ("山东金泰-2021", "ts_result"): OPEN,
    ("山东金泰-2021", "ts_result_proxy"): OPEN,
    ("深中华A-2021", "ts_result"): OPEN,
    ("深中华A-2021", "ts_result_proxy"): OPEN,
    ("联亚药业-2024", "g2_sales_growth"): (
        "5-8",
        "国科发火〔2016〕195号 三（七）4",
        "sales of 2022 and 2023 are rounded by ±500万元, so growth lies between 23.996 % and 27.017 %, on both sides "
        "of the 25 % edge; the same rounding is counted in h5_detail",
    ),
}


def rows() -> list[dict[str, str]]:
    with (DATA / "expected.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def evaluated(*more: str) -> dict[str, Firm]:
    out = StringIO()
    chosen = [word for code in COMPARED for word in ("--standard", code)]
    with redirect_stdout(out):
        code = main(
            [
                "evaluate",
                str(DATA / "enterprises.csv"),
                "--on",
                "2026-11-22",
                "--format",
                "json",
                *chosen,
                *more,
            ]
        )
    assert code == 0
    firms: dict[str, dict[str, Any]] = {}
    for result in json.loads(out.getvalue()):
        firms.setdefault(result["record"], {})[result["standard"]] = result
    return {record: Firm(results) for record, results in firms.items()}


@pytest.fixture(scope="module")
def strict() -> dict[str, Firm]:
    return evaluated()


@pytest.fixture(scope="module")
def presumed() -> dict[str, Firm]:
    return evaluated("--presume")


def mismatches(table: dict[str, Any], firm: Firm, row: dict[str, str]) -> dict[str, str]:
    found = {column: "; ".join(compare(firm, row[column])) for column, compare in table.items()}
    return {column: f"expected {row[column]}, got {got}" for column, got in found.items() if got}


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["record_id"])
def test_every_expected_value_of_a_record_is_what_we_say(row, strict, presumed):
    record = row["record_id"]
    found = mismatches(STRICT, strict[record], row) | mismatches(PRESUMED, presumed[record], row)
    disputed = {column for disputed_record, column in DISPUTED if disputed_record == record}
    assert {column: text for column, text in found.items() if column not in disputed} == {}
    assert disputed <= found.keys(), "no longer disputed: take it off the list"


def test_every_row_and_every_column_is_compared(strict):
    assert strict.keys() == {row["record_id"] for row in rows()}
    assert set(rows()[0]) == set(STRICT) | set(PRESUMED) | REASONS
