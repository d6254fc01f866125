"""The event log as XES (IEEE 1849-2016), one trace for each case, written as it is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TextIO
from xml.sax.saxutils import quoteattr as quote

if TYPE_CHECKING:
    from jianghai.casework.eventlog.events import Event
    from jianghai.casework.eventlog.spool import Trace

SPACE = "http://www.xes-standard.org/"
EXTENSIONS = {
    "Concept": "concept",
    "Lifecycle": "lifecycle",
    "Organizational": "org",
    "Time": "time",
}
#: What every trace and every event has.
ALWAYS = {
    "trace": {"concept:name": "unknown"},
    "event": {
        "concept:name": "unknown",
        "lifecycle:transition": "complete",
        "time:timestamp": "1970-01-01T00:00:00.000+00:00",
    },
}
KINDS = {"time:timestamp": "date"}
Attributes = Iterable[tuple[str, str, str]]


def write(traces: Iterable[Trace], file: TextIO) -> tuple[int, int]:
    """Write a log; give how many cases and events it holds."""
    file.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    file.write(f'<log xes.version="1849.2016" xes.features="" xmlns="{SPACE}">\n')
    file.writelines(_head())
    cases = events = 0
    for trace in traces:
        file.write("<trace>\n")
        file.writelines(_put(_of_trace(trace)))
        for event in trace.events:
            file.writelines(("<event>", *_put(_of_event(event)), "</event>\n"))
        file.write("</trace>\n")
        cases, events = cases + 1, events + len(trace.events)
    file.write("</log>\n")
    return cases, events


def _head() -> Iterator[str]:
    for name, prefix in EXTENSIONS.items():
        yield f'<extension name="{name}" prefix="{prefix}" uri="{SPACE}{prefix}.xesext"/>\n'
    for scope, keys in ALWAYS.items():
        told = ((KINDS.get(key, "string"), key, value) for key, value in keys.items())
        yield f'<global scope="{scope}">{"".join(_put(told))}</global>\n'
    yield '<classifier name="Activity" scope="event" keys="concept:name"/>\n'
    yield from _put([("string", "concept:name", "jianghai")])


def _of_trace(trace: Trace) -> Iterator[tuple[str, str, str]]:
    yield "string", "concept:name", trace.about.get("number", str(trace.case))
    yield from (("string", key, value) for key, value in trace.about.items() if key != "number")


def _of_event(event: Event) -> Iterator[tuple[str, str, str]]:
    yield "string", "concept:name", event.activity
    yield "date", "time:timestamp", event.at.isoformat(timespec="milliseconds")
    yield "string", "lifecycle:transition", event.transition
    yield "string", "org:resource", event.resource
    if event.role:
        yield "string", "org:role", event.role
    if event.group:
        yield "string", "org:group", event.group
    for key, value in event.what.items():
        match value:
            case bool():
                yield "boolean", key, str(value).lower()
            case int():
                yield "int", key, str(value)
            case _:
                yield "string", key, value


def _put(attributes: Attributes) -> Iterator[str]:
    return (f"<{kind} key={quote(key)} value={quote(value)}/>" for kind, key, value in attributes)
