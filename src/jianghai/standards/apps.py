"""The app of the standards."""

from __future__ import annotations

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    """Evaluations, points and titles."""

    name = "jianghai.standards"
    verbose_name = "评价标准"

    def ready(self) -> None:
        """Listen for changed facts."""
        from jianghai.standards import signals

        signals.connect()
