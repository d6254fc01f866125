"""Addresses: our pages, signing in and out, and the language switch."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/", include("jianghai.api.urls")),
    path("", include("jianghai.web.urls")),
]

handler400 = "jianghai.web.views.shell.bad_request"
handler403 = "jianghai.web.views.shell.forbidden"
handler404 = "jianghai.web.views.shell.not_found"
handler500 = "jianghai.web.views.shell.failed"
