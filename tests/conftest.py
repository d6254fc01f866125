"""What every test starts from: quick passwords, work done at once, and a word about the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import hypothesis
import pytest
from django.conf import settings
from django.core.signals import setting_changed
from django.db import connection

from jianghai.base import guard
from tests.browser import chromium

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _pytest.terminal import TerminalReporter
    from pytest_django.plugin import DjangoDbBlocker

pytest_plugins = ("tests.cast",)

NO_BROWSER = (
    "no Chromium found, so the journeys in a real browser were skipped: install chromium, "
    "or set CHROMIUM to its path"
)


# How long something takes is measured by benchmarks; a test on a busy machine may take its time.
hypothesis.settings.register_profile("jianghai", deadline=None)
hypothesis.settings.load_profile("jianghai")

# At import, before any conftest further down: what is a task binds its backend when it is defined.
# Tests neither wait for strong hashes nor share a cache with a running Jianghai.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
# Apps that listen to each other have loaded their tasks already: let the backend be chosen anew.
setting_changed.send(sender=None, setting="TASKS", value=settings.TASKS, enter=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """End what a browser's last request still holds open, so that PostgreSQL lets the test database go."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":  # which empties tables between tests by deleting rows
            guard.remove(connection)
    yield
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark journeys, and skip them where no browser is."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)
        if item.get_closest_marker("journey") and chromium() is None:
            item.add_marker(pytest.mark.skip(reason=NO_BROWSER))


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Say whether journeys could run, so that a green run without a browser is not mistaken."""
    found = chromium()
    line = f"journeys: driven with {found}" if found else f"journeys: {NO_BROWSER}"
    terminalreporter.write_line(line)
