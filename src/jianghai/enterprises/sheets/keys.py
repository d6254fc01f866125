"""Whom a row speaks of and of which year: without these the row is refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jianghai.base.errors import CreditCodeError
from jianghai.base.identifiers import credit_code
from jianghai.enterprises.sheets.columns import Part
from jianghai.enterprises.sheets.files import Cell, Flaw
from rulebook.errors import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

YEAR = re.compile(r"((?:19|20)\d\d)(?:\.0+)?\s*年?度?")
FIRST_YEAR = 1980
SHORTEST, NAME_LENGTH = 2, 200


class RefusedRow(Exception):  # noqa: N818 - it never leaves this module
    """The whole row cannot be taken."""

    def __init__(self, column: str, value: str, zh: str, en: str) -> None:
        super().__init__(en)
        self.column, self.value, self.why = column, value, Text(zh, en)


def shown(cell: Cell) -> str:
    """Give the beginning of what stands in a cell."""
    return (cell if isinstance(cell, str) else cell.shown)[:60]


def name_of(given: Mapping[Part, Cell]) -> str:
    """Give the enterprise's name, or refuse the row."""
    cell = given.get(Part.NAME) or given.get(Part.SHORT_NAME, "")
    if isinstance(cell, Flaw):
        raise RefusedRow("企业名称", cell.shown, cell.zh, cell.en)
    name = " ".join(cell.split())
    if not SHORTEST <= len(name) <= NAME_LENGTH:
        raise RefusedRow(
            "企业名称", name[:60], "缺少企业名称，或名称过长", "the name is missing or too long"
        )
    return name


def code_of(given: Mapping[Part, Cell]) -> tuple[str, tuple[str, ...]]:
    """Give the credit code with its warnings, empty where there is none, or refuse the row."""
    cell = given.get(Part.CODE, "")
    if isinstance(cell, Flaw):
        raise RefusedRow("统一社会信用代码", cell.shown, cell.zh, cell.en)
    if not cell:
        return "", ()
    try:
        code = credit_code(cell)
    except CreditCodeError as fault:
        raise RefusedRow("统一社会信用代码", cell[:60], fault.zh, fault.en) from None
    return code.text, code.warnings


def year_of(given: Mapping[Part, Cell], latest: int) -> int:
    """Give the year, or refuse the row."""
    cell = given.get(Part.YEAR, "")
    found = YEAR.fullmatch(cell) if isinstance(cell, str) else None
    if not found or not FIRST_YEAR <= int(found[1]) <= latest:
        raise RefusedRow(
            "年度",
            shown(cell),
            f"年度应为 {FIRST_YEAR} 至 {latest} 的四位数",
            f"the year must be from {FIRST_YEAR} to {latest}",
        )
    return int(found[1])
