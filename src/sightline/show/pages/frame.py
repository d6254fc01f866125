"""What every page has: its head, the name of the site, the way between pages, the other language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from sightline.show.web.markup import Markup, joined, tag
from sightline.show.words import pick, say

if TYPE_CHECKING:
    from sightline.show.screen import Screen

KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
OTHER = {"zh": "en", "en": "zh"}
SPOKEN = {"zh": "zh-CN", "en": "en"}


@dataclass(frozen=True, slots=True)
class Head:
    """Which page this is: its path, its title, the language, and the camera it is about."""

    path: str
    title: str
    language: str
    screen: Screen
    screens: Mapping[str, Screen]
    script: str = ""


def whole(head: Head, *content: Markup) -> str:
    """Give a whole page around its content."""
    page = tag(
        "html",
        tag(
            "head",
            tag("meta", charset="utf-8"),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("meta", name="color-scheme", content="light dark"),
            tag("title", f"{head.title} · {say('title', head.language)}"),
            tag("link", rel="icon", href="/static/icon.svg", type="image/svg+xml"),
            tag("link", rel="stylesheet", href="/static/colours.css"),
            tag("link", rel="stylesheet", href="/static/show.css"),
            tag("script", src=f"/static/{head.script}", defer=True) if head.script else None,
        ),
        tag("body", _top(head), tag("main", *content, id="content", tabindex="-1")),
        lang=SPOKEN[head.language],
    )
    return f"<!doctype html>{page}"


def _top(head: Head) -> Markup:
    language, site = head.language, head.screen.site
    other = OTHER[language]
    return joined(
        tag("a", say("skip", language), href="#content", class_="skip"),
        tag(
            "header",
            tag(
                "a",
                tag("img", src="/static/icon.svg", alt="", width=28, height=28),
                tag("span", say("title", language)),
                href="/",
                class_="brand",
            ),
            tag("p", pick(site.name, language), class_="site-name"),
            _cameras(head),
            tag(
                "a",
                say("language", language),
                href=f"{head.path}?{urlencode({'lang': other})}",
                lang=SPOKEN[other],
                class_="quiet-button",
            ),
            class_="top",
        ),
    )


def _cameras(head: Head) -> Markup:
    """Give the way to the watch and the calibration of each camera."""
    here = head.screen.site.camera.id
    links = [
        tag(
            "a",
            pick(screen.site.camera.name, head.language),
            href=f"/camera/{one}",
            aria_current="page" if head.path in {f"/camera/{one}", "/"} and one == here else None,
        )
        for one, screen in head.screens.items()
    ]
    path = f"/calibrate/{here}"
    current = "page" if head.path == path else None
    links.append(tag("a", say("calibration", head.language), href=path, aria_current=current))
    return tag("nav", *links, aria_label=say("cameras", head.language))


def static(name: str) -> tuple[bytes, str] | None:
    """Give a file that ships with the pages, and its kind; None where there is none of the name."""
    kind = next((kind for ending, kind in KINDS.items() if name.endswith(ending)), None)
    if kind is None or "/" in name:
        return None
    found = resources.files("sightline.show.pages").joinpath("static", name)
    return (found.read_bytes(), kind) if found.is_file() else None
