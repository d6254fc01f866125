"""Files of enterprise-years: records to evaluate, and every refused cell told on stderr."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from jianghai.base.errors import ApplicationError
from jianghai.cli.errors import CommandError, complain
from jianghai.enterprises.sheets import read_sheet, records
from rulebook.errors import RecordError
from rulebook.records import read_cell
from rulebook.records.dates import day_of_judgement

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from rulebook.facts import Catalogue, Fact
    from rulebook.records import Observation, Record

#: Where a value comes from that the file does not tell.
ASSUMED = "假定"


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


def assumed(
    records: Sequence[Record], catalogue: Catalogue, given: Sequence[str] | None
) -> list[Record]:
    """Give records in which facts that the file does not tell are taken as given, such as ``region_code=320612``."""
    told = [_assumption(one, catalogue) for one in given or ()]
    return [_completed(record, told) for record in records]


def _assumption(given: str, catalogue: Catalogue) -> tuple[Fact, Observation]:
    name, _, value = (part.strip() for part in given.partition("="))
    if name not in catalogue or not value:
        near = "、".join(get_close_matches(name, catalogue.facts, cutoff=0.5)) or "facts.yaml"
        raise CommandError(
            f"--assume {given}：应写作 指标=值；没有指标 {name or '（空）'} 时可查 {near}",
            f"--assume {given}: write fact=value; look at {near.replace('、', ', ')}",
        )
    fact = catalogue[name]
    try:
        return fact, replace(read_cell(fact, value), source=ASSUMED)
    except RecordError as wrong:
        raise CommandError(
            f"--assume {given}：{wrong.what.zh}，{wrong.remedy.zh}",
            f"--assume {given}: {wrong.what.en}; {wrong.remedy.en}",
        ) from wrong


def _completed(record: Record, told: Sequence[tuple[Fact, Observation]]) -> Record:
    facts = dict(record.facts)
    for fact, seen in told:
        if record.get(fact) is None:
            facts[fact.id] = {
                **facts.get(fact.id, {}),
                record.year if fact.per_year else None: seen,
            }
    return replace(record, facts=facts)
