"""`manage.py worker`: do the background work in a process of its own."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from jianghai.jobs import worker


class Command(BaseCommand):
    """Take tasks and keep the clock until stopped."""

    help = "后台任务与定时任务 / background tasks and the clock"

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Work until a signal comes."""
        hand = worker.make()
        hand.configure_signals()
        worker.start_clock()
        self.stdout.write("worker started")
        hand.run()
