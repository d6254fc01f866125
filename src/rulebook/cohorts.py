"""Cohort tables: where values stand among their peers, kept with their date so that a past score can be redone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from rulebook.values import RankTable, RankTables

SMALLEST = 30
"""A cohort of fewer firms is compared inside its whole stage. [PROPOSED, local draft]"""
FINEST = 1000
"""A table keeps at most this many steps; between them a value takes the step below."""


@dataclass(frozen=True, slots=True, eq=False)
class Cohorts:
    """Rank tables by indicator and cohort code, made from `source` on the day `as_of`."""

    as_of: date
    source: str
    tables: RankTables
    note: str = ""
    _digest: list[str] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """Give the fingerprint of the tables."""
        if not self._digest:
            self._digest.append(hashlib.sha256(self.to_json().encode()).hexdigest())
        return self._digest[0]

    def size(self, indicator: str, code: int) -> int:
        """Tell how many firms a cohort counts for an indicator; 0 where there is none."""
        table = self.tables.get(indicator, {}).get(code)
        return table.size if table is not None else 0

    def median(self, indicator: str, code: int) -> float | None:
        """Give the middle value of a cohort, or None where there is no table."""
        table = self.tables.get(indicator, {}).get(code)
        if table is None or not len(table.values):
            return None
        return float(table.values[min(int(np.searchsorted(table.at, 0.5)), len(table.values) - 1)])

    def to_json(self) -> str:
        """Write the tables as JSON."""
        tables = {name: _written(codes) for name, codes in sorted(self.tables.items())}
        head = {
            "schema": "cohorts/1",
            "as_of": self.as_of.isoformat(),
            "source": self.source,
            "note": self.note,
        }
        return json.dumps({**head, "tables": tables}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Cohorts:
        """Read tables back; ValueError where the text is not such a file."""
        data = json.loads(text)
        if not isinstance(data, dict) or data.get("schema") != "cohorts/1":
            raise ValueError(
                "不是同类企业参照表文件（cohorts/1） / not a cohort table file (cohorts/1)"
            )
        tables = {name: _read(codes) for name, codes in data["tables"].items()}
        return cls(date.fromisoformat(data["as_of"]), data["source"], tables, data.get("note", ""))


def _written(codes: Mapping[int, RankTable]) -> dict[str, Any]:
    """Write each table once; a code that shares it names the first that has it."""
    first: dict[int, int] = {}
    return {
        str(code): _plain(table) if first.setdefault(id(table), code) == code else first[id(table)]
        for code, table in sorted(codes.items())
    }


def _read(codes: Mapping[str, Any]) -> dict[int, RankTable]:
    own = {int(code): _table(one) for code, one in codes.items() if isinstance(one, dict)}
    return {
        int(code): own[int(code) if isinstance(one, dict) else one] for code, one in codes.items()
    }


def _plain(table: RankTable) -> dict[str, Any]:
    return {
        "n": table.size,
        "values": table.values.tolist(),
        "at": table.at.tolist(),
        "above": table.above.tolist(),
    }


def _table(data: Mapping[str, Any]) -> RankTable:
    values, at, above = (np.asarray(data[key], np.float64) for key in ("values", "at", "above"))
    return RankTable(values, at, above, int(data["n"]))


def rank_table(values: np.ndarray[Any, Any]) -> RankTable:
    """Make the table of one cohort from its known values.

    The mid-rank percentile of a value is the share below it plus half the share equal to it.

    >>> table = rank_table(np.array([1.0, 2.0, 2.0, 4.0]))
    >>> table.rank(2.0), table.rank(3.0), table.rank(0.5)
    (0.5, 0.75, 0.0)
    """
    known = values[np.isfinite(values)]
    distinct, counts = np.unique(known, return_counts=True)
    if not len(known):
        empty = np.empty(0)
        return RankTable(empty, empty, empty, 0)
    upto = np.cumsum(counts) / len(known)
    at = upto - counts / len(known) / 2
    if len(distinct) > FINEST:
        keep = np.unique(np.linspace(0, len(distinct) - 1, FINEST).round().astype(int))
        distinct, at, upto = distinct[keep], at[keep], upto[keep]
    return RankTable(distinct, at, upto, len(known))


def build_cohorts(
    codes: np.ndarray[Any, Any],
    values: Mapping[str, np.ndarray[Any, Any]],
    as_of: date,
    source: str,
) -> Cohorts:
    """Make all tables from columns: the cohort code of each firm (stage × 100 + field) and its indicator values.

    A cohort of fewer than `SMALLEST` firms is given the table of its stage; a stage below that has none, so its ranks
    stay unknown. Values that are not known are left out.
    """
    tables = {name: _by_code(codes, column) for name, column in values.items()}
    return Cohorts(as_of, source, tables)


def _by_code(codes: np.ndarray[Any, Any], column: np.ndarray[Any, Any]) -> dict[int, RankTable]:
    known = np.isfinite(codes)
    whole = np.where(known, codes, -1).astype(np.int64)
    found: dict[int, RankTable] = {}
    for stage in np.unique(whole[known] // 100):
        in_stage = rank_table(column[(whole // 100 == stage) & known])
        if in_stage.size < SMALLEST:
            continue
        for part in range(100):
            own = column[whole == stage * 100 + part] if part else np.empty(0)
            table = rank_table(own) if np.isfinite(own).sum() >= SMALLEST else in_stage
            found[int(stage * 100 + part)] = table
    return found
