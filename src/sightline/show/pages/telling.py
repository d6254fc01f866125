"""The page of one incident: its clip, what was measured, and the button that calls it a false alarm."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from sightline.show.pages.entries import badge, clock, deny, number
from sightline.show.web.markup import Markup, joined, tag
from sightline.show.words import pick, say

if TYPE_CHECKING:
    from sightline.show.book import Entry
    from sightline.site import Site


def content(entry: Entry, seal: str, site: Site, how: tuple[str, str]) -> Markup:
    """Give the content of the page; `how` is the language and the token of forms, `seal` the packet's SHA-256."""
    language, token = how
    event = entry.event
    return tag(
        "div",
        tag(
            "section",
            tag("p", badge(event, language), class_="state-line"),
            tag("h1", pick(event.text, language)),
            tag("dl", *_facts(entry, site, language), class_="wide"),
            _judged(entry, language, token),
            tag("p", tag("a", say("watching", language), href=f"/camera/{event.camera}")),
            class_="card",
        ),
        tag(
            "section",
            tag("h2", say("evidence", language)),
            _evidence(entry, seal, language),
            class_="card evidence",
        ),
        class_="telling",
    )


def _facts(entry: Entry, site: Site, language: str) -> list[Markup]:
    """List what is known of the incident; what is not known has no line."""
    event = entry.event
    place = None if event.place is None else ", ".join(number(metres) for metres in event.place)
    lasted = number((event.at - event.since).total_seconds())
    facts = (
        ("when", clock(event.since, site.timezone)),
        ("lasted", f"{lasted} {say('second', language)}"),
        (
            "rule",
            next(
                (pick(rule.name, language) for rule in site.rules if rule.id == event.rule),
                event.rule,
            ),
        ),
        ("severity", say(event.severity, language)),
        ("where", place and f"{place} {say('metre', language)}"),
        ("tracks", "、".join(map(str, event.tracks))),
    )
    return [
        tag("div", tag("dt", say(word, language)), tag("dd", told)) for word, told in facts if told
    ]


def _evidence(entry: Entry, seal: str, language: str) -> Markup:
    """Show the clip and the snapshot, and name the seal."""
    if entry.packet is None:
        return tag("p", say("no-clip", language), class_="empty")
    address = f"/event/{quote(entry.id)}"
    return joined(
        tag(
            "video",
            tag("source", src=f"{address}/clip.mp4", type="video/mp4"),
            controls=True,
            muted=True,
            playsinline=True,
            preload="metadata",
            poster=f"{address}/snapshot.jpg",
            aria_label=say("clip", language),
        ),
        tag("p", say("clip", language), class_="quiet"),
        tag(
            "p",
            tag("a", say("record", language), href=f"{address}/event.json"),
            class_="quiet",
        ),
        tag("p", say("seal", language), " ", tag("code", seal), class_="quiet seal"),
    )


def _judged(entry: Entry, language: str, token: str) -> Markup:
    """Offer to call it a false alarm, or say that somebody did."""
    if entry.false:
        return tag("p", say("false-done", language), class_="done", role="status")
    if entry.event.level == "unavailable":
        return joined()
    remark = joined(
        tag("label", say("false-why", language), for_="remark"),
        tag("input", type="text", name="remark", id="remark", maxlength=200, autocomplete="off"),
    )
    return deny(entry, language, token, remark)
