"""`manage.py tick`: do every duty of the clock once, for those who prefer cron."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from jianghai.jobs.tick import tick


class Command(BaseCommand):
    """Tick once."""

    help = "立即执行一次定时任务 / do the clock's duties once"

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Tell how much each duty did."""
        for name, count in tick().items():
            self.stdout.write(f"{name}: {count}")
