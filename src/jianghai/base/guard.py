"""The database's own refusal to change or remove a journal line, by triggers.

Who may drop a trigger may still do it; then the chain shows what was touched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

WORDS = "a journal line may be added, never changed or removed"
#: Trigger: its table, what it refuses, and when.
TRIGGERS = {
    "journal_line_stays": ("base_journalline", "UPDATE", ""),
    "journal_line_remains": ("base_journalline", "DELETE", ""),
    "journal_head_goes_on": ("base_journalhead", "UPDATE", "WHEN (NEW.number <= OLD.number)"),
    "journal_head_remains": ("base_journalhead", "DELETE", "WHEN (OLD.number > 0)"),
}
SQLITE = "CREATE TRIGGER {name} BEFORE {step} ON {table} FOR EACH ROW {when} BEGIN SELECT RAISE(ABORT, '{words}'); END"
POSTGRES = "CREATE TRIGGER {name} BEFORE {step} ON {table} FOR EACH ROW {when} EXECUTE FUNCTION journal_refuses()"
FUNCTION = """
    CREATE OR REPLACE FUNCTION journal_refuses() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{words}' USING ERRCODE = 'restrict_violation'; END $$
"""


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers where they are not yet."""
    remove(connection)
    postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if postgres:
            cursor.execute(FUNCTION.format(words=WORDS))
        for name, (table, step, when) in TRIGGERS.items():
            sql = POSTGRES if postgres else SQLITE
            cursor.execute(sql.format(name=name, table=table, step=step, when=when, words=WORDS))


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away, as a change of the tables themselves needs."""
    ending = {"postgresql": " ON {table}"}.get(connection.vendor, "")
    with connection.cursor() as cursor:
        for name, (table, _, _) in TRIGGERS.items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{ending.format(table=table)}")
