"""The weights of the points: the table in force, a table on its way in beside it, and the empty one to fill in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from jianghai.standards import actions, rules
from jianghai.standards.models import WeightTable
from jianghai.web.words import said, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from rulebook.rules.editions import Edition


@dataclass(frozen=True, slots=True)
class Weight:
    """One weight in a new table, and what it is in the table in force."""

    value: str
    before: str

    @property
    def moved(self) -> bool:
        """Tell whether the new table has another."""
        return self.value != self.before


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator with its weight in every stage."""

    id: str
    name: str
    weights: tuple[Weight, ...]

    @property
    def typed(self) -> str:
        """Write the row into a form field."""
        return ",".join((self.id, *(one.value for one in self.weights)))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A weight table as a page shows it."""

    stages: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def totals(self) -> list[str]:
        """Add up every stage."""
        columns = zip(*(row.weights for row in self.rows), strict=True)
        return [plain(sum(float(one.value) for one in column)) for column in columns]

    @property
    def moved(self) -> int:
        """Count the weights that differ from those in force."""
        return sum(one.moved for row in self.rows for one in row.weights)


def plain(weight: object) -> str:
    """Write a weight without needless decimals.

    >>> plain("6.0"), plain(2.5)
    ('6', '2.5')
    """
    return f"{float(str(weight)):g}"


def edition(on: date) -> Edition:
    """Find the edition of the points in force on a day, with the weights of that day."""
    return rules.library(on).edition(rules.POINTS, on)


def sheet(points: Edition, rows: Mapping[str, Sequence[object]] | None = None) -> Sheet:
    """Lay out the weights of an edition, or others beside them."""
    now = points.tables[rules.WEIGHTS]["rows"]
    new = now if rows is None else rows
    return Sheet(
        stages(points),
        tuple(
            Row(
                name,
                told(points.clause(name).name),
                tuple(
                    Weight(plain(one), plain(old))
                    for one, old in zip(new[name], now[name], strict=True)
                ),
            )
            for name in now
        ),
    )


def stages(points: Edition) -> tuple[str, ...]:
    """Name the stages in the order of the columns."""
    return tuple(said(word) for _number, word in points.lets["stage"].labels)


def empty(points: Edition) -> tuple[list[str], list[list[str]]]:
    """Give the heading and the rows of a table to fill in."""
    head = [_("指标"), *stages(points)]
    rows = [
        [f"{name} {told(points.clause(name).name)}", *("" for _ in head[1:])]
        for name in actions.draft_rows()
    ]
    return head, rows


def typed(lines: Iterable[str]) -> dict[str, list[str]]:
    """Read back the rows that the preview wrote into its form.

    >>> typed(["IP01,6,8,9"])
    {'IP01': ['6', '8', '9']}
    """
    return {name: weights for name, *weights in (line.split(",") for line in lines)}


def history(on: date) -> list[tuple[WeightTable, str]]:
    """List the tables and restorations, newest first, each with whether it is in force, to come or past."""
    tables = list(WeightTable.objects.filter(standard=rules.POINTS).select_related("uploaded_by"))
    active = next((table for table in tables if table.valid_from <= on), None)
    return [
        (table, "active" if table == active else "coming" if table.valid_from > on else "past")
        for table in tables
    ]
