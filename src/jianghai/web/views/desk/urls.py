"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from jianghai.web.views.desk import applications, clauses, drafts, lab, payouts, pushes

urlpatterns = [
    path("policies/", drafts.drafts, name="desk_drafts"),
    path("policies/start/", drafts.start, name="desk_start"),
    path("drafts/<int:pk>/", drafts.draft, name="desk_draft"),
    path("drafts/<int:pk>/paper/", drafts.paper, name="desk_paper"),
    path("drafts/<int:pk>/groups/", drafts.groups, name="desk_groups"),
    path("drafts/<int:pk>/effect/", lab.effect, name="desk_effect"),
    path("drafts/<int:pk>/submit/", drafts.submit, name="desk_submit"),
    path("drafts/<int:pk>/return/", drafts.send_back, name="desk_return"),
    path("drafts/<int:pk>/publish/", drafts.publish, name="desk_publish"),
    path("drafts/<int:pk>/drop/", drafts.drop, name="desk_drop"),
    path("drafts/<int:pk>/clauses/<str:item>/", clauses.clause, name="desk_clause"),
    path("drafts/<int:pk>/clauses/<str:item>/cases/", clauses.cases, name="desk_cases"),
    path("drafts/<int:pk>/clauses/<str:item>/remove/", clauses.remove, name="desk_remove"),
    path("lab/", lab.lab, name="desk_lab"),
    path("lab/save/", lab.save, name="desk_lab_save"),
    path("lab/compare/", lab.compare, name="desk_lab_compare"),
    path("lab/forget/<int:pk>/", lab.forget, name="desk_lab_forget"),
    path("payouts/", payouts.console, name="desk_payouts"),
    path("payouts/match/", payouts.match, name="desk_match"),
    path("payouts/transfers.xlsx", payouts.transfers, name="desk_transfers"),
    path("payouts/step/", payouts.step, name="desk_payout_step"),
    path("payouts/pools/", payouts.make_pool, name="desk_make_pool"),
    path("payouts/pools/<int:pk>/", payouts.pool, name="desk_pool"),
    path("payouts/<int:pk>/", payouts.payout, name="desk_payout"),
    path("pushes/", pushes.pushes, name="desk_pushes"),
    path("pushes/<int:pk>/", pushes.push, name="desk_push"),
    path("applications/", applications.queue, name="desk_applications"),
    path("applications/<int:pk>/", applications.application, name="desk_application"),
]
