"""From cells to rows: who, which year, what is known; a wrong cell is refused and the rest goes on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jianghai.enterprises.sheets.cells import read_fact, read_rounding
from jianghai.enterprises.sheets.columns import Column, Part, Remark, understand
from jianghai.enterprises.sheets.files import DEFAULTS, Cell, Flaw, Limits, heading_of, read_rows
from jianghai.enterprises.sheets.keys import RefusedRow, code_of, name_of, shown, year_of
from rulebook.errors import RecordError, Text
from rulebook.records import Observation
from rulebook.records.dates import read_date
from rulebook.records.divisions import division_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rulebook.facts import Catalogue

#: From this many typed cells on, a row of which half or more is refused is taken for shifted.
ENOUGH = 4
#: Sales that repeat operating revenue are as rounded as it is.
COPIES = {"sales_revenue": "operating_revenue"}
FOLLOWS = Text(
    "没有填写行政区划代码的，由注册地推得",
    "where no division code is given, it follows from the place of registration",
)
KINDS = ("推算", "企业填报", "公开资料", "审计报告", "税务或主管部门", "园区核实更正")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A cell that was not taken: its row in the spreadsheet, its column, what stood there and why."""

    row: int
    column: str
    value: str
    why: Text


@dataclass(frozen=True, slots=True)
class Told:
    """Who says so and as of when, as far as the row tells; empty where it does not."""

    kind: str = ""
    text: str = ""
    as_of: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One enterprise in one year, as its row tells it."""

    number: int
    record_id: str
    name: str
    uscc: str
    year: int
    facts: Mapping[str, Observation]
    told: Told = Told()


@dataclass
class Sheet:
    """A spreadsheet being read: iterate over the rows taken; `refused` and `remarks` fill on the way."""

    columns: Sequence[Column]
    remarks: list[Remark]
    _lines: Iterator[tuple[int, list[Cell]]]
    _limits: Limits
    refused: list[Refusal] = field(default_factory=list)
    rows: int = 0
    _seen: dict[tuple[str, int], int] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Row]:
        """Give each row that can be taken."""
        for number, cells in self._lines:
            self.rows += 1
            try:
                yield self._row(number, cells)
            except RefusedRow as fault:
                self.refused.append(Refusal(number, fault.column, fault.value, fault.why))

    def _row(self, number: int, cells: list[Cell]) -> Row:
        if any(cells[len(self.columns) :]):
            raise RefusedRow(
                "",
                "",
                "这一行比表头长，列可能错位",
                "the row is longer than the heading; columns may have shifted",
            )
        given: dict[Part, Cell] = {
            c.part: v
            for c, v in zip(self.columns, cells, strict=False)
            if v and c.part not in (Part.FACT, Part.LEAST)
        }
        name = name_of(given)
        code, warnings = code_of(given)
        year = year_of(given, self._limits.latest_year)
        self._once(code or name, year, number)
        facts = self._facts(number, cells, self._rounding(number, given, cells))
        self._place(number, facts)
        self.remarks.extend(Remark(number, Text(warning, warning)) for warning in warnings)
        record = given.get(Part.RECORD, "")
        return Row(
            number,
            record if isinstance(record, str) else "",
            name,
            code,
            year,
            facts,
            self._told(number, given),
        )

    def _place(self, number: int, facts: dict[str, Observation]) -> None:
        """Add the code of the place of registration where only its name stands, as far as that is sure."""
        named = facts.get("reg_region")
        code = division_of(str(named.value)) if named and "region_code" not in facts else ""
        if not code:
            return
        facts["region_code"] = Observation(code, source=FOLLOWS.zh)
        if not any(remark.text is FOLLOWS for remark in self.remarks):
            self.remarks.append(Remark(number, FOLLOWS))

    def _once(self, firm: str, year: int, number: int) -> None:
        first = self._seen.setdefault((firm, year), number)
        if first != number:
            raise RefusedRow(
                "年度",
                str(year),
                f"同一企业同一年度已见于第 {first} 行，请合并为一行",
                f"row {first} has this firm and year already; merge them",
            )

    def _facts(
        self, number: int, cells: list[Cell], widths: Mapping[str, str]
    ) -> dict[str, Observation]:
        facts: dict[str, Observation] = {}
        wrong: list[Refusal] = []
        for column, cell in zip(self.columns, cells, strict=False):
            if column.fact is None or not cell:
                continue
            try:
                facts.setdefault(column.fact.id, _observed(column, cell, widths))
            except RecordError as fault:
                why = Text(
                    f"{fault.what.zh}；{fault.remedy.zh}", f"{fault.what.en}; {fault.remedy.en}"
                )
                wrong.append(Refusal(number, column.heading, shown(cell), why))
        if len(wrong) >= ENOUGH and len(wrong) >= len(facts):
            raise RefusedRow(
                wrong[0].column,
                wrong[0].value,
                f"这一行有 {len(wrong)} 个单元格与列不符，列可能错位，整行未读取；请对齐后重试",
                f"{len(wrong)} cells do not suit their columns, which may have shifted; align the row and try again",
            )
        self.refused.extend(wrong)
        return facts

    def _rounding(
        self, number: int, given: Mapping[Part, Cell], cells: list[Cell]
    ) -> Mapping[str, str]:
        cell = given.get(Part.ROUNDING, "")
        widths = read_rounding(cell) if isinstance(cell, str) else None
        if widths is None:
            why = Text("写法应为 operating_revenue±50", "write operating_revenue±50")
            self.refused.append(Refusal(number, Part.ROUNDING.value, shown(cell), why))
        return _copied(widths or {}, self.columns, cells)

    def _told(self, number: int, given: Mapping[Part, Cell]) -> Told:
        kind, text, as_of = (
            given.get(part, "") for part in (Part.SOURCE_KIND, Part.SOURCE, Part.AS_OF)
        )
        checks = (
            (Part.SOURCE_KIND, kind, not kind or kind in KINDS, "可选：" + "、".join(KINDS)),
            (Part.SOURCE, text, isinstance(text, str), "请填普通文字"),
            (
                Part.AS_OF,
                as_of,
                isinstance(as_of, str) and (not as_of or _day(as_of)),
                "日期如 2026-03-31",
            ),
        )
        fine = {}
        for part, cell, right, remedy in checks:
            fine[part] = cell if right and isinstance(cell, str) else ""
            if not right:
                self.refused.append(
                    Refusal(
                        number, part.value, shown(cell), Text(remedy, f"choose or write: {remedy}")
                    )
                )
        return Told(fine[Part.SOURCE_KIND], fine[Part.SOURCE][:500], fine[Part.AS_OF])


def _copied(
    widths: Mapping[str, str], columns: Sequence[Column], cells: list[Cell]
) -> Mapping[str, str]:
    """Extend a rounding to the column that repeats the rounded number."""
    told = {c.fact.id: cell for c, cell in zip(columns, cells, strict=False) if c.fact and cell}
    same = {copy: of for copy, of in COPIES.items() if told.get(copy) == told.get(of)}
    return {**{copy: widths[of] for copy, of in same.items() if of in widths}, **widths}


def _day(text: str) -> bool:
    span = read_date(text)
    return span is not None and span.first == span.last


def _observed(column: Column, cell: Cell, widths: Mapping[str, str]) -> Observation:
    fact = column.fact
    if fact is None:
        raise TypeError(column.heading)
    if isinstance(cell, Flaw):
        raise RecordError(
            fact.id, cell.shown, Text(*_halves(cell.zh, "；")), Text(*_halves(cell.en, "; "))
        )
    half = widths.get(fact.id)
    if column.part is Part.LEAST:
        return read_fact(fact, f"≥{cell}")
    return read_fact(fact, cell, half)


def _halves(told: str, sign: str) -> tuple[str, str]:
    what, _, remedy = told.partition(sign)
    return what, remedy


def read_sheet(content: bytes, catalogue: Catalogue, limits: Limits = DEFAULTS) -> Sheet:
    """Open a CSV or XLSX file; SheetError where it cannot be read at all."""
    lines = read_rows(content, limits)
    columns, remarks = understand(heading_of(lines), catalogue)
    return Sheet(columns, remarks, lines, limits)
