"""One incident as the list and its own page tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from sightline.show.web.markup import Markup, joined, tag
from sightline.show.words import pick, say

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from sightline.judge import Event
    from sightline.show.book import Entry


def clock(at: datetime, zone: ZoneInfo) -> Markup:
    """Write a moment by the site's clock.

    >>> from datetime import UTC, datetime
    >>> from zoneinfo import ZoneInfo
    >>> clock(datetime(2026, 4, 1, 1, 2, 3, tzinfo=UTC), ZoneInfo("Asia/Shanghai"))
    '<time datetime="2026-04-01T01:02:03+00:00">04-01 09:02:03</time>'
    """
    return tag("time", f"{at.astimezone(zone):%m-%d %H:%M:%S}", datetime=at.isoformat())


def badge(event: Event, language: str) -> Markup:
    """Show the level of an incident."""
    return tag("span", say(event.level, language), class_=f"badge {event.level}")


def number(value: float) -> str:
    """Write a number with two places at most.

    >>> number(0.72), number(12.0)
    ('0.72', '12')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")


def item(entry: Entry, zone: ZoneInfo, language: str, token: str) -> Markup:
    """Show one incident in the list."""
    event, address = entry.event, f"/event/{quote(entry.id)}"
    return tag(
        "li",
        _thumb(entry, address),
        tag(
            "div",
            tag("p", badge(event, language), _going(entry, language), _false(entry, language)),
            tag("h3", tag("a", pick(event.text, language), href=address)),
            tag(
                "p",
                clock(entry.opened.at, zone),
                tag("span", f"{say('severity', language)} {say(event.severity, language)}"),
                class_="facts",
            ),
            class_="told",
        ),
        None if entry.false or event.level == "unavailable" else deny(entry, language, token),
        class_=f"entry {event.level}{' false' if entry.false else ''}",
        id=f"event-{entry.id}",
        data_mark=f"{event.what}-{event.level}-{entry.packet is not None}-{entry.false}",
    )


def deny(entry: Entry, language: str, token: str, *remark: Markup) -> Markup:
    """Give the button that calls an incident a false alarm."""
    return tag(
        "form",
        tag("input", type="hidden", name="token", value=token),
        *remark,
        tag("button", say("false", language), type="submit", class_="quiet-button"),
        method="post",
        action=f"/event/{quote(entry.id)}/false",
        class_="deny",
    )


def _thumb(entry: Entry, address: str) -> Markup:
    """Show the snapshot small, once there is one."""
    if entry.packet is None:
        return joined()
    picture = tag(
        "img", src=f"{address}/snapshot.jpg", alt="", loading="lazy", width=112, height=84
    )
    return tag("a", picture, href=address, class_="thumb", tabindex="-1", aria_hidden="true")


def _going(entry: Entry, language: str) -> Markup:
    if entry.is_open:
        return tag("span", say("open", language), class_="going")
    lasted = (entry.event.at - entry.event.since).total_seconds()
    words = f"{say('lasted', language)} {number(lasted)} {say('second', language)}"
    return tag("span", words, class_="over")


def _false(entry: Entry, language: str) -> Markup:
    return tag("span", say("is-false", language), class_="false-mark") if entry.false else joined()
