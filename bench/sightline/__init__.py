"""What cameras are measured at, each figure against its reference in the same run."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.timing import Answer

#: Modules with `run()`, in the order of the table; what takes its time from others comes first.
MEASURES = (
    "recognise", "track", "detect_track", "ground", "stereo", "calibration", "temple", "proximity", "scenes", "judging",
    "pipeline", "streams",
)  # fmt: skip


def run(*, quick: bool = False) -> Iterator[Answer]:
    """Measure all, one after the other."""
    del quick  # the data are what they are
    for name in MEASURES:
        yield from importlib.import_module(f"bench.sightline.{name}").run()
