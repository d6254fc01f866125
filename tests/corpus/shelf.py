"""The corpus as it is shipped, read once for all tests of it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from rulebook.library import load_library
from rulebook.proving.cases import cases_of
from rulebook.yamlfile import read

if TYPE_CHECKING:
    from rulebook.library import Library
    from rulebook.proving.cases import Case
    from rulebook.rules.editions import Edition

CORPUS = Path(__file__).parents[2] / "corpus"


@cache
def library() -> Library:
    """Read every standard."""
    return load_library(CORPUS)


@cache
def cases(code: str) -> tuple[Case, ...]:
    """Read the cases of a standard; none where it has no file."""
    path = CORPUS / "standards" / code / "cases.yaml"
    return tuple(cases_of(read(path, path.name))) if path.exists() else ()


def editions() -> list[Edition]:
    """List every edition of every standard."""
    return [edition for code in library().codes for edition in library().standard(code).editions]


def cases_under(edition: Edition) -> list[Case]:
    """List the cases that an edition decides."""
    return [
        case
        for case in cases(edition.standard)
        if library().edition(edition.standard, case.on) is edition
    ]
