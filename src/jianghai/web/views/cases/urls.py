"""Addresses of services, cases and public notices."""

from __future__ import annotations

from django.urls import path

from jianghai.web.views.cases import cases, objections, public, services, tasks, workbench

urlpatterns = [
    path("services/", services.services, name="services"),
    path("services/<slug:service>/", services.service, name="service"),
    path("services/<slug:service>/apply/", services.apply, name="service_apply"),
    path("my/cases/", cases.mine, name="my_cases"),
    path("workbench/", workbench.workbench, name="workbench"),
    path("workbench/overview/", workbench.leading, name="leading"),
    path("cases/", workbench.listing, name="cases"),
    path("cases/<str:number>/", cases.case, name="case"),
    path("cases/<str:number>/do/<slug:verb>/", cases.do, name="case_do"),
    path("cases/<str:number>/papers/<int:pk>/", cases.paper, name="case_paper"),
    path("cases/<str:number>/notices/<int:pk>/", objections.objections, name="case_objections"),
    path("cases/<str:number>/tasks/<int:pk>/", tasks.task, name="case_task"),
    path("cases/<str:number>/tasks/<int:pk>/<slug:verb>/", tasks.do, name="task_do"),
    path("public/notices/", public.notices, name="public_notices"),
    path("public/notices.atom", public.feed, name="public_feed"),
    path("public/notices/<int:pk>/", public.notice, name="public_notice"),
    path("public/notices/<int:pk>/papers/<int:version>/", public.file, name="public_paper"),
    path("public/notices/<int:pk>/decision.pdf", public.decision, name="public_decision"),
    path("public/receipts/<slug:receipt>/", public.receipt, name="public_receipt"),
    path("public/verify/", public.look_up, name="public_look_up"),
    path("public/verify/<str:code>/", public.verify, name="public_verify"),
]
