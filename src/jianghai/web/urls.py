"""Addresses of the pages."""

from __future__ import annotations

from django.urls import path

from jianghai.web.views import imports, rules, shell

urlpatterns = [
    path("", shell.home, name="home"),
    path("theme/", shell.theme, name="theme"),
    path("rules/", rules.shelf, name="rules"),
    path("rules/<slug:code>/", rules.rule, name="rule"),
    path("rules/<slug:code>/compare/", rules.compare, name="rule_compare"),
    path("imports/", imports.imports, name="imports"),
    path("imports/template.xlsx", imports.template, name="import_template"),
    path("imports/<int:pk>/", imports.batch, name="import"),
    path("imports/<int:pk>/apply/", imports.apply, name="import_apply"),
    path("imports/<int:pk>/undo/", imports.undo, name="import_undo"),
    path("imports/<int:pk>/refused.csv", imports.refused, name="import_refused"),
    path("m/", shell.home, name="my_firms"), path("z/", shell.home, name="zone"), path("zf/", shell.home, name="zone_firms"), path("zs/", shell.home, name="zone_steps"),
]
