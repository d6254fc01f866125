"""Who does the background work.

On a machine that serves only itself the server does it in a thread of its own (`BACKGROUND=thread`),
so that one command starts everything and nothing is left running after it. A zone's server sets
`BACKGROUND=worker` and runs `manage.py worker` beside the web server: a long import then takes no
time from pages. Both take tasks from the same table, each task once.
"""

from __future__ import annotations

import threading
import time

from django.db import close_old_connections
from django_tasks_db.management.commands.db_worker import Worker

from jianghai.jobs.tick import tick

SECONDS_BETWEEN_TICKS = 60


def make() -> Worker:
    """Make a worker that takes every task of the default queue, asking once a second."""
    return Worker(
        queue_names=["default"],
        interval=1,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"w{time.time_ns():x}",
        excluded_queue_names=[],
    )


def start_beside() -> None:
    """Start worker and clock as threads that end with the process."""
    start_clock()
    threading.Thread(target=make().run, name="worker", daemon=True).start()


def start_clock() -> None:
    """Start the clock as a thread that ends with the process."""
    threading.Thread(target=_keep_ticking, name="clock", daemon=True).start()


def _keep_ticking() -> None:
    while True:
        close_old_connections()
        tick()
        close_old_connections()
        time.sleep(SECONDS_BETWEEN_TICKS)
