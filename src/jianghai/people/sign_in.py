"""Signing in: no open sign-up, a pause after too many wrong passwords, a second factor for the zone's own people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language

from jianghai.people.models import OUTSIDE, Person

if TYPE_CHECKING:
    from collections.abc import Callable

#: Where somebody without a second factor may still go; the interface refuses them itself, as JSON.
OPEN = ("/accounts/", "/api/", "/i18n/", "/static/")


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by the zone office: nobody signs up alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say no."""
        return False


def second_factor(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Send zone people without a second factor to the page where they add one, if the setting asks for it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if lacks_factor(request) and not request.path.startswith(OPEN):
            return redirect(reverse("mfa_index"))
        return get_response(request)

    return middleware


def lacks_factor(request: HttpRequest) -> bool:
    """Tell whether somebody of the zone must add a second factor first."""
    person = request.user
    return (
        settings.SECOND_FACTOR
        and isinstance(person, Person)
        and person.role not in OUTSIDE
        and not is_mfa_enabled(person)
    )


def name_tried(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """Give the name that failures are counted under.

    django-axes and django-allauth name it differently at the check and at the count; without this the
    two never meet and nobody is ever locked out.
    """
    told = credentials or {}
    name = (
        told.get("username") or told.get("email") or told.get("login") or request.POST.get("login")
    )
    return str(name or "").strip().lower()[:255]


def address_of(request: HttpRequest) -> str | None:
    """Give the caller's address: the last one our own proxy saw, or the other end of the line."""
    seen = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
    return seen.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR")


def locked_out(
    _request: HttpRequest, _answer: HttpResponse | None, _what: dict[str, Any]
) -> HttpResponse:
    """Answer somebody who tried too often."""
    zh = "登录失败次数过多，请 15 分钟后再试，或联系园区管理员。"
    en = "Too many failed sign-ins. Try again in 15 minutes, or ask the zone's administrator."
    told = en if (get_language() or "").startswith("en") else zh
    return HttpResponse(
        told, status=429, content_type="text/plain; charset=utf-8", headers={"Retry-After": "900"}
    )
