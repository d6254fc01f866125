"""One made-up enterprise with everything a register knows of it, as a record."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from bench import ours
from bench.made import columns, firms
from rulebook.records import Observation, Record
from rulebook.values import Interval

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rulebook.facts import Fact

YEARS = 4
LISTS: Mapping[str, tuple[Mapping[str, Any], ...]] = {
    "ip": (
        {
            "class": "I",
            "count": 2,
            "acquisition": "self",
            "grant_date": "2023-05-01",
            "owner_rank": 1,
        },
        {"class": "II", "count": 5, "acquisition": "self", "grant_date": "2022-04-01"},
    ),
    "transformations": tuple({"name": f"成果{n}", "year": 2023 + n % 3} for n in range(8)),
    "certs": ({"type": "TechSME", "from": "2025-06-01", "to": "2026-12-31"},),
    "equity_rounds": (
        {
            "date": "2024-09-01",
            "paid_in": 800,
            "qualified_investor": True,
            "private_investor": True,
        },
    ),
}


def record(row: int) -> Record:
    """Give the made-up firm of a row as a record: about a hundred facts over four years."""
    zone = firms.zone(row + 1)
    facts: dict[str, dict[int | None, Observation]] = {}
    for fact in ours.library().catalogue.facts.values():
        known = _known(zone, fact, row)
        if known:
            facts[fact.id] = known
    day = date(columns.YEAR + 1, 1, 1)
    return Record(str(row), "南通示例科技有限公司", "", columns.YEAR, day, facts)


def _known(zone: firms.Zone, fact: Fact, row: int) -> dict[int | None, Observation]:
    if fact.id in firms.DRAWS:
        drawn = {columns.YEAR - back: firms.draw(zone, fact.id, back)[row] for back in range(YEARS)}
        return {year: _number(value) for year, value in drawn.items() if not np.isnan(value)}
    at = columns.YEAR if fact.per_year else None
    if fact.kind == "yesno":
        return {at: Observation(value=not any(word in fact.id for word in columns.RARE))}
    if fact.kind == "choice":
        return {at: Observation(fact.of[0])}
    if fact.kind == "date":
        return {at: Observation("2016-03-01")}
    if fact.kind == "list":
        return {at: Observation(LISTS.get(fact.id, ()), complete=True)}
    return {None: Observation("C3979")} if fact.id == "industry_code" else {}


def _number(value: float) -> Observation:
    exact = Fraction(repr(float(value)))
    return Observation(Interval(exact, exact), source="made up", as_of="2026-03-31")
