"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from jianghai.web.views.desk import clauses, drafts

urlpatterns = [
    path("policies/", drafts.drafts, name="desk_drafts"),
    path("policies/start/", drafts.start, name="desk_start"),
    path("drafts/<int:pk>/", drafts.draft, name="desk_draft"),
    path("drafts/<int:pk>/paper/", drafts.paper, name="desk_paper"),
    path("drafts/<int:pk>/groups/", drafts.groups, name="desk_groups"),
    path("drafts/<int:pk>/submit/", drafts.submit, name="desk_submit"),
    path("drafts/<int:pk>/return/", drafts.send_back, name="desk_return"),
    path("drafts/<int:pk>/publish/", drafts.publish, name="desk_publish"),
    path("drafts/<int:pk>/drop/", drafts.drop, name="desk_drop"),
    path("drafts/<int:pk>/clauses/<str:item>/", clauses.clause, name="desk_clause"),
    path("drafts/<int:pk>/clauses/<str:item>/cases/", clauses.cases, name="desk_cases"),
    path("drafts/<int:pk>/clauses/<str:item>/remove/", clauses.remove, name="desk_remove"),
]
