"""For commands that ask the database: the application is loaded, and what is wrong with it is told in one line."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from jianghai.cli.errors import CommandError
from jianghai.environment import SettingError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def opened() -> Iterator[None]:
    """Load the application for the length of a `with` block."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jianghai.settings")
    import django

    try:
        django.setup()
    except SettingError as wrong:
        zh, _, en = str(wrong).partition("\n")
        raise CommandError(zh, en) from wrong
    from django.db import DatabaseError

    try:
        yield
    except DatabaseError as wrong:
        told = " ".join(str(wrong).split())
        raise CommandError(
            f"数据库无法使用（{told}）；请检查 DATABASE_URL，并先运行 manage.py migrate",
            f"the database cannot be used ({told}); look at DATABASE_URL and run manage.py migrate first",
        ) from wrong
