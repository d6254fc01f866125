"""Taking tables out: CSV that Excel opens, XLSX, and the template for bringing data in."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from openpyxl import Workbook

from jianghai.base import clock
from jianghai.base.files.cells import NUMBER, guarded
from jianghai.enterprises.queries import catalogue
from jianghai.enterprises.records import paired
from jianghai.enterprises.sheets import template_headings
from jianghai.enterprises.sheets.columns import fillable, heading, tellable
from rulebook.units import SUFFIXES
from rulebook.values import INFINITY, Exact, Interval

if TYPE_CHECKING:
    from datetime import date

    from jianghai.enterprises.models import Enterprise
    from rulebook.facts import Fact
    from rulebook.records import Observation

#: A spreadsheet keeps no more digits of a number than these.
EXACT_DIGITS = 15
MOST_PLACES = 20
Table = Sequence[Sequence[str]]


def as_csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """Write a table line by line as UTF-8 with the mark that Excel looks for."""
    yield b"\xef\xbb\xbf"
    for row in _after(head, rows):
        line = io.StringIO()
        csv.writer(line).writerow([guarded(cell) for cell in row])
        yield line.getvalue().encode()


def _after(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
    yield head
    yield from rows


def as_xlsx(head: Sequence[str], rows: Iterable[Sequence[str]], notes: Table = ()) -> bytes:
    """Write a table as a workbook; numbers become numbers, `notes` a second sheet."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("数据")
    sheet.freeze_panes = "A2"
    for row in _after(head, rows):
        sheet.append([_cell(text) for text in row])
    if notes:
        told = book.create_sheet("说明")
        for row in notes:
            told.append([guarded(text) for text in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(text: str) -> str | float | int:
    """Keep as text what a float would change, such as a code of 18 digits or an amount to the fen of many digits."""
    if (
        NUMBER.fullmatch(text)
        and len(text) <= EXACT_DIGITS
        and not (text[0] == "0" and text[1:2].isdigit())
    ):
        return float(text) if "." in text else int(text)
    return guarded(text)


def template() -> bytes:
    """Give the workbook to fill in, with what each column means on its second sheet."""
    told = catalogue()
    notes = [["列 / Column", "编号 / Id", "含义 / Meaning", "可填 / Values"]]
    notes += [
        [heading(f), f.id, f.note.zh if f.note else f.en, values(f)]
        for f in told.facts.values()
        if fillable(f)
    ]
    return as_xlsx(template_headings(told), (), notes)


def values(fact: Fact) -> str:
    """Say in Chinese what may be written in a fact's column."""
    match fact.kind:
        case "number":
            return (
                f"数字，单位{fact.suffix or '无'}；也可写范围 40~60 或 ≥150；不知道就留空，不要填 0"
            )
        case "yesno":
            return "是 / 否"
        case "choice":
            return "、".join(fact.of)
        case "date":
            return "2014-11-30、2014-11 或 2014"
        case "list":
            fields = "、".join(f"{key}（{one.name.zh}）" for key, one in fact.item.items())
            return f'JSON 列表 [{{…}}]，字段：{fields}；全部列出时写 {{"complete": true, "items": […]}}'
    return "文字"


def registry_table(
    enterprises: Iterable[Enterprise], years: Sequence[int]
) -> tuple[list[str], Iterator[list[str]]]:
    """Give heading and rows of everything known, one row per enterprise and year; it can be imported again."""
    facts = [fact for fact in catalogue().facts.values() if tellable(fact)]
    head = ["企业名称", "统一社会信用代码", "年度", *map(heading, facts)]
    return head, _rows(enterprises, years, facts, clock.today())


def _rows(
    enterprises: Iterable[Enterprise], years: Sequence[int], facts: Sequence[Fact], on: date
) -> Iterator[list[str]]:
    for firm, record in paired(enterprises, years, on):
        cells = [_shown(fact, record.get(fact)) for fact in facts]
        yield [firm.name, firm.uscc or "", str(record.year), *cells]


def _shown(fact: Fact, seen: Observation | None) -> str:
    match seen.value if seen else None:
        case None:
            return ""
        case bool(yes):
            return "是" if yes else "否"
        case Interval() as span:
            return in_cell(fact, span)
        case tuple(items):
            told = list(items)
            whole = {"complete": True, "items": told} if seen and seen.complete and told else told
            return json.dumps(whole, ensure_ascii=False)
        case text:
            return str(text)


def in_cell(fact: Fact, span: Interval) -> str:
    """Write a number or a range in the fact's unit, as the reader takes it."""
    if span.low == span.high:
        return _exact(fact, span.low)
    if span.high == INFINITY:
        return f"≥{_exact(fact, span.low)}"
    if span.low == -INFINITY:
        return f"≤{_exact(fact, span.high)}"
    return f"{_exact(fact, span.low)}~{_exact(fact, span.high)}"


def _exact(fact: Fact, value: Exact) -> str:
    """Write a fraction whose denominator has only twos and fives, to its last digit."""
    number = Fraction(value) / SUFFIXES[fact.suffix][1]
    digits, places = number, 0
    while digits.denominator != 1 and places < MOST_PLACES:
        digits, places = digits * 10, places + 1
    sign = "-" if digits < 0 else ""
    text = str(abs(int(digits))).rjust(places + 1, "0")
    return f"{sign}{text[:-places]}.{text[-places:]}" if places else f"{sign}{text}"
