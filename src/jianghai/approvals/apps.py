"""Django's entry for this package."""

from __future__ import annotations

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """Windows and appointments."""

    name = "jianghai.approvals"
    verbose_name = "窗口与预约"

    def ready(self) -> None:
        """Let cases move applications, and applications open cases."""
        from jianghai.approvals import payouts

        payouts.connect()
