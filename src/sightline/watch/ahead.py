"""Reading ahead: a thread decodes the next pictures of a recording while the last one is recognised."""

from __future__ import annotations

from collections.abc import Iterator
from queue import Full, Queue
from threading import Event, Thread
from typing import TYPE_CHECKING

from sightline.errors import SightlineError

if TYPE_CHECKING:
    from sightline.ingest import Item

#: Pictures that wait; the reader waits in turn, so that a film is never held in memory.
MOST = 4
TURN = 0.2


class Ahead:
    """Gives what a source gives, read by a thread of its own; nothing is dropped.

    >>> list(Ahead(iter([])))
    []
    """

    def __init__(self, items: Iterator[Item]) -> None:
        """Begin to read."""
        self._items = items
        self._queue: Queue[Item | SightlineError | None] = Queue(MOST)
        self._stop = Event()
        self._thread = Thread(target=self._read, name="ahead", daemon=True)
        self._thread.start()

    def __iter__(self) -> Iterator[Item]:
        """Give one after the other; raise what the source raised."""
        while (item := self._queue.get()) is not None:
            if isinstance(item, SightlineError):
                raise item
            yield item

    def close(self) -> None:
        """Read no more."""
        self._stop.set()
        self._thread.join(TURN * 5)

    def _read(self) -> None:
        try:
            for item in self._items:
                if not self._put(item):
                    return
        except SightlineError as wrong:
            self._put(wrong)
        self._put(None)

    def _put(self, item: Item | SightlineError | None) -> bool:
        """Wait for room; tell whether it was found before somebody closed this."""
        while not self._stop.is_set():
            try:
                self._queue.put(item, timeout=TURN)
            except Full:
                continue
            return True
        return False
