"""What outlives a restart: the open incidents of each camera, in one file."""

from __future__ import annotations

import json
from threading import Lock
from typing import TYPE_CHECKING, Any

from sightline.errors import SiteFileError

if TYPE_CHECKING:
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
            raise SiteFileError(
                "状态文件读不出来，删去它即可重新开始",
                "the file of open incidents cannot be read; remove it to begin anew",
                str(path),
            ) from error

    def of(self, camera: str) -> dict[str, Any] | None:
        """Give what was known of a camera."""
        return self._kept.get(camera)

    def keep(self, camera: str, known: dict[str, Any]) -> None:
        """Put a camera's snapshot beside the others; OSError where the disk does not take it."""
        with self._lock:
            self._kept[camera] = known
            made = self.path.with_name(f".{self.path.name}.part")
            made.write_text(
                json.dumps(self._kept, ensure_ascii=False, default=_plain), encoding="utf-8"
            )
            made.replace(self.path)


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else str(value)
