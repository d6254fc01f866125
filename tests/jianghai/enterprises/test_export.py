from __future__ import annotations

import io
from fractions import Fraction

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianghai.enterprises import actions, queries
from jianghai.enterprises.actions.exports import in_cell
from jianghai.enterprises.models import Enterprise, FactValue
from jianghai.enterprises.sheets import read_sheet
from jianghai.enterprises.sheets.cells import read_fact
from rulebook.values import INFINITY, Interval
from tests.jianghai.enterprises.sheets import HEAD, as_csv

TABLE = as_csv(
    [
        *HEAD,
        "职工总数",
        "研发费用（万元）",
        "net_profit",
        "ip",
        "列入经营异常名录",
        "注册日期",
        "operating_revenue",
        "x_rounding",
    ],
    [
        "新来科技",
        "91320600138738315N",
        "2025",
        "80",
        "150.5",
        "-12.000001",
        '[{"class": "I"}]',
        "否",
        "2016-03",
        "1450",
        "operating_revenue±50",
    ],
)


def applied(content, chen):
    return actions.apply_import(actions.bring_import("表.csv", content, by=chen), by=chen)


def told(firm):
    rows = FactValue.objects.filter(enterprise=firm, current=True)
    return sorted(rows.values_list("fact", "year", "low", "high", "text", "yes"), key=str)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_exported_can_be_imported_again(chen, form):
    applied(TABLE, chen)
    before = told(Enterprise.objects.get())
    head, rows = actions.registry_table(Enterprise.objects.all(), [2025])
    content = b"".join(actions.as_csv(head, rows)) if form == "csv" else actions.as_xlsx(head, rows)
    Enterprise.objects.all().delete()
    batch = applied(content, chen)
    assert batch.refused == []
    assert told(Enterprise.objects.get()) == before


def test_a_name_that_is_a_formula_does_not_run_and_comes_back(chen):
    Enterprise.objects.create(name='=HYPERLINK("http://x")', uscc_absent="测试")
    head, rows = actions.registry_table(Enterprise.objects.all(), [2025])
    rows = list(rows)
    assert b"'=HYPERLINK" in b"".join(actions.as_csv(head, rows))
    book = openpyxl.load_workbook(io.BytesIO(actions.as_xlsx(head, rows)))
    assert book.active["A2"].data_type == "s"
    sheet = read_sheet(b"".join(actions.as_csv(head, rows)), queries.catalogue())
    assert next(iter(sheet)).name == '=HYPERLINK("http://x")'


def test_the_template_is_understood_by_the_reader(db):
    sheet = read_sheet(actions.template(), queries.catalogue())
    assert list(sheet) == []
    assert sheet.remarks == []
    assert len(sheet.columns) > 50


PARTS = st.integers(-(10**13), 10**13)


@given(PARTS, PARTS, st.sampled_from([("net_profit", 1), ("revenue_cagr_stated", 10**10)]))
def test_a_range_survives_being_written(one, other, kind):
    fact, parts = queries.catalogue()[kind[0]], kind[1]
    low, high = (Fraction(end, parts) for end in sorted((one, other)))
    for span in (Interval(low, low), Interval(low, high), Interval(low, INFINITY)):
        assert read_fact(fact, in_cell(fact, span)).value == span
