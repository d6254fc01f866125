"""What is asked of the page's server and what it answers."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

RANGE = re.compile(r"^bytes=(\d+)-(\d*)$")
TEXT = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: where to, in which language, with which fields."""

    path: str
    query: Mapping[str, str]
    language: str
    form: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    token: str = field(default="", repr=False)

    def first(self, name: str) -> str:
        """Give the first value of a field of the form, or nothing."""
        return next(iter(self.form.get(name, ())), "")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: a body at once, or parts as they come."""

    body: bytes = b""
    kind: str = TEXT
    status: HTTPStatus = HTTPStatus.OK
    headers: Mapping[str, str] = field(default_factory=dict)
    parts: Iterable[bytes] | None = None


Answering = Callable[[Asked], Answer]


def page(text: str, status: HTTPStatus = HTTPStatus.OK) -> Answer:
    """Answer with a page.

    >>> page("<p>好</p>").body.decode()
    '<p>好</p>'
    """
    return Answer(text.encode(), status=status, headers={"Cache-Control": "no-store"})


def elsewhere(path: str) -> Answer:
    """Send the browser on after something was done.

    >>> elsewhere("/event/3").headers["Location"]
    '/event/3'
    """
    return Answer(status=HTTPStatus.SEE_OTHER, headers={"Location": path})


def download(text: str, name: str, kind: str) -> Answer:
    """Answer with a file to keep.

    >>> download("a: 1", "ground.yaml", "application/yaml").headers["Content-Disposition"]
    "attachment; filename*=UTF-8''ground.yaml"
    """
    where = f"attachment; filename*=UTF-8''{quote(name)}"
    return Answer(text.encode(), kind, headers={"Content-Disposition": where})


def file(path: Path, asked_range: str = "") -> Answer:
    """Answer with a file, or with the piece of it that a player asks for.

    >>> file(Path("gone.mp4")).status
    <HTTPStatus.NOT_FOUND: 404>
    """
    try:
        whole = path.read_bytes()
    except OSError:
        return Answer(b"", status=HTTPStatus.NOT_FOUND)
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    headers = {"Accept-Ranges": "bytes"}
    found = RANGE.match(asked_range)
    if not found or int(found[1]) >= len(whole):
        return Answer(whole, kind, headers=headers)
    begin = int(found[1])
    end = min(int(found[2]) if found[2] else len(whole) - 1, len(whole) - 1)
    headers["Content-Range"] = f"bytes {begin}-{end}/{len(whole)}"
    return Answer(whole[begin : end + 1], kind, HTTPStatus.PARTIAL_CONTENT, headers)
