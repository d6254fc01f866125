"""The latest public notices as an Atom feed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jianghai.casework import services
from jianghai.casework.papers import feed
from jianghai.casework.queries.papers import public_notices
from jianghai.web.words import english, told

if TYPE_CHECKING:
    from jianghai.casework.models import Publicity

#: Since when there is such a feed; part of its name for good.
BEGUN = datetime(2026, 1, 1, tzinfo=UTC)
LATEST = 50
#: So many characters of a notice stand in the feed.
SUMMARY = 300


def atom(home: str, address: str) -> bytes:
    """Write the feed; `home` is the address of this site, `address` that of the feed."""
    host = urlsplit(home).hostname or "localhost"
    made = feed.Feed(
        title=_("公示公告"),
        home=home,
        address=address,
        issuer=told(services.zone().name),
        id=feed.tag(host, BEGUN.date(), "public/notices"),
        since=BEGUN,
        language="en" if english() else "zh",
    )
    return feed.atom(made, [_entry(one, home, host) for one in public_notices()[:LATEST]])


def _entry(one: Publicity, home: str, host: str) -> feed.Entry:
    path = reverse("public_notice", args=[one.pk])
    return feed.Entry(
        id=feed.tag(host, timezone.localtime(one.posted_at).date(), path),
        title=one.title,
        summary=one.text[:SUMMARY],
        link=home.rstrip("/") + path,
        published=one.posted_at,
        updated=one.closed_at or one.posted_at,
        category=str(one.kind),
    )
