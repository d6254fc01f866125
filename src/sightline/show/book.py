"""The incidents of a watch as the page lists them: newest first, with their evidence and what people said of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sightline.judge import Event

#: So many are listed; older ones lie in the evidence folder.
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """One incident: how it began, how it stands, where its evidence lies, whether somebody called it false."""

    opened: Event
    event: Event
    packet: Path | None = None
    false: bool = False

    @property
    def id(self) -> str:
        """Give the incident's id, which is also a file's name."""
        return self.event.id

    @property
    def is_open(self) -> bool:
        """Tell whether it still goes on."""
        return self.event.what != "closed"


class Book:
    """Keeps the newest incidents; written by the watch, read by the page."""

    def __init__(self) -> None:
        """Begin with an empty page."""
        self.turn = 0
        self._entries: dict[str, Entry] = {}
        self._lock = Lock()

    def tell(self, event: Event) -> None:
        """Note what happened: a new incident, or more of one that is known."""
        with self._lock:
            known = self._entries.get(event.id)
            self._put(replace(known, event=event) if known else Entry(event, event))

    def prove(self, incident: str, packet: Path) -> None:
        """Note where an incident's evidence lies."""
        with self._lock:
            if incident in self._entries:
                self._put(replace(self._entries[incident], packet=packet))

    def dismiss(self, incident: str) -> None:
        """Note that somebody called an incident false."""
        with self._lock:
            if incident in self._entries:
                self._put(replace(self._entries[incident], false=True))

    def find(self, incident: str) -> Entry | None:
        """Give one incident."""
        return self._entries.get(incident)

    def newest(self, camera: str | None = None, most: int = LONGEST) -> tuple[Entry, ...]:
        """Give incidents, of one camera or of all, the newest first."""
        with self._lock:
            kept = [
                one
                for one in self._entries.values()
                if camera is None or one.event.camera == camera
            ]
        return tuple(sorted(kept, key=lambda one: one.opened.at, reverse=True)[:most])

    def _put(self, entry: Entry) -> None:
        self._entries[entry.id] = entry
        self.turn += 1
        while len(self._entries) > LONGEST:
            del self._entries[next(iter(self._entries))]
