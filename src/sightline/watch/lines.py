"""What a watch tells: one JSON object a line, each with what kind of line it is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

from sightline.evidence import Note
from sightline.ingest import Incident
from sightline.judge import Event

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sightline.errors import Text


@dataclass(frozen=True, slots=True)
class Trouble:
    """A part that failed for one picture or one packet; the watch goes on."""

    part: str
    at: datetime
    camera: str
    text: Text
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """How a camera's watch ended: pictures taken and dropped, events told, incidents still open."""

    camera: str
    at: datetime | None
    taken: int
    dropped: int
    events: int
    open: tuple[str, ...]


Told = Event | Incident | Note | Trouble | Summary


def as_dict(told: Told) -> dict[str, Any]:
    """Give the object of a line: `line` says which kind it is.

    >>> as_dict(Summary("gate", None, 10, 0, 1, ("a",)))["line"]
    'end'
    """
    match told:
        case Event():
            return {"line": "event", **told.as_dict()}
        case Incident():
            said = told.as_dict()
            return {
                "line": "source",
                "what": said.pop("incident"),
                "camera": said.pop("source"),
            } | said
        case Trouble():
            return {
                "line": "trouble",
                "part": told.part,
                "camera": told.camera,
                "at": told.at.isoformat(),
                "text": told.text.as_dict(),
                "detail": told.detail,
            }
        case Note():
            said = told.as_dict()
            return {"line": "evidence", "what": said.pop("evidence")} | said
        case Summary():
            return {
                "line": "end",
                "camera": told.camera,
                "at": told.at and told.at.isoformat(),
                "taken": told.taken,
                "dropped": told.dropped,
                "events": told.events,
                "open": list(told.open),
            }


class Printer:
    """Writes each line whole, whichever thread it comes from.

    >>> printer = Printer(lambda line: print(line[:14]))
    >>> printer(Summary("gate", None, 10, 0, 1, ()))
    {"line": "end"
    """

    def __init__(self, write: Callable[[str], None]) -> None:
        """Take what writes one line and sends it off."""
        self._write = write
        self._lock = Lock()

    def __call__(self, told: Told) -> None:
        """Write one line."""
        line = json.dumps(as_dict(told), ensure_ascii=False, allow_nan=False, default=_plain)
        with self._lock:
            self._write(line)


def _plain(value: Any) -> Any:
    """Give numpy's numbers as Python's."""
    return value.item() if hasattr(value, "item") else str(value)
