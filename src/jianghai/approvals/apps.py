"""Django's entry for this package."""

from __future__ import annotations

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """Windows and appointments."""

    name = "jianghai.approvals"
    verbose_name = "窗口与预约"
