"""Answer with a page, or with the part of it that htmx asked for."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils.cache import patch_vary_headers

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django_htmx.middleware import HtmxDetails


def show(
    request: HttpRequest, template: str, fragment: str = "", *, status: int = 200, **context: Any
) -> HttpResponse:
    """Render `web/<template>`; for htmx only its part `fragment`, a file beside it that it includes."""
    name = PurePosixPath("web", template)
    if fragment and part_asked(request):
        name = name.with_name(f"{fragment}.html")
    response = render(request, str(name), context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def part_asked(request: HttpRequest) -> bool:
    """Tell whether htmx wants a part; going back in history wants the whole page."""
    htmx: HtmxDetails | None = getattr(request, "htmx", None)
    return htmx is not None and bool(htmx) and not htmx.history_restore_request and not htmx.boosted
