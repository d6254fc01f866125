"""From the bytes of a CSV or XLSX file to rows of cells; nothing in the file is trusted."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from jianghai.base.files.cells import FORMULA_SIGNS
from jianghai.enterprises.errors import SheetError, TooLargeError

COLUMNS = 300
CELL_LENGTH = 20_000
#: An XLSX file may not unpack to more than this many times the size allowed for the file.
UNPACKED = 8
PARTS = 2_000
LARGEST = 10**15
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
#: What openpyxl and zipfile are known to raise on a file that only pretends to be a workbook.
MALFORMED = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    ParseError,
    ArithmeticError,
    AttributeError,
    AssertionError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one spreadsheet may hold."""

    size: int = 32 * 1024 * 1024
    rows: int = 200_000
    latest_year: int = 2100


DEFAULTS = Limits()


@dataclass(frozen=True, slots=True)
class Flaw:
    """A cell that must not be read as a value, such as a formula: what it shows and why it is refused."""

    shown: str
    zh: str
    en: str


FORMULA = (
    "单元格是公式，不能确认其结果；请用“选择性粘贴—数值”换成数值",
    "the cell is a formula whose result cannot be trusted; paste it as a value",
)
ERROR = ("单元格是错误值；请改正或清空", "the cell holds a spreadsheet error; correct or empty it")
CONTROLS = (
    "单元格含有不可见的控制字符；请重新输入",
    "the cell holds control characters; type it again",
)
LONG = ("单元格内容过长；请缩短", "the cell is too long; shorten it")

Cell = str | Flaw
Rows = Iterator[tuple[int, list[Cell]]]


def read_rows(content: bytes, limits: Limits = DEFAULTS) -> Rows:
    """Give each row that is not empty with its number in the file, the heading among them."""
    if len(content) > limits.size:
        raise TooLargeError(
            f"文件超过 {limits.size >> 20} MB，请拆分后分别导入。",
            f"The file is larger than {limits.size >> 20} MB; split it and import the parts.",
        )
    rows = _workbook(content, limits) if content[:4] == b"PK\x03\x04" else _text(content)
    return _bounded(rows, limits)


def _bounded(rows: Iterator[list[Cell]], limits: Limits) -> Rows:
    for number, cells in enumerate(rows, start=1):
        if number > limits.rows + 1:
            raise TooLargeError(
                f"表格超过 {limits.rows} 行，请拆分后分别导入。",
                f"The table has more than {limits.rows} rows; split it and import the parts.",
            )
        if any(cells):
            yield number, cells


def _text(content: bytes) -> Iterator[list[Cell]]:
    table = _decoded(content)
    head = table[:4096].split("\n", 1)[0]
    delimiter = max(",\t;", key=head.count)
    try:
        for row in csv.reader(io.StringIO(table, newline=""), delimiter=delimiter):
            if len(row) > COLUMNS:
                raise _too_wide()
            yield [_written(cell) for cell in row]
    except csv.Error as error:
        raise SheetError(where=f"CSV: {error}") from None


def _decoded(content: bytes) -> str:
    """Decode what Chinese office programs write: UTF-8, UTF-16 with a mark, or GB 18030."""
    marked = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetError


def _written(text: str) -> Cell:
    text = text.strip()
    if text.startswith("="):
        return Flaw(text[:60], *FORMULA)
    if len(text) > 1 and text[0] == "'" and text[1] in FORMULA_SIGNS:
        text = text[1:]  # our own export guards such texts with an apostrophe
    return _clean(text)


def _clean(text: str) -> Cell:
    if len(text) > CELL_LENGTH:
        return Flaw(text[:60], *LONG)
    if CONTROL.search(text):
        shown = "".join(sign if sign.isprintable() else "�" for sign in text[:60])
        return Flaw(shown, *CONTROLS)
    return text


def _workbook(content: bytes, limits: Limits) -> Iterator[list[Cell]]:
    if not openpyxl.DEFUSEDXML or openpyxl.LXML:
        raise SheetError(
            "未安装 defusedxml，不能安全地读取 XLSX；请改用 CSV。",
            "defusedxml is not in use, so XLSX cannot be read safely; bring a CSV file.",
        )
    try:
        _check_zip(content, limits)
        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=False, keep_links=False
        )
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for row in sheet.iter_rows(max_col=COLUMNS + 1):
            if len(row) > COLUMNS and row[COLUMNS].value is not None:
                raise _too_wide()
            yield [_typed(cell) for cell in row[:COLUMNS]]
    except MALFORMED:
        raise SheetError from None


def _check_zip(content: bytes, limits: Limits) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        listed = parts.infolist()
    if len(listed) > PARTS or sum(part.file_size for part in listed) > limits.size * UNPACKED:
        raise TooLargeError


def _typed(cell: Any) -> Cell:
    if cell.data_type == "e":
        return Flaw(str(cell.value), *ERROR)
    if cell.data_type == "f":
        return Flaw(str(cell.value)[:60], *FORMULA)
    for kind, told in WRITTEN:
        if isinstance(cell.value, kind):
            return told(cell.value)
    return _written(str(cell.value))


def _number(number: float) -> str:
    """Write a float as its shortest digits; a whole one without its point."""
    return str(int(number)) if number.is_integer() and abs(number) < LARGEST else repr(number)


#: How each type of cell is written as a table would show it; the first that fits.
WRITTEN: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (type(None), lambda _: ""),
    (bool, lambda yes: "true" if yes else "false"),
    (int, str),
    (float, _number),
    (datetime, lambda moment: moment.date().isoformat()),
    (date, date.isoformat),
    (time, time.isoformat),
)


def _too_wide() -> TooLargeError:
    return TooLargeError(
        f"表格超过 {COLUMNS} 列，请删去无关的列。",
        f"The table has more than {COLUMNS} columns; remove those that do not belong to it.",
    )


def heading_of(rows: Rows) -> list[str]:
    """Take the first row as the heading."""
    first = next(islice(rows, 1), None)
    if first is None:
        raise SheetError(
            "表格是空的，请填写后再导入。", "The table is empty; fill it and try again."
        )
    return [cell if isinstance(cell, str) else cell.shown for cell in first[1]]
