"""Open a source by its text: a video file, a folder of pictures, or an RTSP address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from sightline.errors import SourceError
from sightline.ingest.decode import address_reel
from sightline.ingest.dropping import DropOldest, Pump
from sightline.ingest.live import Live
from sightline.ingest.options import Clock, Options, Rim
from sightline.ingest.recorded import film, folder

if TYPE_CHECKING:
    from sightline.ingest.incidents import Item

_ADDRESS = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*)://")
_SECRET = re.compile(r"(?i)(pass(?:word|wd)?|pwd|token|secret|key)=[^&/?#]*")


def shown(text: str) -> str:
    """Give an address that may be printed: nothing of the user, the password or the query remains.

    >>> shown("rtsp://lin:s3cret@10.0.0.8:554/live?token=abc")
    'rtsp://***@10.0.0.8:554/live?***'
    >>> shown("yard.mp4")
    'yard.mp4'
    """
    found = _ADDRESS.match(text)
    if found is None:
        return text
    rest = text[found.end() :]
    who, at, place = rest.rpartition("@")
    place = _SECRET.sub(r"\1=***", place)
    place, question, _ = place.partition("?")
    hidden = "***@" if at or who else ""
    return f"{found[0]}{hidden}{place}{question}{'***' if question else ''}"


class Source:
    """An opened source: iterate over its frames and incidents, and close it.

    A recording is read as it is asked for and drops nothing, unless asked to; a live source is read by a thread of its
    own, and what nobody takes in time gives way to what is newer.
    """

    def __init__(self, where: str, items: Iterator[Item], rim: Rim, options: Options) -> None:
        """Take what `open_source` made."""
        self.where = where
        self._rim = rim
        self._items = items
        self._patience = options.patience
        self._queue: DropOldest | None = None
        self._pump: Pump | None = None
        self._name = options.name
        self._most = options.queue

    def flow(self) -> Source:
        """Let a thread read from now on; give the source itself."""
        self._queue = DropOldest(self._most)
        self._pump = Pump(self._items, self._queue, self._name)
        return self

    def take(self, seconds: float | None = None) -> Item | None:
        """Give the next frame or incident; None at the end, or when none came in so many seconds (live only)."""
        if self._queue is not None:
            return self._queue.take(seconds)
        return None if self._rim.closed else next(self._items, None)

    def __iter__(self) -> Iterator[Item]:
        """Give all, until the end or until closed."""
        while (item := self.take()) is not None:
            yield item

    @property
    def ended(self) -> bool:
        """Tell whether a flowing source will bring nothing new."""
        return self._rim.closed or (self._queue is not None and self._queue.closed)

    @property
    def flowing(self) -> bool:
        """Tell whether it is read by a thread of its own, and so may drop pictures."""
        return self._queue is not None

    @property
    def dropped(self) -> int:
        """Count the pictures that nobody took in time."""
        return 0 if self._queue is None else self._queue.dropped

    def close(self) -> None:
        """Stop reading."""
        self._rim.close()
        if self._queue is not None and self._pump is not None:
            self._queue.close()
            self._pump.join(self._patience.connect + self._patience.silent)

    def __enter__(self) -> Source:
        """Give the source itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Stop reading."""
        self.close()

    def __repr__(self) -> str:
        """Show where it reads, never with a password."""
        return f"Source({self.where!r})"


def open_source(text: str, options: Options | None = None, clock: Clock | None = None) -> Source:
    """Open a video file, a folder of pictures, or an ``rtsp://`` address (over TCP).

    A live source keeps trying for as long as it is open. What cannot be read at all is a `SourceError`, here or when
    the first picture is asked for; an address in it shows no password.
    """
    options, rim = options or Options(), Rim(clock or Clock())
    found = _ADDRESS.match(text)
    if found is not None:
        if found[1].lower() not in {"rtsp", "rtsps"}:
            raise SourceError(
                f"不支持 {found[1]}://；可用视频文件、图片文件夹或 rtsp:// 地址",
                f"{found[1]}:// is not read; give a video file, a folder of pictures or rtsp://",
                shown(text),
            )
        connect = partial(address_reel, text, shown(text), options.patience, options.limits)
        return Source(shown(text), Live(connect, options, rim).items(), rim, options).flow()
    source = Source(text, _recorded(Path(text), options, rim), rim, options)
    return source.flow() if options.drop else source


def _recorded(path: Path, options: Options, rim: Rim) -> Iterator[Item]:
    if path.is_dir():
        return folder(path, options, rim)
    if path.is_file():
        return film(path, options, rim)
    raise SourceError(
        "找不到该文件或文件夹；请核对路径",
        "there is no such file or folder; check the path",
        str(path),
    )
