"""The corpus of this installation, loaded once for everybody: facts, standards, and the graph that all rules share."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from rulebook.library import Library, load_library


def library(place: Path | None = None) -> Library:
    """Give the corpus, of this installation or of another folder; read once per process, as published files stay."""
    return _loaded(place or Path(settings.CORPUS))


@lru_cache(maxsize=4)
def _loaded(place: Path) -> Library:
    return load_library(place)
