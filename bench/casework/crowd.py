"""Many open cases, made by copying the rows of real ones inside the database."""

from __future__ import annotations

from django.db import connection, models

from jianghai.casework.models import Case, Clock, Flow, Party, Task

#: Tables that hang on a case and that lists read, in the order in which they are written; and the others.
LISTED: tuple[type[models.Model], ...] = (Task, Party)
WORKED: tuple[type[models.Model], ...] = (Flow, Clock)


def crowd(template: Case, wanted: int, *, listed_only: bool) -> None:
    """Fill the tables until so many cases are open, each a copy of `template`: whole, or as far as lists read it."""
    held = Case.objects.count()
    if held >= wanted:
        return
    last = Case.objects.order_by("-pk").values_list("pk", flat=True)[0]
    more = wanted - held
    _copies(Case, template.pk, last, more)
    for model in LISTED if listed_only else (*LISTED, *WORKED):
        _copies(model, template.pk, last, more)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('casework_case', 'id'), %s)", [last + more]
            )
    settle()


def settle() -> None:
    """Let the database finish its own work on what was written, as it would have done over the months."""
    texts = {
        "postgresql": ("VACUUM (ANALYZE)", "CHECKPOINT"),
        "sqlite": ("ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)"),
    }
    with connection.cursor() as cursor:
        for text in texts[connection.vendor]:
            cursor.execute(text)


def _copies(model: type[models.Model], template: int, last: int, more: int) -> None:
    table = model._meta.db_table
    # Names come from our models, numbers are ours.
    numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {more})"  # noqa: S608
    into, out = [], []
    for field in model._meta.concrete_fields:
        column = connection.ops.quote_name(field.column)
        if field.column == ("id" if model is Case else "case_id"):
            into.append(column)
            out.append(f"{last} + n.i")
        elif field.primary_key:
            continue
        else:
            into.append(column)
            out.append(f"t.{column}")
    where = "t.id" if model is Case else "t.case_id"
    insert = f"INSERT INTO {table} ({', '.join(into)})"
    select = f"SELECT {', '.join(out)} FROM n CROSS JOIN {table} t WHERE {where} = {template}"  # noqa: S608
    text = (
        f"{numbers} {insert} {select}"
        if connection.vendor == "postgresql"
        else f"{insert} {numbers} {select}"
    )
    with connection.cursor() as cursor:
        cursor.execute(text)
