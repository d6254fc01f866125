"""Tables and calendars to take away."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from django.http import FileResponse, StreamingHttpResponse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

OCTETS = 75  # of a line of a calendar file
ESCAPED = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n", "\r": ""})
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv(name: str, lines: Iterable[bytes]) -> StreamingHttpResponse:
    """Answer with a CSV file."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


def xlsx(name: str, content: bytes) -> FileResponse:
    """Answer with a workbook."""
    return FileResponse(
        io.BytesIO(content), as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX
    )


def ics(name: str, lines: Iterable[bytes]) -> StreamingHttpResponse:
    """Answer with a calendar file."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.ics"'}
    return StreamingHttpResponse(
        lines, content_type="text/calendar; charset=utf-8", headers=headers
    )


def escaped(text: str) -> str:
    r"""Write a text as a value of a calendar file (RFC 5545).

    >>> print(escaped("A, B; C"))
    A\, B\; C
    """
    return text.translate(ESCAPED)


def ics_lines(*texts: str) -> Iterator[bytes]:
    """Fold lines of a calendar file at 75 octets without cutting a sign."""
    for text in texts:
        part = b""
        for sign in text:
            octets = sign.encode()
            if len(part) + len(octets) > OCTETS:
                yield part + b"\r\n"
                part = b" "
            part += octets
        yield part + b"\r\n"
