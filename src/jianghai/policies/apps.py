"""The app of the policies."""

from __future__ import annotations

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    """Policies and what enterprises are owed by them."""

    name = "jianghai.policies"
    verbose_name = "惠企政策"

    def ready(self) -> None:
        """Listen for changed facts."""
        from jianghai.policies import signals

        signals.connect()
