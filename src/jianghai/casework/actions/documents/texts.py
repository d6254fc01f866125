"""The text of versions, page by page: taken out a piece at a time, and kept by the hash of the file."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from django.core.cache import cache

from jianghai.casework.actions.documents.keeping import opened

if TYPE_CHECKING:
    from jianghai.casework.models import Version

EXTRACTING = Path(__file__).with_name("extracting.py")
#: Pages taken out at once: a request waits a second or two for them.
PIECE = 100
#: Of a longer document only the beginning is compared, and the page says so.
MOST_PAGES = 1_000
MOST_SECONDS = 60
KEPT = 30 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of the first pages of a version, and how many pages there are to take out."""

    pages: tuple[str, ...]
    whole: int

    @property
    def complete(self) -> bool:
        """Tell whether every page was taken out."""
        return len(self.pages) >= self.whole


def text_of(version: Version) -> Texts:
    """Give what was taken out of a version so far and one piece more."""
    whole = min(version.pages or 0, MOST_PAGES)
    name = f"text-{version.sha256}"
    held: tuple[str, ...] = cache.get(name, ())
    if len(held) < whole:
        held = (*held, *_piece(version, len(held), min(PIECE, whole - len(held))))
        cache.set(name, held, KEPT)
    return Texts(held, whole)


def _piece(version: Version, first: int, many: int) -> list[str]:
    """Let a process of its own read some pages; they count as empty where it cannot."""
    with opened(version) as file:
        try:
            answer = subprocess.run(  # noqa: S603 - our own interpreter and file
                [sys.executable, "-I", str(EXTRACTING), str(first), str(many)],
                stdin=file,
                capture_output=True,
                timeout=MOST_SECONDS,
                check=False,
                env={},
            )
        except subprocess.TimeoutExpired:
            return [""] * many
    if answer.returncode != 0:
        return [""] * many
    found = cast("list[str]", json.loads(answer.stdout))
    return (found + [""] * many)[:many]
