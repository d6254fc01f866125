"""Rows read and written by plain statements, where a turn would spend most of its time on building queries.

Names of tables and columns come from our models, values are bound.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from django.db import connection, models

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Row = TypeVar("Row", bound=models.Model)


class Reading(NamedTuple):
    """How rows of a model are read: the statement's beginning, the fields, and what turns values into Python's."""

    begins: str
    names: list[str]
    converts: list[tuple[int, list[Callable[..., Any]], Any]]


@lru_cache(maxsize=64)
def _reading(model: type[models.Model], names: tuple[str, ...], _vendor: str) -> Reading:
    quoted = connection.ops.quote_name
    fields = [one for one in model._meta.concrete_fields if not names or one.name in names]
    columns = ", ".join(quoted(str(field.column)) for field in fields)
    converts = []
    for place, field in enumerate(fields):
        told = field.get_col(model._meta.db_table)
        found = [*connection.ops.get_db_converters(told), *field.get_db_converters(connection)]
        if found:
            converts.append((place, found, told))
    begins = f"SELECT {columns} FROM {quoted(model._meta.db_table)} WHERE "  # noqa: S608
    return Reading(begins, [field.attname for field in fields], converts)


def find(
    model: type[Row],
    where: str,
    params: Sequence[Any],
    *,
    names: tuple[str, ...] = (),
    lock: bool = False,
) -> list[Row]:
    """Read the rows that a condition of ours names; with `names` the other fields are read when asked for."""
    how = _reading(model, names, connection.vendor)
    ends = " FOR UPDATE" if lock and connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(f"{how.begins}{where}{ends}", params)
        found = cursor.fetchall()
    return [model.from_db(connection.alias, how.names, _converted(row, how)) for row in found]


def _converted(row: Sequence[Any], how: Reading) -> list[Any]:
    values = list(row)
    for place, converts, told in how.converts:
        for convert in converts:
            values[place] = convert(values[place], told, connection)
    return values


def one(sql: str, params: Sequence[Any]) -> tuple[Any, ...] | None:
    """Give the first row of a statement of ours, as it comes."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found: tuple[Any, ...] | None = cursor.fetchone()
    return found


@lru_cache(maxsize=64)
def _adding(model: type[models.Model]) -> tuple[str, list[Any]]:
    meta = model._meta
    fields = [field for field in meta.concrete_fields if not isinstance(field, models.AutoField)]
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    into = f"INSERT INTO {quoted(meta.db_table)} ({columns}) VALUES ({marks}) RETURNING "  # noqa: S608
    return into + quoted(str(meta.pk and meta.pk.column)), fields


def add(row: models.Model) -> None:
    """Put a new row in and give it its number, in the caller's transaction; nothing else hears of it."""
    sql, fields = _adding(type(row))
    with connection.cursor() as cursor:
        cursor.execute(sql, _values(row, fields))
        [row.pk] = cursor.fetchone()
    row._state.adding, row._state.db = False, connection.alias


@lru_cache(maxsize=64)
def _writing(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, list[Any]]:
    meta = model._meta
    fields = [field for field in meta.concrete_fields if field.name in names]
    quoted, key = connection.ops.quote_name, str(meta.pk and meta.pk.column)
    sets = ", ".join(f"{quoted(str(field.column))} = %s" for field in fields)
    return f"UPDATE {quoted(meta.db_table)} SET {sets} WHERE {quoted(key)} = %s", fields  # noqa: S608


def put(rows: Sequence[models.Model], names: Sequence[str]) -> None:
    """Write some fields of rows that are stored already, in the caller's transaction; nothing else hears of it."""
    if not rows:
        return
    sql, fields = _writing(type(rows[0]), tuple(names))
    with connection.cursor() as cursor:
        cursor.executemany(sql, [[*_values(row, fields), row.pk] for row in rows])


def _values(row: models.Model, fields: Sequence[models.Field[Any, Any]]) -> list[Any]:
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
