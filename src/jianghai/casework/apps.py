"""The app of services, cases, clocks, documents and decisions."""

from __future__ import annotations

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Casework."""

    name = "jianghai.casework"
    verbose_name = "办件"

    def ready(self) -> None:
        """Put the offices that this site can reach into the table; a demonstration makes up the others."""
        from django.conf import settings

        from jianghai.casework.offices import connect

        connect(settings.OFFICE_URLS, made_up=settings.DEMO)
