"""Writing answers: only those that are new or rest on something else than before, all in one statement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from jianghai.enterprises.columns.records import among
from jianghai.standards.models import Evaluation

KEY = ("enterprise", "standard", "year")
KEPT = (
    "edition", "on", "verdict", "low", "high", "value", "clauses", "open", "step", "near", "gap",
    "latest", "digest", "computed_at",
)  # fmt: skip
Key = tuple[int, str, int]
Before = list[tuple[int, Key, str, bool]]


def before(latest: Mapping[int, int]) -> Before:
    """Give what is kept of a block already: row, whose answer it is, its digest, whether of the latest year."""
    rows = Evaluation.objects.filter(among(latest)).order_by()
    found = rows.values_list("pk", *KEY, "digest", "latest")
    return [
        (pk, (firm, *key), digest, last) for pk, firm, *key, digest, last in found if firm in latest
    ]


def mark(kept: Before, latest: Mapping[int, int], at: datetime) -> None:
    """Say of what is kept already that it was looked at, and whether it is of the latest year."""
    Evaluation.objects.filter(enterprise__in=list(latest)).update(computed_at=at)
    for right in (True, False):
        wrong = [
            pk
            for pk, (firm, _, year), _, last in kept
            if (latest[firm] == year) is right is not last
        ]
        if wrong:
            Evaluation.objects.filter(pk__in=wrong).update(latest=right)


def store(answers: Iterable[Mapping[str, Any]]) -> None:
    """Write answers of one moment in place of those of the same enterprise, standard and year.

    Plain SQL that both databases know: a model object for each of a hundred thousand rows would cost more than judging.
    """
    rows = list(answers)
    if not rows:
        return
    about = Evaluation._meta
    names = (*KEY, *KEPT)
    by_name = {field.name: field.column for field in about.concrete_fields}
    columns = [by_name[name] or name for name in names]
    quoted = [connection.ops.quote_name(column) for column in columns]
    key, kept = quoted[: len(KEY)], quoted[len(KEY) :]
    statement = (
        f"INSERT INTO {connection.ops.quote_name(about.db_table)} ({', '.join(quoted)})"  # noqa: S608
        f" VALUES ({', '.join(['%s'] * len(quoted))})"
        f" ON CONFLICT ({', '.join(key)}) DO UPDATE SET "
        + ", ".join(f"{one} = excluded.{one}" for one in kept)
    )
    days = {row["on"]: connection.ops.adapt_datefield_value(row["on"]) for row in rows}
    at = connection.ops.adapt_datetimefield_value(rows[0]["computed_at"])
    adapted = ({**row, "on": days[row["on"]], "computed_at": at} for row in rows)
    lines = [[row[name] for name in names] for row in adapted]
    with connection.cursor() as cursor:
        cursor.executemany(statement, lines)
