"""Takes the text out of some pages of a stranger's PDF; run as a process of its own, so that it can be ended.

Reads the file on standard input, the first page and the number of pages as arguments, and prints one line of JSON:
a list of texts. Knows nothing of the project: only pypdf is loaded.
"""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

SECONDS, MEGABYTES = 30, 2048
#: No page that people read holds more.
MOST_SIGNS = 40_000
BROKEN = (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError,
          AssertionError, ArithmeticError, NotImplementedError, OSError, EOFError)  # fmt: skip


def texts(stream: Any, first: int, many: int) -> list[str]:
    """Give the texts of pages, counted from 0; empty where a page cannot be read."""
    reader = PdfReader(stream, strict=False)
    last = min(first + many, len(reader.pages))
    return [_text(reader, number) for number in range(first, last)]


def _text(reader: PdfReader, number: int) -> str:
    try:
        found = reader.pages[number].extract_text()
    except BROKEN:
        return ""
    return "".join(sign for sign in found if sign == "\n" or sign.isprintable())[:MOST_SIGNS]


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
    sys.stdout.write(json.dumps(texts(sys.stdin.buffer, int(sys.argv[1]), int(sys.argv[2]))))
