"""Proof that public notices were up: their pages are asked for as a stranger would, and what came is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.db.models import Max, Q
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.html import escape

from jianghai.base import clock
from jianghai.casework.actions import publicity as actions
from jianghai.casework.models import Publicity

if TYPE_CHECKING:
    from django.db import models

#: How often a page is looked at while its notice is up.
EVERY = timedelta(hours=1)
PATIENCE = 10  # seconds


def sight_notices() -> int:
    """Look at every notice that is up and was not looked at for an hour; give how many were looked at."""
    done = 0
    for posted in _waiting():
        status, page = _asked(f"/public/notices/{posted.pk}/")
        shown = status == 200 and escape(posted.title) in page  # noqa: PLR2004 - 200 is what found means
        actions.keep_sighting(posted, status, actions.digest_of(posted) if shown else "")
        done += 1
    return done


def _waiting() -> models.QuerySet[Publicity]:
    before = clock.now() - EVERY
    up = Publicity.objects.filter(closed_at=None, last_day__isnull=False)
    seen = up.annotate(seen=Max("sightings__at"))
    return seen.filter(Q(seen=None) | Q(seen__lt=before)).order_by("id")


def _asked(path: str) -> tuple[int, str]:
    """Ask for a page from outside where the site's address is known, else through all of our own layers."""
    return _outside(path) if settings.SITE_URL else _inside(path)


def _outside(path: str) -> tuple[int, str]:
    address = settings.SITE_URL.rstrip("/") + path
    if urlsplit(address).scheme not in {"http", "https"}:
        return 0, ""
    asked = Request(address, headers={"User-Agent": "jianghai-sighting"})  # noqa: S310 - scheme checked
    try:
        with urlopen(asked, timeout=PATIENCE) as answer:  # noqa: S310 - scheme checked
            return int(answer.status), answer.read(2_000_000).decode("utf-8", "replace")
    except URLError as refused:
        return int(getattr(refused, "code", 0) or 0), ""


def _inside(path: str) -> tuple[int, str]:
    host = next((one for one in settings.ALLOWED_HOSTS if one.strip("*.[")), "localhost")
    request = RequestFactory().get(path, secure=settings.HTTPS, headers={"host": host.lstrip(".")})
    handler = BaseHandler()
    handler.load_middleware()
    answer = handler.get_response(request)
    content = answer.content if isinstance(answer, HttpResponse) else b""
    return answer.status_code, content.decode("utf-8", "replace")
