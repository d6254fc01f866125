"""Read cameras and recordings: a file, a folder of pictures or an RTSP address becomes frames and incidents."""

from __future__ import annotations

from sightline.ingest.incidents import Incident, IncidentKind, Item
from sightline.ingest.options import Clock, Limits, Motion, Options, Patience
from sightline.ingest.source import Source, open_source, shown

__all__ = [
    "Clock",
    "Incident",
    "IncidentKind",
    "Item",
    "Limits",
    "Motion",
    "Options",
    "Patience",
    "Source",
    "open_source",
    "shown",
]
