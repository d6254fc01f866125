"""The event log as OCEL 2.0 JSON: events that touch a case, a task, a document and an enterprise."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from jianghai.casework.eventlog.events import Event
    from jianghai.casework.eventlog.spool import Trace

#: Objects by the key of an event that names them.
OBJECTS = ("task", "document", "remark")
OF_CASE = ("number", "service", "edition", "lane", "status", "department")
ALWAYS = ("resource", "role", "group", "lifecycle")
TYPES = {bool: "boolean", int: "integer", str: "string"}
#: Attributes that never change are told for the beginning of time, as the standard asks.
BEGINNING = "1970-01-01T00:00:00Z"


@dataclass(slots=True)
class Kinds:
    """What kinds of events were met, and what they tell."""

    events: dict[str, dict[str, str]] = field(default_factory=dict)

    def met(self, events: list[dict[str, Any]]) -> None:
        """Note the attributes of each kind of event; where one changes its type, it is a text."""
        for event in events:
            known = self.events.setdefault(event["type"], {})
            for one in event["attributes"]:
                kind = TYPES[type(one["value"])]
                known[one["name"]] = kind if known.get(one["name"], kind) == kind else "string"


def write(traces: Iterable[Trace], file: TextIO) -> tuple[int, int]:
    """Write a log; give how many cases and events it holds."""
    kinds, cases, events = Kinds(), 0, 0
    firms: set[str] = set()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as objects:  # they come after all events
        file.write('{"events": [')
        for trace in traces:
            told = [_event(event, trace) for event in trace.events]
            kinds.met(told)
            _list(file, told, first=not events)
            _list(objects, _objects(trace, firms), first=not cases)
            cases, events = cases + 1, events + len(told)
        file.write('],\n"objects": [')
        objects.seek(0)
        shutil.copyfileobj(objects, file)
    file.write('],\n"eventTypes": ' + _json(list(_event_types(kinds))))
    file.write(',\n"objectTypes": ' + _json(list(_object_types())) + "}\n")
    return cases, events


def _event(event: Event, trace: Trace) -> dict[str, Any]:
    always = (event.resource, event.role, event.group, event.transition)
    told = {**dict(zip(ALWAYS, always, strict=True)), **event.what}
    return {
        "id": f"e{event.number}",
        "type": event.activity,
        "time": event.at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "attributes": [
            {"name": name, "value": value}
            for name, value in told.items()
            if name not in OBJECTS and value != ""
        ],
        "relationships": [
            {"objectId": f"case:{trace.case}", "qualifier": "case"},
            *({"objectId": name, "qualifier": kind} for kind, name in _touched(event)),
        ],
    }


def _touched(event: Event) -> Iterator[tuple[str, str]]:
    return ((kind, f"{kind}:{event.what[kind]}") for kind in OBJECTS if kind in event.what)


def _objects(trace: Trace, firms: set[str]) -> Iterator[dict[str, Any]]:
    """Give the case, who asked for it where no case before did, and what its events touched."""
    case = f"case:{trace.case}"
    about = trace.about
    told = [
        {"name": name, "time": BEGINNING, "value": about[name]} for name in OF_CASE if name in about
    ]
    firm = about.get("enterprise")
    asks = [{"objectId": firm, "qualifier": "applicant"}] if firm else []
    yield {"id": case, "type": "case", "attributes": told, "relationships": asks}
    if firm and firm not in firms:
        firms.add(firm)
        yield {"id": firm, "type": "enterprise", "attributes": [], "relationships": []}
    part = [{"objectId": case, "qualifier": "part of"}]
    touched = dict.fromkeys(one for event in trace.events for one in _touched(event))
    for kind, name in touched:
        yield {"id": name, "type": kind, "attributes": [], "relationships": part}


def _event_types(kinds: Kinds) -> Iterator[dict[str, Any]]:
    for name, attributes in sorted(kinds.events.items()):
        listed = [{"name": one, "type": kind} for one, kind in sorted(attributes.items())]
        yield {"name": name, "attributes": listed}


def _object_types() -> Iterator[dict[str, Any]]:
    yield {"name": "case", "attributes": [{"name": name, "type": "string"} for name in OF_CASE]}
    yield from ({"name": name, "attributes": []} for name in ("enterprise", *OBJECTS))


def _list(file: TextIO, told: Iterable[object], *, first: bool) -> None:
    for one in told:
        file.write(("" if first else ",") + "\n" + _json(one))
        first = False


def _json(told: object) -> str:
    return json.dumps(told, ensure_ascii=False)
