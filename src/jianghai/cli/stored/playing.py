"""Plays of services, played for the corpus check: a play that comes out otherwise is a fault of its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rulebook.errors import Fault, Place, Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SEE = Text("见 docs/reference/case-files.md", "See docs/reference/case-files.md")


def departures(corpus: Path) -> Iterator[Fault]:
    """Play every play of every service on the database that is open, and give what came out otherwise."""
    from jianghai.casework.plays import play, read_all
    from jianghai.casework.plays.telling import told

    for path in files(corpus):
        name = path.relative_to(corpus).as_posix()
        for number, one in enumerate(read_all(path)):
            done = told(one, play(one, key=f"{name}:{number}"))
            for said in done["departures"]:
                what = Text(f"演练“{one.name}”：{said}", f"play '{one.name}': {said}")
                yield Fault(Place(name, one.steps[0].line), what, SEE)


def files(corpus: Path) -> list[Path]:
    """Give the files of plays of a corpus, in order."""
    return sorted(corpus.glob("services/*/*/cases.yaml"))
