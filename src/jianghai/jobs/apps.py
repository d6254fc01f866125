"""The app of background work."""

from __future__ import annotations

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The worker and the tick."""

    name = "jianghai.jobs"
    verbose_name = "后台任务"

    def ready(self) -> None:
        """Let firms be told of what moves in the policies."""
        from jianghai.jobs import telling

        telling.connect()
