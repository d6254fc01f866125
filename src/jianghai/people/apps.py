"""The app of persons."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Persons and their roles."""

    name = "jianghai.people"
    verbose_name = "人员"
