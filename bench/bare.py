"""The barest Django page worth the name: fifty rows of one table, from a query and a template."""

from __future__ import annotations

from collections.abc import Callable

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path

from jianghai.enterprises.models import Enterprise

MIDDLEWARE = (
    "bench.bare.here",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
)
"""What `django-admin startproject` writes, after one line that leads to this page."""

TEMPLATE = Engine().from_string(
    """<!doctype html><title>Enterprises</title>
<p>{{ page.paginator.count }} enterprises, page {{ page.number }} of {{ page.paginator.num_pages }}</p>
<table>
{% for firm in page %}<tr><td><a href="/{{ firm.pk }}">{{ firm.name }}</a></td><td>{{ firm.uscc }}</td>
<td>{{ firm.industry_code }}</td><td>{{ firm.reg_date }}</td><td>{{ firm.reg_region }}</td></tr>
{% endfor %}</table>"""
)


def here(next_: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Send every request to this module's one page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.urlconf = "bench.bare"
        return next_(request)

    return middleware


def fifty(request: HttpRequest) -> HttpResponse:
    """Show a page of fifty rows to whoever is signed in."""
    if not request.user.is_authenticated:
        return HttpResponse(status=403)
    page = Paginator(Enterprise.objects.all(), 50).page(int(request.GET.get("page", 1)))
    return HttpResponse(TEMPLATE.render(Context({"page": page})))


urlpatterns = [path("", fifty)]
