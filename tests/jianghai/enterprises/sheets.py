"""Small spreadsheets for tests."""

from __future__ import annotations

import csv
import io

from openpyxl import Workbook

from jianghai.enterprises import queries
from jianghai.enterprises.sheets import Limits, read_sheet

HEAD = ["企业名称", "统一社会信用代码", "年度"]


def as_csv(*rows, encoding="utf-8"):
    """Write rows as a CSV file."""
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue().encode(encoding)


def as_xlsx(*rows):
    """Write rows as a workbook."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read(content, **limits):
    """Read a file and give its rows and the sheet."""
    sheet = read_sheet(content, queries.catalogue(), Limits(**limits))
    return list(sheet), sheet


def one(column, cell, writer=as_csv):
    """Read one cell under one heading."""
    return read(writer([*HEAD, column], ["蓝窑", "", "2025", cell]))
