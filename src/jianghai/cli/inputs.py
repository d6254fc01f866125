"""Files of enterprise-years: records to evaluate, and every refused cell told on stderr."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jianghai.base.errors import ApplicationError
from jianghai.cli.errors import CommandError, complain
from jianghai.enterprises.sheets import read_sheet, records
from rulebook.records.dates import day_of_judgement

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from rulebook.facts import Catalogue
    from rulebook.records import Record


def read(file: Path, catalogue: Catalogue, on: date) -> list[Record]:
    """Read the records of a CSV or XLSX file; what cannot be taken is told and left out."""
    try:
        sheet = read_sheet(file.read_bytes(), catalogue)
        rows = list(sheet)
    except OSError as fault:
        raise CommandError(
            f"{file}：打不开（{fault.strerror}），请检查路径",
            f"{file}: cannot be opened; check the path",
        ) from fault
    except ApplicationError as fault:
        raise CommandError(f"{file}：{fault.zh}", fault.en) from fault
    for cell in sheet.refused:
        complain(
            f"{file} 第 {cell.row} 行“{cell.column}”：“{cell.value}”未采用，{cell.why.zh}",
            f"row {cell.row}, {cell.column}: left out; {cell.why.en}",
        )
    if not rows:
        raise CommandError(
            f"{file}：没有可评价的行，请至少填写“企业名称”和“年度”",
            f"{file}: no row to evaluate; fill at least name and year",
        )
    taken = records(rows, catalogue, on)
    return [replace(one, on=day_of_judgement(one.year, on)) for one in taken]


def latest(records: Sequence[Record]) -> list[int]:
    """Give the places of the latest year of every firm, in the order of the firms."""
    places: dict[str, int] = {}
    for place, record in enumerate(records):
        firm = record.uscc or record.name
        if firm not in places or records[places[firm]].year < record.year:
            places[firm] = place
    return list(places.values())
