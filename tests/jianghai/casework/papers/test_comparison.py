"""The table of remarks: every remark with its end, and nothing that people typed is run."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime

import openpyxl
from pypdf import PdfReader

from jianghai.casework import papers
from tests.jianghai.casework.papers.made import said

AT = datetime(2025, 9, 5, 1, 30, tzinfo=UTC)
ROW = papers.RemarkRow(
    no=1, version=1, page=12, place="x 72, y 540", party="生态环境局", by="陈某", at=AT,
    text="缺少大气专项评价。", answer="已补充，见第 15 页。", verdict="accepted", reason="",
    closed_in=2, quote="大气环境影响较小",
)  # fmt: skip
OPEN = replace(
    ROW, no=2, verdict="", answer="", closed_in=None, quote="", page=None, text="=HYPERLINK(1)"
)
REFUSED = replace(ROW, no=3, verdict="rejected", reason="不属于本次评价范围")
TABLE = papers.Comparison(
    title="年产 5000 吨项目",
    document="环境影响报告表",
    made_at=AT,
    rows=(ROW, OPEN, REFUSED),
    versions=(
        papers.VersionRow(1, "报告表.pdf", AT, "林某", "ab" * 32, 40),
        papers.VersionRow(2, "报告表-改.pdf", AT, "林某", "cd" * 32, None),
    ),
)


def sheets(table: papers.Comparison) -> list[list[tuple[object, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(papers.comparison_xlsx(table)))
    return [list(sheet.values) for sheet in book]


def test_every_remark_stands_with_its_answer_and_its_end():
    remarks, versions = sheets(TABLE)
    assert remarks[1] == (
        1, 1, 12, "x 72, y 540", "生态环境局", "陈某", "2025-09-05 09:30",
        "“大气环境影响较小”\n缺少大气专项评价。", "已补充，见第 15 页。", "采纳", 2,
    )  # fmt: skip
    assert [row[9] for row in remarks[1:]] == ["采纳", "待答复", "不采纳：不属于本次评价范围"]
    assert [row[0] for row in versions[1:]] == [1, 2]


def test_a_remark_that_looks_like_a_formula_is_only_text():
    book = openpyxl.load_workbook(io.BytesIO(papers.comparison_xlsx(TABLE)))
    cell = book.worksheets[0]["H3"]
    assert (cell.value, cell.data_type) == ("'=HYPERLINK(1)", "s")


def test_a_remark_longer_than_a_cell_is_cut_and_says_so():
    long = replace(TABLE, rows=(replace(ROW, answer="长" * 40_000),))
    told = str(sheets(long)[0][1][8])
    assert len(told) <= 32_767
    assert "全文见系统" in told


def test_the_printed_table_holds_the_same():
    told = said(papers.comparison_pdf(TABLE))
    assert "意见与修改对照表" in told
    assert "不采纳：不属于本次评价范围" in told
    assert "=HYPERLINK(1)" in told
    assert "cd" * 32 in told


def test_the_printed_table_is_the_same_every_time_and_tagged():
    content = papers.comparison_pdf(TABLE)
    assert content == papers.comparison_pdf(TABLE)
    assert PdfReader(io.BytesIO(content)).trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_a_thousand_remarks_are_printed_under_their_head_on_every_page():
    many = replace(TABLE, rows=tuple(replace(ROW, no=number) for number in range(1000)))
    pages = PdfReader(io.BytesIO(papers.comparison_pdf(many))).pages
    heads = ["提出单位" in "".join(page.extract_text().split()) for page in pages]
    assert len(pages) > 50
    assert all(heads[:-1])


def test_a_document_nobody_remarked_on_has_an_empty_table():
    assert sheets(replace(TABLE, rows=()))[0][1:] == []
    assert papers.comparison_pdf(replace(TABLE, rows=(), versions=()))


def test_the_table_speaks_english():
    told = said(papers.comparison_pdf(replace(TABLE, language="en")))
    assert "Remarksandwhatbecameofthem" in told
    assert "rejected" in told
