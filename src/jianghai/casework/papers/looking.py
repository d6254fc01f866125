"""Looks into a PDF from a stranger; run as a process of its own, so that one that never ends is ended.

Reads the file on standard input and prints one line of JSON: {"pages": n} or {"refused": why}.
Knows nothing of the project: only pypdf is loaded. Reading every object takes seconds for a report
of a thousand pages, so it is done only where one of the names to fear occurs at all.
"""

from __future__ import annotations

import io
import json
import logging
import re
import sys
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.errors import LimitReachedError, PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

SECONDS, MEGABYTES = 30, 2048
MOST_PAGES, MOST_OBJECTS, DEEPEST = 5000, 400_000, 60
#: What an action may be that does more than turn to a page or open an address.
ACTS = {"/JavaScript": "javascript", "/Launch": "launch", "/ImportData": "launch",
        "/SubmitForm": "launch", "/Rendition": "media", "/Movie": "media", "/Sound": "media",
        "/GoToE": "embedded", "/RichMediaExecute": "media"}  # fmt: skip
SUBTYPES = {"/FileAttachment": "embedded", "/RichMedia": "media", "/Movie": "media",
            "/Screen": "media", "/3D": "media", "/Sound": "media"}  # fmt: skip
#: What a file inside a file is called by.
FILES = {"/F", "/UF", "/DOS", "/Mac", "/Unix"}
#: A name ends before one of these.
MORE = rb"[^\x00\t\n\x0c\r /<>\[\]()%{}]"
#: A name whose signs are written in numbers, such as /L#61unch.
ESCAPED = re.compile(rb"/" + MORE + rb"*?#[0-9A-Fa-f]{2}" + MORE + rb"*")
NUMBER = re.compile(rb"#([0-9A-Fa-f]{2})")
FEARED = frozenset(name.encode() for name in (*ACTS, *SUBTYPES, "/XFA", "/EF"))
PLAIN = re.compile(rb"(?:" + b"|".join(sorted(FEARED)) + rb")(?!" + MORE + rb")")
#: What goes wrong inside pypdf where a file is not what it says.
BROKEN = (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError,
          AssertionError, ArithmeticError, NotImplementedError, OSError, EOFError)  # fmt: skip


def look(stream: Any) -> dict[str, Any]:
    """Tell the pages of a PDF, or why it is refused."""
    try:
        content = stream.read()
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted:
            return {"refused": "encrypted"}
        feared = _feared(content) or any(_feared(packed) for packed in _packed(reader))
        refused = next(_findings(reader), "") if feared else ""
        pages = len(reader.pages) if not refused else 0
        if pages and not refused:
            _ = [reader.pages[number].mediabox for number in (0, pages - 1)]
    except LimitReachedError:
        return {"refused": "complex"}
    except BROKEN:
        return {"refused": "damaged"}
    if refused:
        return {"refused": refused}
    if pages == 0:
        return {"refused": "damaged"}
    return {"pages": pages} if pages <= MOST_PAGES else {"refused": "long"}


def _feared(content: bytes) -> bool:
    """Tell whether a name to fear is written anywhere; it may still be mere text."""
    if PLAIN.search(content):
        return True
    return any(
        NUMBER.sub(lambda code: bytes([int(code[1], 16)]), found[0]) in FEARED
        for found in ESCAPED.finditer(content)
    )


def _packed(reader: PdfReader) -> Iterator[bytes]:
    """Give what lies in the streams that hold other objects."""
    for number in sorted({holder for holder, _index in reader.xref_objStm.values()}):
        held = reader.get_object(IndirectObject(number, 0, reader))
        if isinstance(held, StreamObject):
            yield held.get_data()


def _findings(reader: PdfReader) -> Iterator[str]:
    """Go through every object that a reader could come to, and tell what acts or hides."""
    numbers = {(number, generation) for generation, held in reader.xref.items() for number in held}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    if len(numbers) > MOST_OBJECTS:
        yield "complex"
        return
    yield from _inside(reader.trailer, 0)
    for number, generation in sorted(numbers):
        if number == 0:
            continue
        found = reader.get_object(IndirectObject(number, generation, reader))
        yield from _inside(found, 0)


def _inside(found: Any, depth: int) -> Iterator[str]:
    if depth > DEEPEST:
        yield "complex"
    elif isinstance(found, DictionaryObject):
        yield from _named(found)
        for value in found.values():
            yield from _inside(value, depth + 1)
    elif isinstance(found, ArrayObject):
        for value in found:
            yield from _inside(value, depth + 1)


def _named(found: DictionaryObject) -> Iterator[str]:
    raw = {str(name): value for name, value in found.items()}
    if "/XFA" in raw:
        yield "dynamic"
    inside = _resolved(raw.get("/EF"))
    if isinstance(inside, DictionaryObject) and FILES.intersection(inside):
        yield "embedded"
    for key, table in (("/S", ACTS), ("/Subtype", SUBTYPES)):
        told = str(_resolved(raw.get(key)))
        if told in table:
            yield table[told]


def _resolved(value: Any) -> Any:
    return value.get_object() if isinstance(value, IndirectObject) else value


def _bounded() -> None:
    """Take no more time or memory than an honest file needs, where the system can see to it."""
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 20, MEGABYTES << 20))


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    _bounded()
    sys.stdout.write(json.dumps(look(sys.stdin.buffer)))
