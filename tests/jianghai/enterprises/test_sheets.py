from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from jianghai.enterprises import queries
from jianghai.enterprises.errors import SheetError, TooLargeError
from jianghai.enterprises.sheets import records
from rulebook.values import INFINITY, Interval
from tests.jianghai.enterprises.sheets import HEAD, as_csv, as_xlsx, one, read

WAN = 1_000_000


def value(rows, fact):
    return rows[0].facts[fact].value


def test_an_amount_becomes_whole_fen():
    rows, _ = one("研发费用（万元）", "180.25")
    assert value(rows, "rd_expense") == Interval(Fraction(180_250_000), Fraction(180_250_000))


def test_a_heading_in_yuan_is_read_in_yuan():
    rows, _ = one("研发费用（元）", "1802500")
    assert value(rows, "rd_expense").low == 180_250_000


def test_a_heading_in_a_foreign_unit_is_not_read():
    rows, sheet = one("研发费用（人）", "180")
    assert rows[0].facts == {}
    assert "单位" in sheet.remarks[0].text.zh


def test_an_empty_cell_is_unknown_and_never_zero():
    rows, sheet = one("研发费用（万元）", "")
    assert rows[0].facts == {}
    assert sheet.refused == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_what_chinese_offices_save_is_read(encoding):
    rows, _ = read(as_csv([*HEAD, "职工总数"], ["蓝窑", "", "2025", "80"], encoding=encoding))
    assert rows[0].name == "蓝窑"


def test_a_workbook_is_read_like_a_csv():
    rows, _ = read(
        as_xlsx([*HEAD, "职工总数", "注册日期"], ["蓝窑", None, 2025, 80, date(2016, 3, 8)])
    )
    assert value(rows, "employees").low == 80
    assert value(rows, "reg_date") == "2016-03-08"


def test_rounding_makes_a_range():
    rows, _ = read(
        as_csv(
            [*HEAD, "operating_revenue", "x_rounding"],
            ["蓝窑", "", "2025", "1450", "operating_revenue±50"],
        )
    )
    assert value(rows, "operating_revenue") == Interval(Fraction(1400 * WAN), Fraction(1500 * WAN))


def test_a_lower_bound_makes_an_open_range():
    rows, _ = one("x_employees_min", "150")
    assert value(rows, "employees") == Interval(Fraction(150), INFINITY)


@pytest.mark.parametrize(
    ("column", "cell", "told"),
    [
        ("研发费用（万元）", "很多", "不是数字"),
        ("研发费用（万元）", "-3", "小于"),
        ("研发费用（万元）", "0.0000001", "小数位"),
        ("职工总数", "3.5", "小数位"),
        ("职工总数", "99999999999999999999", "不是数字"),
        ("研发费用（万元）", "999999999999999", "数值过大"),
        ("注册日期", "2016-13-01", "不是日期"),
        ("列入经营异常名录", "也许", "是/否"),
        ("研发机构级别", "市级", "不在选项"),
        ("ip", "不是列表", "JSON"),
        ("ip", '[{"class": "III"}]', "类别"),
        ("ip", '[{"class": "I", "count": "many"}]', "件数"),
        ("ip", '[{"class": "I", "note": {"a": 1}}]', "note"),
        ("ip", '[{"type": "\\u0000"}]', "种类"),
        ("ip", '[{"type": "\\ud800"}]', "种类"),
        ("ip", '[{"count": NaN}]', "件数"),
        ("职工总数", "=1+1", "公式"),
    ],
)
def test_a_wrong_cell_is_refused_with_its_reason_and_the_row_goes_on(column, cell, told):
    rows, sheet = read(as_csv([*HEAD, column, "科技人员"], ["蓝窑", "", "2025", cell, "12"]))
    assert value(rows, "tech_staff").low == 12
    assert [(r.row, r.column) for r in sheet.refused] == [(2, column)]
    assert told in sheet.refused[0].why.zh
    assert sheet.refused[0].why.en


def test_a_formula_in_a_workbook_is_refused():
    rows, sheet = one("职工总数", "=1+1", as_xlsx)
    assert rows[0].facts == {}
    assert "公式" in sheet.refused[0].why.zh


@pytest.mark.parametrize("year", ["", "25", "1969", "2101", "二〇二五"])
def test_a_row_without_a_sound_year_is_refused(year):
    rows, sheet = read(as_csv(HEAD, ["蓝窑", "", year], ["红鹤", "", "2025年度"]))
    assert [row.name for row in rows] == ["红鹤"]
    assert sheet.refused[0].column == "年度"


def test_a_wrong_code_refuses_the_row_and_a_doubtful_one_warns():
    rows, sheet = read(
        as_csv(HEAD, ["甲公司", "913206", "2025"], ["江海", "91320600725062086F", "2025"])
    )
    assert [row.name for row in rows] == ["江海"]
    assert sheet.refused[0].row == 2
    assert "校验码" in sheet.remarks[0].text.zh


def test_a_shifted_row_is_refused_whole():
    head = [*HEAD, "职工总数", "注册日期", "列入经营异常名录", "研发机构级别", "研发费用"]
    rows, sheet = read(as_csv(head, ["蓝窑", "", "2025", "2016-03-08", "否", "省", "180", "五十"]))
    assert rows == []
    assert "错位" in sheet.refused[0].why.zh


def test_a_row_longer_than_its_heading_is_refused():
    rows, sheet = read(as_csv(HEAD, ["蓝窑", "", "2025", "", "7"]))
    assert (rows, len(sheet.refused)) == ([], 1)


def test_the_same_firm_and_year_twice_is_refused_once():
    rows, sheet = read(as_csv(HEAD, ["蓝窑", "", "2025"], ["蓝窑", "", "2025"]))
    assert (len(rows), sheet.refused[0].row) == (1, 3)


def test_unknown_columns_are_reported_and_extras_are_not():
    _, sheet = read(as_csv([*HEAD, "心情", "x_notes"], ["蓝窑", "", "2025", "好", "x"]))
    assert [remark.text.zh[:7] for remark in sheet.remarks] == ["不认识“心情”"]


def test_two_columns_that_say_the_same_are_both_left_out():
    rows, sheet = read(as_csv([*HEAD, "职工总数", "employees"], ["蓝窑", "", "2025", "80", "90"]))
    assert rows[0].facts == {}
    assert len(sheet.remarks) == 2


def test_two_year_columns_are_an_error():
    with pytest.raises(SheetError, match="年度"):
        read(as_csv([*HEAD, "year"], ["蓝窑", "", "2025", "2024"]))


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04nonsense", b"\xff\xfe\x00", b"name\nx", b"\x00\x01"],
    ids=["nothing", "broken zip", "half a sign", "no year", "control signs"],
)
def test_what_is_no_table_is_refused_as_a_whole(content):
    with pytest.raises(SheetError):
        read(content)


def test_limits_are_kept():
    table = as_csv(HEAD, *[["蓝窑", "", str(year)] for year in range(2000, 2020)])
    for limits in ({"rows": 10}, {"size": 100}):
        with pytest.raises(TooLargeError):
            read(table, **limits)


def test_a_workbook_that_unpacks_too_large_is_refused():
    bomb = as_xlsx(*[["0" * 1000] * 20] * 200)
    with pytest.raises(TooLargeError):
        read(bomb, size=len(bomb) + 1)


def test_rows_of_one_firm_share_their_years():
    rows, _ = read(
        as_csv([*HEAD, "职工总数"], ["蓝窑", "", "2024", "70"], ["蓝窑", "", "2025", "80"])
    )
    told = records(rows, queries.catalogue(), date(2026, 6, 30))
    staff = queries.catalogue()["employees"]
    assert told[1].get(staff, 2).value.low == 70
