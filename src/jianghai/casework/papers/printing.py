"""Printing: a value and a layout make a PDF/A, with fonts of our own and the same bytes every time.

Layouts are read by Typst, in process; what is printed reaches them as strings, never as markup.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, cast

import typst
from fontTools.ttLib import TTFont
from pylopdf_fonts_zh_cn import sans_path, serif_path

from jianghai.casework.papers.codes import square
from jianghai.casework.papers.values import Block, Items, Paper, Paragraph, Table
from jianghai.casework.papers.writing import day

LAYOUT = Path(__file__).parent / "layout"
#: PDF/A-2a for keeping: all fonts inside, nothing active; PDF/UA-1 for those who listen.
STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]
#: Signs without a shape that may stay: what else is unseen could hide or turn round what is read.
KEPT = "\n"


def pdf(paper: Paper) -> bytes:
    """Print a paper; the same paper gives the same bytes."""
    head = asdict(paper.head)
    told = {
        **head,
        "title": paper.title,
        "look": paper.look,
        "signed_by": paper.signed_by or paper.head.issuer,
        "day": day(paper.head.day, paper.head.language),
        "body": [_told(block) for block in paper.body],
        "notes": paper.notes,
        "square": square(paper.head.verify_url) if paper.head.verify_url else "",
    }
    made_at = datetime.combine(paper.head.day, time(), UTC)
    return printed("paper", told, at=made_at)


def printed(layout: str, told: Mapping[str, Any], *, at: datetime) -> bytes:
    """Lay out a value by one of our layouts; `at` becomes the time in the file."""
    compiler = typst.Compiler(
        LAYOUT / f"{layout}.typ",
        root=LAYOUT,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"paper": json.dumps(_printable(told), ensure_ascii=False)},
    )
    made = compiler.compile(format="pdf", pdf_standards=STANDARDS, timestamp=at.astimezone(UTC))
    return cast("bytes", made)


def printable(text: str) -> str:
    r"""Give a text in signs that the fonts have; another is shown by its number, an unseen one left out.

    >>> printable("好😀\u202e的\t一")
    '好〔U+1F600〕的 一'
    """
    composed = unicodedata.normalize("NFC", text)
    return "".join(_sign(sign) for sign in composed)


def _sign(sign: str) -> str:
    if ord(sign) in _known():
        return sign
    if sign in KEPT:
        return sign
    category = unicodedata.category(sign)
    if category in {"Cc", "Zl", "Zp", "Zs"}:
        return " "
    return "" if category == "Cf" else f"〔U+{ord(sign):04X}〕"


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {name: _printable(one) for name, one in value.items()}
    if isinstance(value, Sequence):
        return [_printable(one) for one in value]
    return value


def _told(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph(text=text, heading=heading):
            return {"kind": "heading" if heading else "paragraph", "text": text}
        case Items(texts=texts):
            return {"kind": "items", "texts": texts}
        case Table(head=head, rows=rows, widths=widths):
            return {"kind": "table", "head": head, "rows": rows, "widths": widths}


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(path) for path in {serif_path().parent, sans_path().parent}],
    )


@cache
def _known() -> frozenset[int]:
    """Give the signs that the fonts have, but those that nobody sees."""
    known: set[int] = set()
    for path in (serif_path(), sans_path()):
        with TTFont(path, lazy=True) as font:
            known.update(font.getBestCmap())
    return frozenset(
        one for one in known if unicodedata.category(chr(one)) not in {"Cc", "Cf", "Co"}
    )
