"""The table of all remarks on a document and what became of them, as a workbook and as a PDF."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from jianghai.base.files.cells import guarded
from jianghai.casework.papers.printing import printed
from jianghai.casework.papers.values import CHINA, Language

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

#: A cell of a workbook holds no more.
LONGEST = 32_000
CUT = "……（过长，全文见系统 / cut, see the case）"
VERDICTS = {
    "zh": {"": "待答复", "accepted": "采纳", "rejected": "不采纳"},
    "en": {"": "open", "accepted": "accepted", "rejected": "rejected"},
}
REMARKS = {
    "zh": (
        "序号", "版本", "页码", "位置", "提出单位", "提出人", "提出时间",
        "意见", "答复", "处理结果", "闭合版本",
    ),
    "en": (
        "No.", "Version", "Page", "Place", "Party", "By", "When",
        "Remark", "Answer", "Result", "Closed in",
    ),
}  # fmt: skip
VERSIONS = {
    "zh": ("版本", "文件名", "提交时间", "提交人", "页数", "SHA-256"),
    "en": ("Version", "File", "When", "By", "Pages", "SHA-256"),
}
TITLES = {
    "zh": ("意见与修改对照表", "意见", "版本"),
    "en": ("Remarks and what became of them", "Remarks", "Versions"),
}
REMARK_WIDTHS = (6, 6, 6, 14, 16, 12, 17, 50, 50, 24, 9)
VERSION_WIDTHS = (8, 40, 17, 14, 8, 68)
THIN = Side(style="thin", color="999999")


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """One remark, its answer and its end."""

    no: int
    #: The version that it was made on.
    version: int
    page: int | None
    place: str
    #: Department or body that speaks, and the person.
    party: str
    by: str
    at: datetime
    text: str
    answer: str
    #: "accepted", "rejected", or empty while it is open.
    verdict: str
    reason: str
    #: The later version that it was closed against.
    closed_in: int | None
    #: The words of the document that it is about.
    quote: str = ""


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of the document."""

    no: int
    name: str
    at: datetime
    by: str
    sha256: str
    pages: int | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All remarks on a document, against all its versions."""

    title: str
    document: str
    made_at: datetime
    rows: tuple[RemarkRow, ...]
    versions: tuple[VersionRow, ...]
    language: Language = "zh"


def comparison_xlsx(comparison: Comparison) -> bytes:
    """Write the table as a workbook of two sheets; no text that people typed runs as a formula."""
    book = Workbook()
    book.properties.title = TITLES[comparison.language][0]
    book.properties.created = book.properties.modified = _utc(comparison.made_at)
    remarks = cast("Worksheet", book.active)
    remarks.title = TITLES[comparison.language][1]
    _fill(remarks, REMARKS[comparison.language], _remarks(comparison), REMARK_WIDTHS)
    versions = book.create_sheet(TITLES[comparison.language][2])
    _fill(versions, VERSIONS[comparison.language], _versions(comparison), VERSION_WIDTHS)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def comparison_pdf(comparison: Comparison) -> bytes:
    """Print the table on sheets that lie on their side; the same table gives the same bytes."""
    told = {
        "language": comparison.language,
        "title": TITLES[comparison.language][0],
        "case": comparison.title,
        "document": comparison.document,
        "made_at": moment(comparison.made_at),
        "sections": [
            {
                "title": TITLES[comparison.language][1],
                "head": REMARKS[comparison.language],
                "rows": [_texts(row) for row in _remarks(comparison)],
                "widths": (5, 5, 5, 9, 12, 9, 12, 36, 36, 18, 6),
            },
            {
                "title": TITLES[comparison.language][2],
                "head": VERSIONS[comparison.language],
                "rows": [_texts(row) for row in _versions(comparison)],
                "widths": (5, 24, 12, 10, 5, 44),
            },
        ],
    }
    return printed("comparison", told, at=comparison.made_at)


def moment(at: datetime) -> str:
    """Write a moment as clocks show it here.

    >>> moment(datetime(2025, 9, 8, 1, 5, tzinfo=UTC))
    '2025-09-08 09:05'
    """
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}"


Cell = str | int | None


def _remarks(comparison: Comparison) -> Iterable[tuple[Cell, ...]]:
    for row in comparison.rows:
        yield (
            row.no,
            row.version,
            row.page,
            row.place,
            row.party,
            row.by,
            moment(row.at),
            f"“{row.quote}”\n{row.text}" if row.quote else row.text,
            row.answer,
            _result(row, comparison.language),
            row.closed_in,
        )


def _result(row: RemarkRow, language: Language) -> str:
    told = VERDICTS[language].get(row.verdict, row.verdict)
    return f"{told}：{row.reason}" if row.reason else told


def _versions(comparison: Comparison) -> Iterable[tuple[Cell, ...]]:
    for row in comparison.versions:
        yield row.no, row.name, moment(row.at), row.by, row.pages, row.sha256


def _texts(row: tuple[Cell, ...]) -> list[str]:
    return ["" if cell is None else str(cell) for cell in row]


def _fill(
    sheet: Worksheet, head: Sequence[str], rows: Iterable[tuple[Cell, ...]], widths: Sequence[int]
) -> None:
    sheet.append(list(head))
    for row in rows:
        sheet.append([_cell(cell) for cell in row])
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for column in sheet.columns:
        for cell in column:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.border = Border(THIN, THIN, THIN, THIN)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def _cell(value: Cell) -> Cell:
    if not isinstance(value, str):
        return value
    safe = guarded(value)
    return safe if len(safe) <= LONGEST else safe[: LONGEST - len(CUT)] + CUT


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(tzinfo=None)
