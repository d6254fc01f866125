"""The corpus of this installation, loaded once for everybody: facts, standards, and the graph that all rules share."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from rulebook.library import Library, load_library


@lru_cache(maxsize=4)
def library(place: Path | None = None) -> Library:
    """Load the corpus once per process; published files never change while it runs."""
    return load_library(place or Path(settings.CORPUS))
