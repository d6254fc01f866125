"""What the headings of a spreadsheet mean."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from jianghai.enterprises.errors import SheetError
from rulebook.errors import Text
from rulebook.units import SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rulebook.facts import Catalogue, Fact


class Part(Enum):
    """What a column is for."""

    RECORD = "record_id"
    NAME = "name"
    SHORT_NAME = "company"
    CODE = "uscc"
    YEAR = "year"
    SOURCE = "source"
    SOURCE_KIND = "source_kind"
    AS_OF = "as_of"
    ROUNDING = "x_rounding"
    FACT = "fact"
    #: A column that states only the lower bound of a fact.
    LEAST = "least"
    #: A fact in a unit that does not measure it; not read.
    OTHER_UNIT = "other unit"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading as written, and what it is for."""

    heading: str
    part: Part
    fact: Fact | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """Something worth knowing that refuses nothing; row 0 where it is about the whole table."""

    row: int
    text: Text


HEADINGS: Mapping[str, Part] = {
    "record_id": Part.RECORD,
    "记录编号": Part.RECORD,
    "name": Part.NAME,
    "企业名称": Part.NAME,
    "单位名称": Part.NAME,
    "company": Part.SHORT_NAME,
    "简称": Part.SHORT_NAME,
    "uscc": Part.CODE,
    "统一社会信用代码": Part.CODE,
    "信用代码": Part.CODE,
    "year": Part.YEAR,
    "年度": Part.YEAR,
    "年份": Part.YEAR,
    "source": Part.SOURCE,
    "数据来源": Part.SOURCE,
    "source_kind": Part.SOURCE_KIND,
    "来源类型": Part.SOURCE_KIND,
    "as_of": Part.AS_OF,
    "数据日期": Part.AS_OF,
    "x_rounding": Part.ROUNDING,
}
#: The last bracket of a heading, where the unit stands.
UNIT = re.compile(r"[（(]([^（()）]*)[)）]$")
#: Columns that state only the lower bound of a fact.
AT_LEAST: Mapping[str, str] = {"x_employees_min": "employees"}
#: One of each, or the rows cannot be told apart.
KEYS = (Part.NAME, Part.YEAR, Part.CODE)


def understand(headings: Iterable[str], catalogue: Catalogue) -> tuple[list[Column], list[Remark]]:
    """Say what each column is for; columns that say the same twice are left out, unknown ones are remarked."""
    columns = [_column(heading, catalogue) for heading in headings]
    remarks = [
        _unknown(c.heading) for c in columns if c.part is Part.IGNORED and _remarkable(c.heading)
    ]
    remarks.extend(_misfit(c) for c in columns if c.part is Part.OTHER_UNIT)
    columns = [Column(c.heading, Part.IGNORED) if c.part is Part.OTHER_UNIT else c for c in columns]
    twice = _twice(columns)
    for column in columns:
        if column.part in KEYS and _key(column) in twice:
            raise SheetError(
                f"“{column.heading}”列出现了两次，请删去一列后重试。",
                f"The column '{column.heading}' stands there twice; remove one and try again.",
            )
    remarks.extend(_doubled(zh) for zh in sorted({c.heading for c in columns if _key(c) in twice}))
    columns = [Column(c.heading, Part.IGNORED) if _key(c) in twice else c for c in columns]
    _require(columns)
    return columns, remarks


def _column(heading: str, catalogue: Catalogue) -> Column:
    written = " ".join(heading.split())
    bracket = UNIT.search(written)
    plain = written[: bracket.start()].strip() if bracket else written
    part = HEADINGS.get(written.lower()) or HEADINGS.get(plain.lower())
    if part:
        return Column(written, part)
    fact = catalogue.by_column(written) or catalogue.by_column(AT_LEAST.get(written, ""))
    if fact:
        return Column(written, Part.LEAST if written in AT_LEAST else Part.FACT, fact)
    fact = catalogue.by_column(plain)
    return (
        _in_unit(Column(written, Part.FACT, fact), bracket[1])
        if fact and bracket
        else Column(written, Part.IGNORED)
    )


def _in_unit(column: Column, unit: str) -> Column:
    """Read a column in the unit its heading names, where that unit measures the same thing."""
    fact, unit = column.fact, unit.strip()
    if fact is None or unit == fact.suffix or fact.kind != "number":
        return column
    if unit in SUFFIXES and SUFFIXES[unit][0] == fact.unit:
        return Column(column.heading, Part.FACT, replace(fact, suffix=unit))
    return Column(column.heading, Part.OTHER_UNIT, fact)


def _key(column: Column) -> tuple[Part, str]:
    return column.part, column.fact.id if column.fact else ""


def _twice(columns: Iterable[Column]) -> set[tuple[Part, str]]:
    seen: set[tuple[Part, str]] = set()
    twice = set()
    for column in columns:
        key = _key(column)
        if key in seen and column.part is not Part.IGNORED:
            twice.add(key)
        seen.add(key)
    return twice


def _remarkable(heading: str) -> bool:
    """Columns that begin with x_ are extras by agreement; an empty heading says nothing."""
    return bool(heading) and not heading.startswith("x_")


def _unknown(heading: str) -> Remark:
    return Remark(
        0,
        Text(
            f"不认识“{heading[:40]}”列，未读取；列名请用模板里的写法",
            f"the column '{heading[:40]}' is not known and was not read; use the template's headings",
        ),
    )


def _misfit(column: Column) -> Remark:
    wanted = column.fact.suffix if column.fact else ""
    return Remark(
        0,
        Text(
            f"“{column.heading[:40]}”列的单位与指标不符，未读取；请改用{wanted or '无单位'}",
            f"the unit of '{column.heading[:40]}' does not suit the fact, so it was not read; use {wanted or 'none'}",
        ),
    )


def _doubled(heading: str) -> Remark:
    return Remark(
        0,
        Text(
            f"“{heading[:40]}”与另一列含义相同，两列均未读取；请删去一列",
            f"'{heading[:40]}' means the same as another column, so neither was read; remove one",
        ),
    )


def _require(columns: Iterable[Column]) -> None:
    parts = {column.part for column in columns}
    if Part.YEAR not in parts or not parts & {Part.NAME, Part.SHORT_NAME}:
        raise SheetError(
            "表格第一行须有“企业名称”和“年度”两列，请对照模板。",
            "The first row must have the columns 企业名称 (name) and 年度 (year); see the template.",
        )


def template_headings(catalogue: Catalogue) -> list[str]:
    """List the headings of the template: who, which year, then every fact that can be filled, with its unit."""
    first = ["企业名称", "统一社会信用代码", "年度"]
    facts = [heading(fact) for fact in catalogue.facts.values() if fillable(fact)]
    return [*first, *facts, "来源类型", "数据来源", "数据日期"]


def fillable(fact: Fact) -> bool:
    """Tell whether people fill a fact: those that follow from others need no column."""
    return fact.formula is None and tellable(fact)


def tellable(fact: Fact) -> bool:
    """Tell whether a fact has a column of its own: code and name stand in front, ledgers are kept elsewhere."""
    return fact.id not in {"uscc", "name"} and not fact.ledger


def heading(fact: Fact) -> str:
    """Write a fact's heading with its unit in brackets."""
    return f"{fact.zh}（{fact.suffix}）" if fact.suffix else fact.zh
