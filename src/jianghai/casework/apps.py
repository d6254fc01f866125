"""The app of services, cases, clocks, documents and decisions."""

from __future__ import annotations

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Casework."""

    name = "jianghai.casework"
    verbose_name = "办件"
