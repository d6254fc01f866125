"""Many rows written at once: one prepared statement, where Django's own way builds a case for every value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db import models


def put(rows: Sequence[models.Model], names: Sequence[str]) -> None:
    """Write some fields of rows that are stored already, in the caller's transaction; nothing else hears of it."""
    if not rows:
        return
    meta = rows[0]._meta
    fields = [field for field in meta.concrete_fields if field.name in names]
    quoted, key = connection.ops.quote_name, str(meta.pk and meta.pk.column)
    sets = ", ".join(f"{quoted(str(field.column))} = %s" for field in fields)
    # Names come from our models, values are bound.
    sql = f"UPDATE {quoted(meta.db_table)} SET {sets} WHERE {quoted(key)} = %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(sql, [[*_values(row, fields), row.pk] for row in rows])


def _values(row: models.Model, fields: Sequence[models.Field[Any, Any]]) -> list[Any]:
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
