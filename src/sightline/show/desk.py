"""Which address gives what: the table of the page's server."""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from sightline.show.drawing.picture import Easel, jpeg
from sightline.show.drawing.plan import Plan
from sightline.show.marks import attempt, rows_from, rows_of, written
from sightline.show.pages import calibrating, telling, watching
from sightline.show.pages.frame import Head, static, whole
from sightline.show.web import answers
from sightline.show.words import pick, say

if TYPE_CHECKING:
    from sightline.judge import Event
    from sightline.show.book import Book, Entry
    from sightline.show.marks import Row
    from sightline.show.screen import Screen
    from sightline.show.web.answers import Answer, Answering, Asked
    from sightline.show.web.markup import Markup

BOUNDARY = "picture"
FILM = f"multipart/x-mixed-replace; boundary={BOUNDARY}"
JPEG = "image/jpeg"
#: A picture is waited for so long; between two that are sent there is at least a breath, so that eyes cost little.
PATIENCE, BREATH = 2.0, 0.07
#: So many incidents stand in the list.
LISTED = 40
#: What may be fetched of a packet: its name in the address, its file.
PACKET = {"clip.mp4": "clip.mp4", "snapshot.jpg": "snapshot.jpg", "event.json": "seen.json"}

Dismiss = Callable[["Entry", str], None]


class Desk:
    """Answers for all cameras of one watch."""

    def __init__(self, screens: Mapping[str, Screen], book: Book, dismiss: Dismiss) -> None:
        """Take the screens by camera, the incidents, and what to do when somebody calls one false."""
        self.screens = screens
        self.book = book
        self._dismiss = dismiss
        self._easels = {one: Easel(screen.site) for one, screen in screens.items()}
        self._plans = {one: Plan(screen.site) for one, screen in screens.items()}

    def routes(self) -> dict[tuple[str, str], Answering]:
        """Give who answers which address."""
        camera, event = "([a-z0-9_.-]+)", "([A-Za-z0-9_.:-]+)"
        return {
            ("GET", "/"): self._first,
            ("GET", f"/camera/{camera}"): self._watch,
            ("GET", f"/part/{camera}"): self._part,
            ("GET", f"/live/{camera}\\.mjpg"): self._film,
            ("GET", f"/live/{camera}\\.jpg"): self._picture,
            ("GET", f"/still/{camera}\\.jpg"): self._still,
            ("GET", f"/event/{event}"): self._event,
            ("GET", f"/event/{event}/(clip\\.mp4|snapshot\\.jpg|event\\.json)"): self._file,
            ("POST", f"/event/{event}/false"): self._false,
            ("GET", f"/calibrate/{camera}"): self._calibrate,
            ("POST", f"/calibrate/{camera}"): self._calibrate,
            ("POST", f"/calibrate/{camera}/check"): self._check,
            ("POST", f"/calibrate/{camera}/ground\\.yaml"): self._save,
            ("GET", "/static/[a-z.]+"): self._static,
        }

    def _screen(self, asked: Asked) -> Screen | None:
        name = re.sub(r"\.(mjpg|jpg)$", "", asked.path.split("/")[2])
        return self.screens.get(name)

    def _first(self, asked: Asked) -> Answer:
        return self._watching(asked, next(iter(self.screens.values())))

    def _watch(self, asked: Asked) -> Answer:
        screen = self._screen(asked)
        return gone() if screen is None else self._watching(asked, screen)

    def _watching(self, asked: Asked, screen: Screen) -> Answer:
        camera = screen.site.camera
        head = self._head(asked, screen, pick(camera.name, asked.language), "watching.js")
        entries = self.book.newest(camera.id, LISTED)
        plan = self._plan(screen, asked.language)
        content = watching.content(screen, plan, entries, (asked.language, asked.token))
        return answers.page(whole(head, content))

    def _head(self, asked: Asked, screen: Screen, title: str, script: str = "") -> Head:
        return Head(asked.path, title, asked.language, screen, self.screens, script)

    def _plan(self, screen: Screen, language: str) -> Markup:
        events = self._open(screen)
        plan = self._plans[screen.site.camera.id]
        return plan.draw(screen.now(), screen.trails(), events, language)

    def _open(self, screen: Screen) -> list[Event]:
        return [one.event for one in self.book.newest(screen.site.camera.id) if one.is_open]

    def _part(self, asked: Asked) -> Answer:
        """Answer what has changed since the page was written."""
        screen = self._screen(asked)
        if screen is None:
            return gone()
        entries = self.book.newest(screen.site.camera.id, LISTED)
        language = asked.language
        told = {
            "state": watching.state(screen.now(), entries, language, ended=screen.ended),
            "plan": self._plan(screen, language),
            "turn": self.book.turn,
        }
        if asked.query.get("turn") != str(self.book.turn):
            told["events"] = watching.listed(screen, entries, (language, asked.token))
        return answers.Answer(json.dumps(told, ensure_ascii=False).encode(), "application/json")

    def _film(self, asked: Asked) -> Answer:
        screen = self._screen(asked)
        if screen is None:
            return gone()
        parts = self._pictures(screen, asked.language)
        return answers.Answer(kind=FILM, headers={"Cache-Control": "no-store"}, parts=parts)

    def _pictures(self, screen: Screen, language: str) -> Iterator[bytes]:
        """Give picture after picture until the camera ends or the browser goes."""
        turn = 0
        yield f"--{BOUNDARY}\r\n".encode()
        while True:
            newer, shown = screen.after(turn, PATIENCE)
            if shown is not None and newer != turn:
                turn = newer
                body = self._drawn(screen, turn, language)
                head = f"Content-Type: {JPEG}\r\nContent-Length: {len(body)}\r\n\r\n"
                # A browser shows a picture when the next begins: the boundary goes with it.
                yield head.encode() + body + f"\r\n--{BOUNDARY}\r\n".encode()
            if screen.ended:
                return
            time.sleep(BREATH)

    def _drawn(self, screen: Screen, turn: int, language: str) -> bytes:
        shown = screen.now()
        if shown is None:
            return b""
        easel = self._easels[screen.site.camera.id]
        return easel.jpeg(turn, shown, self._open(screen), language)

    def _picture(self, asked: Asked) -> Answer:
        screen = self._screen(asked)
        turn, shown = (0, None) if screen is None else screen.after(0, PATIENCE)
        if screen is None or shown is None:
            return gone()
        body = self._drawn(screen, turn, asked.language)
        return answers.Answer(body, JPEG, headers={"Cache-Control": "no-store"})

    def _still(self, asked: Asked) -> Answer:
        """Answer with the picture as it came, for marks to be clicked in."""
        screen = self._screen(asked)
        shown = None if screen is None else screen.after(0, PATIENCE)[1]
        if shown is None:
            return gone()
        return answers.Answer(
            jpeg(shown.frame.image, 92), JPEG, headers={"Cache-Control": "no-store"}
        )

    def _entry(self, asked: Asked) -> Entry | None:
        return self.book.find(asked.path.split("/")[2])

    def _event(self, asked: Asked) -> Answer:
        entry = self._entry(asked)
        screen = None if entry is None else self.screens.get(entry.event.camera)
        if entry is None or screen is None:
            return gone()
        seal = "" if entry.packet is None else sealed(entry.packet)
        head = self._head(asked, screen, pick(entry.event.text, asked.language))
        how = (asked.language, asked.token)
        return answers.page(whole(head, telling.content(entry, seal, screen.site, how)))

    def _file(self, asked: Asked) -> Answer:
        entry = self._entry(asked)
        if entry is None or entry.packet is None:
            return gone()
        name = PACKET[asked.path.rsplit("/", 1)[1]]
        return answers.file(entry.packet / name, asked.headers.get("Range", ""))

    def _false(self, asked: Asked) -> Answer:
        entry = self._entry(asked)
        if entry is None:
            return gone()
        self._dismiss(entry, asked.first("remark")[:200])
        self.book.dismiss(entry.id)
        return answers.elsewhere(f"/event/{entry.id}")

    def _calibrate(self, asked: Asked) -> Answer:
        screen = self._screen(asked)
        if screen is None:
            return gone()
        rows = rows_of(asked.form) if asked.form else rows_from(screen.site)
        tried = attempt(rows, screen.site.camera)
        head = self._head(asked, screen, say("calibration", asked.language), "calibrating.js")
        how = calibrating.How(asked.language, asked.token)
        return answers.page(whole(head, calibrating.content(screen.site, rows, tried, how)))

    def _check(self, asked: Asked) -> Answer:
        """Answer what the marks come to, as the page's script asks after each click."""
        screen = self._screen(asked)
        if screen is None:
            return gone()
        rows: tuple[Row, ...] = rows_of(asked.form)
        tried = attempt(rows, screen.site.camera)
        told = {
            "rows": calibrating.table(rows, tried, asked.language),
            "result": calibrating.result(tried, asked.language),
            "errors": dict(tried.errors),
        }
        return answers.Answer(json.dumps(told, ensure_ascii=False).encode(), "application/json")

    def _save(self, asked: Asked) -> Answer:
        return answers.download(written(rows_of(asked.form)), "ground.yaml", "application/yaml")

    def _static(self, asked: Asked) -> Answer:
        found = static(asked.path.rsplit("/", 1)[1])
        return gone() if found is None else answers.Answer(found[0], found[1])


def sealed(packet: Path) -> str:
    """Give the seal of a packet: the SHA-256 of its list of files, or nothing where that cannot be read."""
    try:
        return hashlib.sha256((packet / "manifest.json").read_bytes()).hexdigest()
    except OSError:
        return ""


def gone() -> Answer:
    """Say that there is no such page."""
    words = f"{say('gone', 'zh')} / {say('gone', 'en')}"
    return answers.page(f"<!doctype html><title>404</title><p>{words}", HTTPStatus.NOT_FOUND)
