"""Tables to take away."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from django.http import FileResponse, StreamingHttpResponse

if TYPE_CHECKING:
    from collections.abc import Iterable

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
