"""The page that one watches: picture, plan, events, how it runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sightline.show.pages.entries import item
from sightline.show.web.markup import Markup, Part, joined, tag
from sightline.show.words import pick, say
from sightline.values import CameraState

if TYPE_CHECKING:
    from sightline.judge import Event
    from sightline.show.book import Entry
    from sightline.show.screen import Screen, Shown


def content(screen: Screen, plan: Markup, entries: Sequence[Entry], how: tuple[str, str]) -> Markup:
    """Give the content of the page; `how` is the language and the token of forms."""
    return tag(
        "div",
        _live(screen, entries, how[0]),
        _planned(screen, plan, how[0]),
        _events(screen, entries, how),
        class_="watch",
        data_part=f"/part/{screen.site.camera.id}",
    )


def _live(screen: Screen, entries: Sequence[Entry], language: str) -> Markup:
    """Show the live picture and how the camera is."""
    camera = screen.site.camera
    hold = tag(
        "button",
        say("pause", language),
        type="button",
        id="hold",
        hidden=True,
        class_="quiet-button",
        data_hold=say("pause", language),
        data_go=say("go", language),
    )
    picture = tag(
        "img",
        src=f"/live/{camera.id}.mjpg",
        alt=say("live", language),
        id="live",
        width=camera.size[0],
        height=camera.size[1],
        data_still=f"/live/{camera.id}.jpg",
    )
    return tag(
        "section",
        tag("div", tag("h1", pick(camera.name, language)), hold, class_="section-head"),
        picture,
        tag("div", state(screen.now(), entries, language, ended=screen.ended), id="state"),
        class_="card live",
    )


def _planned(screen: Screen, plan: Markup, language: str) -> Markup:
    """Show the plan in metres and what its signs mean."""
    unit = tag("span", say("metres", language), class_="quiet")
    return tag(
        "section",
        tag("div", tag("h2", say("plan", language)), unit, class_="section-head"),
        tag("div", plan, id="plan"),
        _legend(screen, language),
        class_="card plan-card",
    )


def _events(screen: Screen, entries: Sequence[Entry], how: tuple[str, str]) -> Markup:
    """List the incidents, newest first."""
    language = how[0]
    return tag(
        "section",
        tag("div", tag("h2", say("events", language)), class_="section-head"),
        tag("ol", listed(screen, entries, how), id="events", class_="all"),
        tag(
            "button",
            say("all", language),
            type="button",
            id="all",
            class_="quiet-button",
            hidden=True,
        ),
        tag("p", say("no-events", language), id="none", hidden=bool(entries), class_="empty"),
        tag("p", role="status", id="noticed", class_="unseen", data_word=say("noticed", language)),
        class_="card events",
    )


def listed(screen: Screen, entries: Sequence[Entry], how: tuple[str, str]) -> Markup:
    """Give the incidents as entries of the list, newest first."""
    language, token = how
    zone = screen.site.timezone
    return joined(*(item(entry, zone, language, token) for entry in entries))


def state(shown: Shown | None, entries: Sequence[Entry], language: str, *, ended: bool) -> Markup:
    """Say how the camera and its watch are."""
    if shown is None:
        return tag("p", say("waiting", language), class_="empty")
    health = shown.health
    words = "ended" if ended else health.state.value
    seeing = health.state is CameraState.SEEING
    counts: tuple[tuple[str, Part], ...] = (
        ("people", 0 if shown.step is None else len(shown.step.tracks)),
        ("rate", f"{health.rate:.1f}"),
        ("taken", health.taken),
        ("dropped", health.dropped),
    )
    if health.lag is not None:
        counts += (("lag", f"{health.lag:.1f} {say('second', language)}"),)
    return joined(
        tag(
            "p",
            tag("span", say(words, language), class_=f"lamp {'ok' if seeing else 'bad'}"),
            tag("span", " · ".join(health.models), class_="quiet"),
            class_="state-line",
        ),
        tag(
            "dl",
            *(tag("div", tag("dt", say(word, language)), tag("dd", told)) for word, told in counts),
        ),
        _silent([one.event for one in entries if one.is_open], language),
    )


def _silent(events: Sequence[Event], language: str) -> Markup:
    """Name the rules that cannot judge: their silence is no all-clear."""
    silent = [event for event in events if event.level == "unavailable"]
    if not silent:
        return joined()
    said = tuple(dict.fromkeys(pick(event.text, language) for event in silent))
    return tag(
        "div",
        tag("h2", say("silent", language)),
        tag("ul", *(tag("li", one) for one in said)),
        class_="silent",
    )


def _legend(screen: Screen, language: str) -> Markup:
    """Say what the signs of the plan mean, those that are on it only."""
    layout, ground = screen.site.layout, screen.site.camera.ground
    there = (
        ("area", ground is not None),
        ("zone", bool(layout.zones)),
        ("line", bool(layout.lines)),
        ("part", bool(layout.parts)),
        ("ellipse", ground is not None),
    )
    signs = (
        tag("li", tag("span", class_=f"sign {word}", aria_hidden="true"), say(word, language))
        for word, shown in there
        if shown
    )
    return tag("ul", *signs, class_="legend")
