"""The feed of what is public (Atom, RFC 4287): every notice under an address that never changes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

if TYPE_CHECKING:
    from jianghai.casework.papers.values import Language

#: Signs that XML cannot hold.
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LANGUAGES = {"zh": "zh-CN", "en": "en"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One public notice: `id` is its tag address and stays, whatever becomes of the page."""

    id: str
    title: str
    summary: str
    link: str
    published: datetime
    updated: datetime
    category: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """What the feed is called and where it is; `issuer` speaks in it."""

    title: str
    home: str
    address: str
    issuer: str
    id: str
    #: Since when there is such a feed: what it says while it holds nothing.
    since: datetime
    language: Language = "zh"


class _Notices(Atom1Feed):
    """Django's feed, which would ask the clock where it holds nothing."""

    def latest_post_date(self) -> datetime:
        latest: datetime = max([self.feed["since"], *(item["updateddate"] for item in self.items)])
        return latest


def tag(host: str, day: date, name: str) -> str:
    """Give the tag address of something (RFC 4151): the host as it was on that day, and a name.

    >>> tag("zone.example", date(2025, 9, 8), "publicity/17")
    'tag:zone.example,2025-09-08:publicity/17'
    """
    return f"tag:{host.partition(':')[0]},{day.isoformat()}:{name}"


def atom(feed: Feed, entries: Iterable[Entry]) -> bytes:
    """Write the feed, the newest change first; the same entries give the same bytes."""
    listed = sorted(entries, key=lambda entry: (entry.updated, entry.id), reverse=True)
    made = _Notices(
        title=_writable(feed.title),
        link=feed.home,
        description="",
        language=LANGUAGES[feed.language],
        author_name=_writable(feed.issuer),
        feed_url=feed.address,
        feed_guid=feed.id,
        since=feed.since.astimezone(UTC),
    )
    for entry in listed:
        made.add_item(
            title=_writable(entry.title),
            link=entry.link,
            description=escape(_writable(entry.summary)),  # Django marks it as HTML
            unique_id=entry.id,
            pubdate=entry.published.astimezone(UTC),
            updateddate=entry.updated.astimezone(UTC),
            categories=[_writable(entry.category)] if entry.category else [],
        )
    return made.writeString("utf-8").encode()


def _writable(text: str) -> str:
    return UNWRITABLE.sub("", text)
