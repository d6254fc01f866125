"""Between a source that does not wait and whoever looks at its pictures: the oldest picture gives way."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterator
from threading import Condition, Thread
from typing import TYPE_CHECKING

from sightline.errors import SightlineError, SourceError
from sightline.values import Frame

if TYPE_CHECKING:
    from sightline.ingest.incidents import Item

LOG = logging.getLogger(__name__)
_BYTES = 256 * 1024 * 1024
_INCIDENTS = 1000


class DropOldest:
    """A queue that never makes its writer wait: pictures give way, oldest first, and are counted.

    Incidents are kept while pictures can give way; only above a thousand the oldest of them go too.

    >>> from datetime import UTC, datetime
    >>> import numpy as np
    >>> queue, at = DropOldest(2), datetime(2026, 4, 1, tzinfo=UTC)
    >>> for number in range(5):
    ...     queue.put(Frame(np.zeros((2, 2, 3), np.uint8), at, number, "gate"))
    >>> queue.take(0).number, queue.dropped
    (3, 3)
    """

    def __init__(self, most: int) -> None:
        """Hold so many pictures at most, and no more than 256 MiB of them unless it is a single one."""
        self._most = max(1, most)
        self._items: deque[Item] = deque()
        self._frames = 0
        self._bytes = 0
        self._changed = Condition()
        self._error: SightlineError | None = None
        self.closed = False
        self.dropped = 0
        self.taken = 0

    def put(self, item: Item) -> None:
        """Add at the end; drop from the front what is too much."""
        with self._changed:
            self._items.append(item)
            self._count(item, 1)
            while self._frames > self._most or (self._bytes > _BYTES and self._frames > 1):
                self._drop()
            while len(self._items) - self._frames > _INCIDENTS:
                self._items.remove(next(one for one in self._items if not isinstance(one, Frame)))
            self._changed.notify()

    def take(self, seconds: float | None = None) -> Item | None:
        """Give the next, waiting so long at most (None: for as long as it takes); None when there is none."""
        with self._changed:
            self._changed.wait_for(lambda: self._items or self.closed, seconds)
            if self._items:
                item = self._items.popleft()
                self._count(item, -1)
                self.taken += isinstance(item, Frame)
                return item
            if self._error is not None:
                raise self._error
            return None

    def close(self, error: SightlineError | None = None) -> None:
        """Say that nothing more comes, or why."""
        with self._changed:
            self.closed = True
            self._error = self._error or error
            self._changed.notify_all()

    def _drop(self) -> None:
        oldest = next(one for one in self._items if isinstance(one, Frame))
        place = next(n for n, one in enumerate(self._items) if one is oldest)
        del self._items[place]
        self._count(oldest, -1)
        self.dropped += 1

    def _count(self, item: Item, by: int) -> None:
        if isinstance(item, Frame):
            self._frames += by
            self._bytes += by * item.image.nbytes


def _broke_down(error: Exception) -> SourceError:
    return SourceError(
        f"读取中断（{type(error).__name__}）；详情见日志，请重新打开",
        f"reading broke down ({type(error).__name__}); the log says more, open it again",
    )


class Pump:
    """A thread that reads a source into a queue."""

    def __init__(self, items: Iterator[Item], queue: DropOldest, name: str) -> None:
        """Start reading at once."""
        self._items = items
        self._queue = queue
        self._thread = Thread(target=self._run, name=f"ingest {name}", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            for item in self._items:
                self._queue.put(item)
                if self._queue.closed:
                    break
            self._queue.close()
        except SightlineError as error:
            self._queue.close(error)
        except Exception as error:  # the thread's own door: a camera may not end in silence
            LOG.exception("reading broke down")
            self._queue.close(_broke_down(error))

    def join(self, seconds: float) -> None:
        """Wait for the thread to end, so long at most."""
        self._thread.join(seconds)
