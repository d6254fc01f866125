"""Two workers at once, on a database that really has two connections."""

from __future__ import annotations

import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from django.db import connection, connections

from tests.databases import copied


class Workers:
    """Do jobs in threads of their own, each with a connection of its own.

    A test's SQLite is copied to a file first.
    """

    def __init__(self, folder: Path) -> None:
        self.file = folder / "together.sqlite3"
        if connection.vendor == "sqlite":
            copied(self.file)

    def together(self, *jobs: Callable[[], object]) -> list[object]:
        """Do all jobs at the same time; give what each gave or raised."""
        start = Barrier(len(jobs))

        def work(job: Callable[[], object]) -> object:
            mine = connections["default"]
            if mine.vendor == "sqlite":
                mine.settings_dict = {**mine.settings_dict, "NAME": str(self.file)}
            start.wait()
            try:
                return job()
            except Exception as fault:  # noqa: BLE001 - the test looks at it
                return fault
            finally:
                mine.close()

        with ThreadPoolExecutor(len(jobs)) as hands:
            doing = [hands.submit(contextvars.copy_context().run, work, job) for job in jobs]
            return [one.result() for one in doing]

    def ask(self, question: Callable[[], object]) -> object:
        """Look at what the workers wrote."""
        [answer] = self.together(question)
        return answer
