"""Who has read what, the table of remarks, and what differs between versions."""

from __future__ import annotations

import io

import openpyxl
import pytest

from jianghai.base.models import JournalLine
from jianghai.casework import papers
from jianghai.casework.actions import documents as actions
from jianghai.casework.actions.documents import texts
from jianghai.casework.models import Document
from jianghai.casework.queries import documents as queries
from tests.jianghai.casework.documents import made

pytestmark = pytest.mark.django_db


def test_a_reader_is_counted_once_with_the_furthest_page(first, zhou, wu):
    for page in (1, 3, 2):
        actions.read(first, page, by=zhou)
    actions.read(first, 99, by=wu)
    assert [(one.by, one.furthest) for one in queries.readings(first)] == [(wu, 3), (zhou, 3)]


def test_wei_reads_nothing(first, wei):
    with pytest.raises(Document.DoesNotExist):
        actions.read(first, 1, by=wei)


def test_opening_a_proof_of_who_asks_is_noted(case, first, sun, lin):
    proof = actions.add_version(case, made.PROOF, made.sent(), by=lin, key="p")
    actions.noted(first.document, first, by=sun)
    assert not JournalLine.objects.filter(verb="personal read").exists()
    actions.noted(proof.document, proof, by=sun)
    line = JournalLine.objects.get(verb="personal read")
    assert line.what == {"fields": ["proof"], "why": "主体资格证明 v1"}


def test_the_table_tells_every_remark(first, second, zhou, lin):
    one = made.say(first, zhou)
    actions.accept_remark(one, "已改。", by=lin, key="a")
    actions.close_remark(one, second, by=zhou, key="b")
    told = queries.comparison(first.document)
    assert [(row.no, row.verdict, row.closed_in, row.answer) for row in told.rows] == [
        (1, "accepted", 2, "已改。")
    ]
    book = openpyxl.load_workbook(io.BytesIO(papers.comparison_xlsx(told)))
    cells = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row]
    for words in ("请补充依据。", "生态环境局"):
        assert any(words in cell for cell in cells)
    assert papers.comparison_pdf(told).startswith(b"%PDF-")


def test_what_differs_is_told_page_by_page(first, second):
    before, after = (actions.lines(actions.text_of(one).pages) for one in (first, second))
    found = list(actions.changes(before, after))
    assert [(change.new_page, change.bits[-1].text) for change in found] == [
        (1, " mg."), (3, "0 days."),
    ]  # fmt: skip
    assert [bit.text for bit in found[0].bits if bit.kind != "same"] == ["10", "8"]


def test_a_long_document_is_read_piece_by_piece(case, lin, monkeypatch):
    monkeypatch.setattr(texts, "PIECE", 2)
    version = made.handed(case, lin, made.pdf("one", "two", "three"))
    told = actions.text_of(version)
    assert (told.pages, told.complete) == (("one", "two"), False)
    told = actions.text_of(version)
    assert (told.pages, told.complete) == (("one", "two", "three"), True)
