"""Addresses of the pages."""

from __future__ import annotations

from django.urls import include, path

from jianghai.web.views import (
    entitled,
    facts,
    firms,
    imports,
    policies,
    rules,
    shell,
    weights,
    zone,
)

urlpatterns = [
    path("", shell.home, name="home"),
    path("theme/", shell.theme, name="theme"),
    path("rules/", rules.shelf, name="rules"),
    path("rules/<slug:code>/", rules.rule, name="rule"),
    path("rules/<slug:code>/compare/", rules.compare, name="rule_compare"),
    path("firms/", firms.mine, name="my_firms"),
    path("firms/<int:pk>/", firms.firm, name="firm"),
    path("firms/<int:pk>/standards/<slug:code>/", firms.standard, name="firm_standard"),
    path("firms/<int:pk>/standards/<slug:code>/correct/", firms.correct, name="firm_correct"),
    path("firms/<int:pk>/facts/", facts.facts, name="firm_facts"),
    path("firms/<int:pk>/facts.xlsx", facts.export, name="firm_export"),
    path("firms/<int:pk>/facts/<slug:name>/", facts.fact, name="firm_fact"),
    path("firms/<int:pk>/lists/<slug:name>/", facts.records, name="firm_list"),
    path("firms/<int:pk>/owed/", entitled.owed, name="firm_owed"),
    path("firms/<int:pk>/owed/seen/", entitled.seen, name="firm_seen"),
    path("firms/<int:pk>/owed/print/", entitled.printed, name="firm_owed_print"),
    path("firms/<int:pk>/owed/calendar/", entitled.due, name="firm_calendar"),
    path("firms/<int:pk>/owed/calendar.ics", entitled.due_file, name="firm_calendar_file"),
    path(
        "firms/<int:pk>/owed/<slug:issuer>/<slug:policy>/<str:item>/",
        entitled.opened,
        name="firm_clause",
    ),
    path("policies/", policies.library, name="policies"),
    path("policies/<slug:issuer>/<slug:policy>/", policies.policy, name="policy"),
    path("policies/<slug:issuer>/<slug:policy>/compare/", policies.compare, name="policy_compare"),
    path("desk/", include("jianghai.web.views.desk.urls")),
    path("", include("jianghai.web.views.own.urls")),
    path("", include("jianghai.web.views.windows.urls")),
    path("imports/", imports.imports, name="imports"),
    path("imports/template.xlsx", imports.template, name="import_template"),
    path("imports/<int:pk>/", imports.batch, name="import"),
    path("imports/<int:pk>/apply/", imports.apply, name="import_apply"),
    path("imports/<int:pk>/undo/", imports.undo, name="import_undo"),
    path("imports/<int:pk>/refused.csv", imports.refused, name="import_refused"),
    path("zone/overview/", zone.overview, name="zone"),
    path("zone/firms/", zone.firms, name="zone_firms"),
    path("zone/firms.csv", zone.as_csv, name="zone_csv"),
    path("zone/firms.xlsx", zone.as_xlsx, name="zone_xlsx"),
    path("zone/steps/", zone.steps, name="zone_steps"),
    path("weights/", weights.weights, name="weights"),
    path("weights/load/", weights.load, name="weights_load"),
    path("weights/restore/", weights.restore, name="weights_restore"),
    path("weights/template.<slug:kind>", weights.template, name="weights_template"),
]
