"""Django's entry for this package."""

from __future__ import annotations

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """Names the app."""

    name = "jianghai.approvals"
    verbose_name = "窗口与预约"
