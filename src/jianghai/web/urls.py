"""Addresses of the pages."""

from __future__ import annotations

from django.urls import path

from jianghai.web.views import rules, shell

urlpatterns = [
    path("", shell.home, name="home"),
    path("theme/", shell.theme, name="theme"),
    path("rules/", rules.shelf, name="rules"),
    path("rules/<slug:code>/", rules.rule, name="rule"),
    path("rules/<slug:code>/compare/", rules.compare, name="rule_compare"),
    path("m/", shell.home, name="my_firms"), path("z/", shell.home, name="zone"), path("zf/", shell.home, name="zone_firms"), path("zs/", shell.home, name="zone_steps"), path("i/", shell.home, name="imports"),
]
