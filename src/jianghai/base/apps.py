"""The app of the journal."""

from __future__ import annotations

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """What every app stands on."""

    name = "jianghai.base"
    verbose_name = "基础"
