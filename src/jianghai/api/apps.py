"""The app of the JSON interface."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Tokens, and the operations that programs call."""

    name = "jianghai.api"
    verbose_name = "接口"
