"""Working ahead: a thread makes the next things while the last one is used."""

from __future__ import annotations

from dataclasses import dataclass
from queue import Full, Queue
from threading import Event, Thread
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

One = TypeVar("One")
#: What waits; the maker waits in turn, so that a film is never held in memory.
MOST = 4
#: Seconds between two looks whether somebody closed it, and how long it is waited for.
TURN, WAIT = 0.2, 5.0


@dataclass(frozen=True, slots=True)
class _End:
    """Nothing more comes, or what went wrong."""

    wrong: Exception | None = None


class Ahead(Generic[One]):
    """Gives what an iterator gives, made by a thread of its own a few ahead; nothing is dropped.

    >>> list(Ahead(iter([1, 2, 3])))
    [1, 2, 3]
    """

    def __init__(self, items: Iterator[One], most: int = MOST) -> None:
        """Begin; so many wait at most."""
        self._items = items
        self._queue: Queue[One | _End] = Queue(most)
        self._stop = Event()
        self._thread = Thread(target=self._read, name="ahead", daemon=True)
        self._thread.start()

    def __iter__(self) -> Iterator[One]:
        """Give one after the other; raise what the iterator raised."""
        while not isinstance(item := self._queue.get(), _End):
            yield item
        if item.wrong is not None:
            raise item.wrong

    def close(self) -> None:
        """Make no more."""
        self._stop.set()
        self._thread.join(WAIT)

    def _read(self) -> None:
        wrong: Exception | None = None
        try:
            for item in self._items:
                if not self._put(item):
                    break
        except Exception as error:  # noqa: BLE001 - raised again by whoever takes
            wrong = error
        finally:
            getattr(self._items, "close", _nothing)()
        self._put(_End(wrong))

    def _put(self, item: One | _End) -> bool:
        """Wait for room; tell whether it was found before somebody closed this."""
        while not self._stop.is_set():
            try:
                self._queue.put(item, timeout=TURN)
            except Full:
                continue
            return True
        return False


def _nothing() -> None:
    """Close nothing."""
