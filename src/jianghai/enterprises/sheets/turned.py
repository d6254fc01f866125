"""Rows turned into the rulebook's records, as the command line needs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rulebook.records import Observation, Record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from jianghai.enterprises.sheets.rows import Row
    from rulebook.facts import Catalogue

#: Facts that belong to the firm and to no year, whichever row tells them.
TIMELESS = frozenset(
    {
        "reg_date",
        "reg_region",
        "region_code",
        "industry_code",
        "stage_override",
        "resident_enterprise",
    }
)


def records(rows: Iterable[Row], catalogue: Catalogue, on: date) -> list[Record]:
    """Give one record per row; rows of the same firm share their years, so that earlier ones are t-2 and t-3."""
    rows = list(rows)
    shared: dict[str, dict[str, dict[int | None, Observation]]] = {}
    for row in sorted(rows, key=lambda one: one.year):
        facts = shared.setdefault(row.uscc or row.name, {})
        for fact_id, seen in row.facts.items():
            year = None if fact_id in TIMELESS and not catalogue[fact_id].per_year else row.year
            facts.setdefault(fact_id, {})[year] = seen
    return [
        Record(
            id=row.record_id or str(row.number),
            name=row.name,
            uscc=row.uscc,
            year=row.year,
            on=on,
            facts=shared[row.uscc or row.name],
        )
        for row in rows
    ]
