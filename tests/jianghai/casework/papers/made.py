"""A letterhead, and every kind of paper with its blanks filled."""

from __future__ import annotations

import io
from datetime import date, datetime

from pypdf import PdfReader

from jianghai.casework import papers

ISSUER = "南通高新技术产业开发区行政审批局"
HEAD = papers.Letterhead(
    issuer=ISSUER,
    day=date(2025, 9, 23),
    number="通高新审批〔2025〕12号",
    addressee="青窑半导体材料有限公司",
    contact="一窗通办专窗",
    verify_url="https://zone.example/verify/Q9W1-DFWF-07",
    code="Q9W1-DFWF-07",
    digest="ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
)
#: What fills a blank of each shape.
FILLINGS = {
    "text": "示例内容",
    "day": datetime(2025, 9, 8, 9, 5),  # noqa: DTZ001 - papers print local time as it is given
    "list": ("第一条内容。", "第二条内容。"),
    "rows": (),
}


def filled(kind: str) -> dict:
    """Fill every blank of a kind."""
    rows = (("甲", "乙", "丙"), ("丁", "戊", "己"))
    return {
        blank.name: rows if blank.shape == "rows" else FILLINGS[blank.shape]
        for blank in papers.blanks(kind)
    }


def written(kind: str, head: papers.Letterhead = HEAD, **changed: object) -> papers.Paper:
    """Write a paper of a kind, some blanks filled otherwise."""
    return papers.write(kind, head, {**filled(kind), **changed})


def said(pdf: bytes) -> str:
    """Read all text of a PDF, without the spaces that justifying puts in."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)
