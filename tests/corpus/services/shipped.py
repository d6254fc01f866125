"""The services as they are shipped, read once for all tests of them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from jianghai.casework import plays, services
from jianghai.casework.services.shelf import folders
from tests.corpus.shelf import CORPUS

if TYPE_CHECKING:
    from pathlib import Path

    from jianghai.casework.plays import Play
    from jianghai.casework.services import Service

FOLDERS = tuple(folders(CORPUS))


@cache
def service(folder: Path) -> Service:
    """Read the edition of a folder."""
    return services.load(folder)


@cache
def cases(folder: Path) -> tuple[Play, ...]:
    """Read the plays of an edition; none where it has no file."""
    path = folder / "cases.yaml"
    return plays.read_all(path) if path.is_file() else ()


def name(folder: Path) -> str:
    """Name an edition in the list of tests."""
    return f"{folder.parent.name}@{folder.name}"
