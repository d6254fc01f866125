"""Judge danger: rules in metres and seconds over what is seen, told as incidents that open, grow graver and close."""

from __future__ import annotations

from sightline.judge.events import Event
from sightline.judge.intervals import K95, Nearness, beyond, interval, nearness
from sightline.judge.judge import Judge
from sightline.judge.reading.faults import Where, nowhere
from sightline.judge.reading.layouts import layout_of
from sightline.judge.reading.packs import Pack, packs
from sightline.judge.reading.quantities import quantity
from sightline.judge.reading.reader import rules_of
from sightline.judge.reading.yamlfile import Document, parse_yaml, read_yaml
from sightline.judge.rules import MARKS, Layout, Line, Part, Rule, Source, Table, Timing, Zone
from sightline.judge.telling import figures

__all__ = [
    "K95",
    "MARKS",
    "Document",
    "Event",
    "Judge",
    "Layout",
    "Line",
    "Nearness",
    "Pack",
    "Part",
    "Rule",
    "Source",
    "Table",
    "Timing",
    "Where",
    "Zone",
    "beyond",
    "figures",
    "interval",
    "layout_of",
    "nearness",
    "nowhere",
    "packs",
    "parse_yaml",
    "quantity",
    "read_yaml",
    "rules_of",
]
