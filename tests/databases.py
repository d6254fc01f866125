"""A test's SQLite lies in memory, where connections cannot wait for each other: here it becomes a file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection


def copied(file: Path) -> Path:
    """Copy what the test laid down to a file that several connections may open at once.

    A copy begins without a write-ahead log; of two that turn it on at once SQLite refuses one.
    """
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(file)])
    with closing(sqlite3.connect(file)) as copy:
        copy.execute("PRAGMA journal_mode=WAL")
    return file
