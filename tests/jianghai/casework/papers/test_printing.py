"""A printed paper: A4, Chinese typesetting, fonts inside, the same bytes every time."""

from __future__ import annotations

import ctypes
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import numpy as np
import pypdfium2
import pytest
import segno
from pypdf import PageObject, PdfReader
from pypdfium2 import raw

from jianghai.casework import papers
from tests.jianghai.casework.papers.made import HEAD, ISSUER, said, written

#: Signs that may not begin a line, and signs that may not end one.
NEVER_FIRST = set("，。、；：？！）》”’】〉」』〕％")
NEVER_LAST = set("（《“‘【〈「『〔")


def lines(pdf: bytes) -> list[str]:
    """Give the lines of a PDF as they stand, by the baseline of their signs."""
    found: list[str] = []
    for page in pypdfium2.PdfDocument(pdf):
        text = page.get_textpage()
        rows: dict[int, list[tuple[float, str]]] = {}
        for index in range(text.count_chars()):
            sign = text.get_text_range(index, 1)
            left, height = ctypes.c_double(), ctypes.c_double()
            raw.FPDFText_GetCharOrigin(text, index, left, height)
            if sign.strip():
                rows.setdefault(round(height.value), []).append((left.value, sign))
        found.extend("".join(sign for _left, sign in sorted(row)) for row in rows.values())
    return found


@pytest.mark.parametrize("kind", papers.KINDS)
def test_every_kind_prints_and_can_be_read_back(kind):
    told = said(papers.pdf(written(kind)))
    assert papers.words(kind).title["zh"] in told
    assert ISSUER in told
    assert "2025年9月23日" in told
    assert "—1—" in told


def test_the_same_paper_gives_the_same_bytes():
    assert papers.pdf(written("decision")) == papers.pdf(written("decision"))


def test_another_day_gives_other_bytes():
    later = replace(HEAD, day=date(2025, 9, 24))
    assert papers.pdf(written("decision")) != papers.pdf(written("decision", later))


def test_no_line_begins_or_ends_with_a_sign_that_may_not():
    long = "经审查，（一）材料齐全；“二”符合法定形式！《三》属于职权范围？对，是的。" * 40
    found = lines(papers.pdf(written("decision", granted=long)))
    assert len(found) > 40
    for line in found:
        assert line[0] not in NEVER_FIRST, line
        assert line[-1] not in NEVER_LAST, line


def test_a_paper_is_a4_tagged_titled_and_in_chinese():
    reader = PdfReader(io.BytesIO(papers.pdf(written("decision"))))
    root = reader.trailer["/Root"]
    assert reader.metadata.title == "准予行政许可决定书"
    assert reader.metadata.author == ISSUER
    assert root["/Lang"] == "zh-CN"
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfaid:part>2<" in root["/Metadata"].get_data()
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_data()
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [595, 842]


def test_all_fonts_lie_inside_and_only_the_signs_that_are_used():
    content = papers.pdf(written("decision"))
    reader = PdfReader(io.BytesIO(content))
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            assert "/FontFile3" in inner["/FontDescriptor"].get_object()
            assert "+NotoS" in font.get_object()["/BaseFont"]
    assert len(content) < 120_000


def test_a_paper_holds_nothing_that_acts():
    content = papers.pdf(written("decision"))
    assert not [name for name in (b"/JavaScript", b"/Launch", b"/EmbeddedFile") if name in content]


def test_what_was_typed_is_printed_and_never_carried_out():
    hostile = '#read("/etc/passwd") #import "x" $a$ *b* <c> @d \\ {matter} `e`'
    told = said(papers.pdf(written("decision", granted=hostile)))
    assert "".join(hostile.replace("\\", "").split()) in told.replace("\\", "")


def test_a_sign_that_no_font_has_is_shown_by_its_number():
    told = said(papers.pdf(written("decision", granted="业主𠮷某😀")))
    assert "业主〔U+20BB7〕某〔U+1F600〕" in told


def test_signs_that_nobody_sees_are_left_out():
    told = said(papers.pdf(written("decision", granted="甲\u202e乙\u200b丙\x00丁\ufeff")))
    assert "甲乙丙丁" in told


def test_a_table_longer_than_a_page_repeats_its_head():
    rows = [("报告表", "缺少专项评价。" * (300 if n == 0 else 3), "补充")
            for n in range(30)]  # fmt: skip
    content = papers.pdf(written("supplement_notice", materials=rows))
    pages = PdfReader(io.BytesIO(content)).pages
    heads = ["存在的问题" in "".join(page.extract_text().split()) for page in pages]
    assert len(pages) >= 4
    assert all(heads[:-1])


@pytest.mark.parametrize("length", range(200, 560, 40))
def test_no_page_holds_a_signature_without_a_line_of_the_text(length):
    content = papers.pdf(written("refusal", grounds=["理" * length], court="某区人民法院"))
    pages = PdfReader(io.BytesIO(content)).pages
    signed = [page for page in map(told_on, pages) if "2025年9月23日" in page]
    assert len(signed) == 1
    assert "提起行政诉讼。" in signed[0]


def test_a_paper_without_a_word_is_printed_all_the_same():
    assert "2025年9月23日" in said(papers.pdf(replace(written("refusal"), body=())))


def told_on(page: PageObject) -> str:
    """Give the text of a page without the spaces that justifying puts in."""
    return "".join(page.extract_text().split())


def test_an_issuer_with_a_long_name_stands_on_one_line():
    content = papers.pdf(written("decision", replace(HEAD, issuer="某某市某某区" + ISSUER)))
    assert "某某市某某区" + ISSUER in lines(content)


def test_the_square_code_holds_the_address():
    content = papers.pdf(written("acceptance"))
    page = pypdfium2.PdfDocument(content)[0]
    image = page.render(scale=8, grayscale=True).to_numpy()
    code = segno.make(HEAD.verify_url, error="m", micro=False)
    assert found_in(image, np.array([list(row) for row in code.matrix], dtype=bool))


def found_in(image: np.ndarray, modules: np.ndarray) -> bool:
    """Tell whether a pattern of dark modules stands on a page, at 28 mm with four modules of border."""
    side = len(modules)
    step = 28 / 25.4 * 72 * 8 / (side + 8)
    at = ((np.arange(side) + 4.5) * step).astype(int)
    left = int((210 - 26 - 28) / 25.4 * 72 * 8)
    heights = range(0, image.shape[0] - int(step * (side + 8)), 4)
    return any(np.array_equal(image[np.ix_(top + at, left + at)] < 128, modules) for top in heights)


def test_what_is_told_to_everybody_is_addressed_to_nobody():
    for kind in ("publicity_acceptance", "publicity_preapproval", "publicity_decision"):
        assert HEAD.addressee not in said(papers.pdf(written(kind)))
        assert HEAD.addressee not in papers.text(written(kind))


def test_papers_printed_at_once_do_not_mix():
    asked = [written("decision", granted=f"准予第{number}号。") for number in range(16)]
    with ThreadPoolExecutor(8) as pool:
        at_once = list(pool.map(papers.pdf, asked))
    assert at_once == [papers.pdf(paper) for paper in asked]


def test_a_paper_in_english_is_marked_as_english():
    content = papers.pdf(written("refusal", replace(HEAD, language="en")))
    assert PdfReader(io.BytesIO(content)).trailer["/Root"]["/Lang"] == "en"
    assert "23September2025" in said(content)
    assert "theChinesetextistheonethatcounts" in said(content)
