"""Texts in spreadsheets: written so that no program runs what somebody typed."""

from __future__ import annotations

import re

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def guarded(text: str) -> str:
    """Write a text so that no spreadsheet runs it: what begins like a formula gets an apostrophe.

    >>> guarded("=1+1"), guarded("-5.2")
    ("'=1+1", '-5.2')
    """
    clean = ILLEGAL_CHARACTERS_RE.sub("", text)
    return f"'{clean}" if clean.startswith(FORMULA_SIGNS) and not NUMBER.fullmatch(clean) else clean
