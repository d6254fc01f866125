"""What outlives a restart: the open incidents of each camera, in one file."""

from __future__ import annotations

import json
from threading import Lock
from typing import TYPE_CHECKING, Any

from sightline.errors import SightlineError, SiteFileError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Memory:
    """Keeps a snapshot for each camera; the file is put in its place whole or not at all."""

    def __init__(self, path: Path) -> None:
        """Read what is there; SiteFileError where it is no memory of a watch."""
        self.path = path
        self._lock = Lock()
        try:
            self._kept = dict(json.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            self._kept = {}
        except (OSError, ValueError, TypeError) as error:
            raise _unreadable(path) from error

    def remind(self, camera: str, restore: Callable[[Any], None]) -> None:
        """Hand what was known of a camera to who goes on with it; SiteFileError where it is of no use."""
        if camera not in self._kept:
            return
        try:
            restore(self._kept[camera])
        except (SightlineError, KeyError, TypeError, ValueError, AttributeError) as error:
            raise _unreadable(self.path) from error

    def keep(self, camera: str, known: dict[str, Any]) -> None:
        """Put a camera's snapshot beside the others; OSError where the disk does not take it."""
        with self._lock:
            self._kept[camera] = known
            made = self.path.with_name(f".{self.path.name}.part")
            made.write_text(
                json.dumps(self._kept, ensure_ascii=False, default=_plain), encoding="utf-8"
            )
            made.replace(self.path)


def _unreadable(path: Path) -> SiteFileError:
    return SiteFileError(
        "状态文件读不出来，删去它即可重新开始",
        "the file of open incidents cannot be read; remove it to begin anew",
        str(path),
    )


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else str(value)
