"""The app of the registry."""

from __future__ import annotations

from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    """Enterprises and facts."""

    name = "jianghai.enterprises"
    verbose_name = "企业"
