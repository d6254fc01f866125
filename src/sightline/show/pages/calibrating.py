"""The calibration page: marks clicked in the picture, their metres, and the error that comes of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sightline.show.web.markup import Markup, joined, tag
from sightline.show.words import pick, say

if TYPE_CHECKING:
    from sightline.show.marks import Row, Tried
    from sightline.site import Site

#: Columns of the table that hold numbers: the name of the field, the word for it.
NUMBERS = (("x", "pixel-x"), ("y", "pixel-y"), ("X", "metre-x"), ("Y", "metre-y"))


@dataclass(frozen=True, slots=True)
class How:
    """How the page is written: its language, the token of its form."""

    language: str
    token: str


def content(site: Site, rows: Sequence[Row], tried: Tried, how: How) -> Markup:
    """Give the content of the page."""
    language, camera = how.language, site.camera
    return tag(
        "form",
        tag("input", type="hidden", name="token", value=how.token),
        tag(
            "section",
            tag("h1", f"{say('calibration', language)} · {pick(camera.name, language)}"),
            tag("p", say("how-marks", language), class_="quiet"),
            _board(site),
            class_="card",
        ),
        tag(
            "section",
            tag("div", table(rows, tried, language), id="rows"),
            tag("p", _button("add", language, "add"), _compute(language), class_="buttons"),
            tag("div", result(tried, language), id="result", role="status"),
            tag(
                "p",
                _button("save", language, "save", formaction=f"/calibrate/{camera.id}/ground.yaml"),
                class_="buttons",
            ),
            class_="card",
        ),
        class_="calibrating",
        method="post",
        action=f"/calibrate/{camera.id}",
        data_check=f"/calibrate/{camera.id}/check",
    )


def _board(site: Site) -> Markup:
    """Show the picture to click in, with what is drawn over it."""
    wide, high = site.camera.size
    return tag(
        "div",
        tag("img", src=f"/still/{site.camera.id}.jpg", alt="", id="still", width=wide, height=high),
        tag("svg", id="marks", viewBox=f"0 0 {wide} {high}", aria_hidden="true"),
        tag("canvas", id="glass", width=168, height=168, hidden=True, aria_hidden="true"),
        class_="board",
        id="board",
    )


def _compute(language: str) -> Markup:
    return tag("button", say("compute", language), type="submit", id="compute")


def _button(name: str, language: str, id_: str, **more: str) -> Markup:
    return tag(
        "button",
        say(name, language),
        type="submit",
        name=name,
        value="1",
        id=id_,
        class_="quiet-button",
        **more,
    )


def table(rows: Sequence[Row], tried: Tried, language: str) -> Markup:
    """Give the table of marks; every field is named by its column and its row."""
    heads = ("mark", "pixel-x", "pixel-y", "metre-x", "metre-y", "held-out", "error")
    return tag(
        "table",
        tag("caption", say("mark", language), class_="unseen"),
        tag(
            "thead",
            tag(
                "tr",
                *(tag("th", say(word, language), scope="col") for word in heads),
                tag("th", tag("span", say("remove", language), class_="unseen"), scope="col"),
            ),
        ),
        tag("tbody", *(_row(place, row, tried, language) for place, row in enumerate(rows))),
    )


def _row(place: int, row: Row, tried: Tried, language: str) -> Markup:
    """Give one row: its fields say to which mark they belong."""

    def field(name: str, word: str, value: str, **more: str | bool) -> Markup:
        said = f"{say(word, language)} {row.id}"
        box = tag("input", name=name, value=value, aria_label=said, autocomplete="off", **more)
        return tag("td", box, data_word=say(word, language))

    wrong = tried.errors.get(row.id)
    remove = tag(
        "button",
        "×",
        type="submit",
        name="remove",
        value=str(place),
        aria_label=f"{say('remove', language)} {row.id}",
        class_="quiet-button",
    )
    return tag(
        "tr",
        field("id", "mark", row.id, type="text", maxlength="12"),
        *(
            field(name, word, getattr(row, name), type="number", step="any", inputmode="decimal")
            for name, word in NUMBERS
        ),
        field("held", "held-out", str(place), type="checkbox", checked=row.held),
        tag("td", "" if wrong is None else f"{wrong * 100:.1f} cm", class_="error"),
        tag("td", remove),
    )


def result(tried: Tried, language: str) -> Markup:
    """Say whether the marks fix the ground, and how well; what is wrong is said in words."""
    if tried.refused is not None:
        return _verdict("refused", "bad", tag("p", pick(tried.refused, language)), language)
    facts = (
        ("fit-error", max(tried.fit, default=0.0), "cm"),
        ("held-error", max(tried.held, default=None), "cm"),
        ("covers", tried.area, "m²"),
    )
    told = (
        tag(
            "div",
            tag("dt", say(word, language)),
            tag("dd", f"{value * 100:.1f} {unit}" if unit == "cm" else f"{value:.1f} {unit}"),
        )
        for word, value, unit in facts
        if value is not None
    )
    return _verdict("fits", "ok", tag("dl", *told), language)


def _verdict(word: str, lamp: str, told: Markup, language: str) -> Markup:
    return joined(
        tag("h2", say("result", language)),
        tag("p", tag("span", say(word, language), class_=f"lamp {lamp}"), class_="state-line"),
        told,
    )
