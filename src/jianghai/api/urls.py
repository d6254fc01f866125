"""Addresses of the interface, under /api/."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt

from jianghai.api import limits
from jianghai.api.answers import Interface, Strict, always_json, missing
from jianghai.api.auth import EITHER
from jianghai.api.operations import cases, documents, firms, me, public, tasks

interface = Interface(
    title="江海 Jianghai",
    version="1",
    description="The same actions and the same access as the pages, for programs. See docs/reference/api.md.",
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
    auth=EITHER,
    throttle=limits.Calls(),
    parser=Strict(),
)
interface.add_router("/me", me.router, tags=["me"])
interface.add_router("/firms", firms.router, tags=["firms"])
interface.add_router("/cases", cases.router, tags=["cases"])
interface.add_router("", documents.router, tags=["documents"])
interface.add_router("/tasks", tasks.router, tags=["tasks"])
interface.add_router("/public", public.router, tags=["public"])


def _patterns() -> list[URLPattern]:
    """Let every address answer as JSON; without names, which belong to the pages."""
    found = [one for one in interface.urls[0] if isinstance(one, URLPattern)]
    return [
        path(f"v1/{one.pattern}", csrf_exempt(always_json(one.callback)))
        for one in found
        if one.name != "api-root"
    ]


def description(_request: HttpRequest) -> JsonResponse:
    """Give the OpenAPI description; it names no person and no firm."""
    return JsonResponse(interface.get_openapi_schema(path_prefix="/api/v1/"))


urlpatterns = [
    path("v1/openapi.json", description, name="openapi"),
    *_patterns(),
    re_path("", csrf_exempt(missing)),
]
