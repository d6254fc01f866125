"""Addresses of what people and enterprises do with policies."""

from __future__ import annotations

from django.urls import path

from jianghai.web.views.own import applying, inbox, receiving

urlpatterns = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.read, name="inbox_read"),
    path("inbox/prefer/", inbox.prefer, name="inbox_prefer"),
    path("inbox/<int:pk>/", inbox.opened, name="notice"),
    path("inbox/<int:pk>/rate/", inbox.rate, name="notice_rate"),
    path("firms/<int:pk>/payouts/", receiving.received, name="firm_payouts"),
    path("payouts/published/", receiving.published, name="published_payouts"),
    path("payouts/<int:pk>/", receiving.receive, name="payout"),
    path("firms/<int:pk>/applications/", applying.asked, name="firm_applications"),
    path("firms/<int:pk>/applications/start/", applying.start, name="firm_apply"),
    path("applications/<int:pk>/", applying.application, name="application"),
    path("applications/<int:pk>/withdraw/", applying.withdraw, name="application_withdraw"),
    path(
        "applications/<int:pk>/materials/<int:place>/", applying.attach, name="application_attach"
    ),
    path("materials/<int:pk>/", applying.file, name="material"),
    path("materials/<int:pk>/remove/", applying.detach, name="material_remove"),
]
