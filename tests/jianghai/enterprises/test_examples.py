from __future__ import annotations

import csv
from pathlib import Path

from jianghai.enterprises import actions, queries
from jianghai.enterprises.models import Enterprise
from tests.jianghai.enterprises.sheets import read

EXAMPLES = Path(__file__).parents[3] / "examples"


def test_the_real_companies_are_read_without_a_refusal():
    rows, sheet = read((EXAMPLES / "real-companies.csv").read_bytes())
    assert (len(rows), sheet.refused) == (127, [])


def test_a_place_that_is_written_out_gives_its_code_and_one_remark_says_so():
    rows, sheet = read((EXAMPLES / "real-companies.csv").read_bytes())
    codes = {row.name: row.facts["region_code"].value for row in rows if "region_code" in row.facts}
    assert codes["四方科技集团股份有限公司"] == "320612"
    (remark,) = sheet.remarks
    assert "由注册地推得" in remark.text.zh


def test_the_real_companies_can_be_imported(chen):
    content = (EXAMPLES / "real-companies.csv").read_bytes()
    actions.apply_import(actions.bring_import("real-companies.csv", content, by=chen), by=chen)
    assert Enterprise.objects.count() == 47
    kiln = queries.found(Enterprise.objects.all(), "江海").get()
    assert 2021 in queries.years_of(kiln)


def test_figures_of_the_real_companies_have_their_sources():
    with (EXAMPLES / "real-companies-sources.csv").open(encoding="utf-8-sig") as file:
        told = {(row["company"], row["year"]) for row in csv.DictReader(file)}
    rows, _ = read((EXAMPLES / "real-companies.csv").read_bytes())
    assert {row.record_id for row in rows} <= {f"{company}-{year}" for company, year in told}
