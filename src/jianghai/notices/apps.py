"""The app of notices."""

from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Notices and how they reach people."""

    name = "jianghai.notices"
    verbose_name = "通知"
