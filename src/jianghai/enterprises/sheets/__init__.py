"""Spreadsheets of enterprises, read without a database: rows, and every refused cell with its reason."""

from __future__ import annotations

from jianghai.enterprises.sheets.columns import Remark, template_headings
from jianghai.enterprises.sheets.files import Limits
from jianghai.enterprises.sheets.rows import Refusal, Row, Sheet, Told, read_sheet
from jianghai.enterprises.sheets.turned import records

__all__ = [
    "Limits",
    "Refusal",
    "Remark",
    "Row",
    "Sheet",
    "Told",
    "read_sheet",
    "records",
    "template_headings",
]
