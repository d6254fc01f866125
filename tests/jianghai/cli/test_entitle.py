"""Somebody asks what the firms of a file are owed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jianghai.cli import main
from tests.jianghai.cli.sheet import sheet

ON = ("--on", "2026-11-22")
GRANT = '[{"programme": "x", "plan": "重大专项", "level": "国家", "amount": 300}]'
HERE = {"year": "2025", "region_code": "320612", "serious_dishonesty": "否"}
FIRMS = [
    HERE | {"record_id": "A", "name": "甲公司", "new_equipment": "2000", "project_sector": "其他"},
    HERE | {"record_id": "B", "name": "乙公司", "new_equipment": "2000", "project_sector": ""},
    HERE | {"record_id": "C", "name": "丙公司", "new_equipment": "0", "project_sector": "其他"},
]
UPGRADE = ("--policy", "nantong/industry-doubling")


@pytest.fixture
def firms(tmp_path: Path) -> str:
    return sheet(tmp_path / "firms.csv", FIRMS)


def said(capsys, *arguments: str) -> str:
    """Run a command that succeeds; give what it printed."""
    code = main(arguments)
    printed = capsys.readouterr()
    assert (code, printed.err) == (0, "")
    return printed.out


def refused(capsys, *arguments: str) -> str:
    """Run a command that is refused; give its one line."""
    code = main(arguments)
    printed = capsys.readouterr()
    assert (code, printed.out) == (2, "")
    assert len(printed.err.splitlines()) == 1
    return printed.err


def test_json_tells_every_clause_with_amount_and_reasons(capsys, firms):
    first = json.loads(said(capsys, "entitle", firms, *UPGRADE, *ON, "--format", "json"))[0]
    assert first.keys() == {"record", "firm", "year", "on", "total", "limits", "clauses"}
    clause = first["clauses"][0]
    assert clause["clause"] == "nantong/industry-doubling#C5.1"
    assert (clause["verdict"], clause["amount"]["low"]) == ("met", 200_000_000)
    assert {"why", "payers", "kept", "missing", "reasons", "provenance"} <= clause.keys()


def test_the_table_has_a_line_per_record_and_says_what_it_comes_to(capsys, firms):
    out = said(capsys, "entitle", firms, *UPGRADE, *ON)
    head, _, *rows = out.splitlines()
    assert "确定可得" in head
    assert [row.split()[0] for row in rows[:3]] == ["A", "B", "C"]
    assert "200万元" in rows[0]
    assert "合计（3 家企业" in out


def test_the_table_and_the_reasons_come_to_the_same(capsys, firms):
    rows = said(capsys, "entitle", firms, *UPGRADE, *ON).splitlines()[2:5]
    told = json.loads(said(capsys, "entitle", firms, *UPGRADE, *ON, "--format", "json"))
    for row, firm in zip(rows, told, strict=True):
        for count in (firm["total"]["met"], firm["total"]["unknown"]):
            assert str(count or "—") in row.split()


def test_one_firm_is_told_clause_by_clause_with_what_is_missing(capsys, firms):
    out = said(capsys, "entitle", firms, *UPGRADE, *ON, "--firm", "乙公司")
    assert "✓ C5.1 智能化改造：200万元–300万元；缺：项目所属产业" in out
    assert "是否仍有效待核对" in out


def test_reasons_cite_the_clause_and_show_how_the_amount_came_about(capsys, firms):
    out = said(capsys, "entitle", firms, *UPGRADE, *ON, "--firm", "A", "--explain")
    assert "算法：智能化改造新购设备投入的" in out
    assert "〔智能化改造〕" in out


def test_a_neighbours_example_counts_only_where_it_is_named_and_is_called_one(capsys, tmp_path):
    row = {
        "name": "合肥甲公司",
        "year": "2025",
        "region_code": "340100",
        "listing_steps": '[{"step": "辅导备案"}]',
    }
    file = sheet(tmp_path / "f.csv", [row])
    assert "hefei" not in said(capsys, "entitle", file, *ON)
    assert "外地示例，不适用于本园区" in said(
        capsys, "entitle", file, *ON, "--policy", "hefei/listing"
    )


def test_what_was_paid_already_is_not_owed_again(capsys, tmp_path):
    paid = '[{"clause": "nantong/industry-doubling#C5.1", "amount": 1500000, "date": "2026-03-01"}]'
    file = sheet(tmp_path / "f.csv", [FIRMS[0] | {"payouts": paid}])
    assert "智能化改造：50万元" in said(capsys, "entitle", file, *UPGRADE, *ON)


def test_a_firm_is_found_by_a_part_of_its_name_unless_several_have_it(capsys, firms):
    assert "乙公司" in said(capsys, "entitle", firms, *UPGRADE, *ON, "--firm", "乙")
    line = refused(capsys, "entitle", firms, *UPGRADE, *ON, "--firm", "公司")
    assert "甲公司、乙公司" in line


def test_rows_that_are_only_numbered_are_told_with_their_firm(capsys, tmp_path):
    rows = [{k: v for k, v in row.items() if k != "record_id"} for row in FIRMS]
    out = said(capsys, "entitle", sheet(tmp_path / "f.csv", rows), *UPGRADE, *ON)
    assert out.splitlines()[2].split()[:2] == ["2", "甲公司"]


def test_what_a_file_does_not_tell_may_be_assumed_and_is_marked_so(capsys, tmp_path):
    rows = [{k: v for k, v in row.items() if k != "region_code"} for row in FIRMS]
    file = sheet(tmp_path / "f.csv", rows)
    given = ("--firm", "A", "--explain", "--assume", "region_code=320612")
    assert "C5.1 智能化改造：最高" not in said(capsys, "entitle", file, *UPGRADE, *ON, *given)
    assert "行政区划代码 = 320612（假定）" in said(capsys, "entitle", file, *UPGRADE, *ON, *given)


def test_what_a_file_tells_is_not_assumed_away(capsys, firms):
    given = ("--assume", "new_equipment=9000")
    out = said(capsys, "entitle", firms, *UPGRADE, *ON, "--firm", "A", *given)
    assert "智能化改造：200万元" in out


@pytest.mark.parametrize("given", ["regoin_code=320612", "region_code", "new_equipment=many"])
def test_an_assumption_that_cannot_be_read_is_refused(capsys, firms, given):
    assert given in refused(capsys, "entitle", firms, *ON, "--assume", given)


def test_an_unknown_policy_is_refused_with_those_near_it(capsys, firms):
    line = refused(capsys, "entitle", firms, "--policy", "nantong/inovation-city")
    assert "nantong/innovation-city" in line


def test_a_day_without_an_edition_is_refused_with_the_first_day(capsys, firms):
    assert "2023-01-01" in refused(capsys, "entitle", firms, *UPGRADE, "--on", "2022-12-31")


def test_a_day_without_any_policy_is_refused(capsys, firms):
    assert "1990-01-01" in refused(capsys, "entitle", firms, "--on", "1990-01-01")


def test_whatif_tells_what_reaches_a_clause(capsys, firms):
    goal = ("--goal", "nantong/industry-doubling#C5.1")
    out = said(capsys, "whatif", firms, *ON, "--firm", "C", *goal)
    assert "智能化改造新购设备投入" in out.split("只改一项即可")[1]


def test_whatif_tells_the_next_amount(capsys, firms):
    goal = ("--goal", "nantong/industry-doubling#C5.1", "--format", "json")
    answer = json.loads(said(capsys, "whatif", firms, *ON, "--firm", "A", *goal))[0]
    assert answer["amount"] == {"low": 200_000_000, "high": 200_000_000}
    assert answer["more"][0]["amount"]["low"] > answer["amount"]["low"]


def test_whatif_refuses_a_clause_that_is_not_there(capsys, firms):
    line = refused(capsys, "whatif", firms, "--firm", "A", "--goal", "nantong/industry-doubling#C9")
    assert "C5.1、C5.2" in line


def test_a_broken_cell_is_told_and_nothing_else_is_lost(capsys, tmp_path):
    rows = [FIRMS[0], FIRMS[1] | {"new_equipment": "很多"}, FIRMS[2]]
    code = main(["entitle", sheet(tmp_path / "f.csv", rows), *UPGRADE, *ON, "--format", "json"])
    printed = capsys.readouterr()
    assert (code, len(json.loads(printed.out))) == (0, 3)
    assert "第 3 行“new_equipment”：“很多”未采用" in printed.err


def test_the_real_companies_are_promised_nothing_that_nobody_knows(capsys):
    file = str(Path(__file__).parents[3] / "examples" / "real-companies.csv")
    code = main(["entitle", file, *ON])
    out = capsys.readouterr().out
    assert code == 0
    assert "合计（47 家企业，各取最近年度）：确定可得 —" in out
    assert "最值得补的数据：" in out
