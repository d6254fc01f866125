"""The event log of cases for process mining, as XES or OCEL, without anything personal."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from jianghai.casework.eventlog import ocel, xes
from jianghai.casework.eventlog.events import events
from jianghai.casework.eventlog.spool import spooled

FORMATS = {"xes": xes.write, "ocel": ocel.write}

__all__ = ["FORMATS", "export"]


def export(
    place: Path, shape: str, *, service: str = "", since: date | None = None
) -> tuple[int, int]:
    """Write the log to a file that appears when it is whole; give how many cases and events it holds."""
    with tempfile.TemporaryDirectory(dir=place.parent, prefix=".eventlog-") as folder:
        beside = Path(folder) / place.name
        traces = spooled(events(since), Path(folder))
        asked = (one for one in traces if not service or one.about.get("service") == service)
        with beside.open("w", encoding="utf-8") as file:
            counted = FORMATS[shape](asked, file)
        beside.replace(place)
    return counted
