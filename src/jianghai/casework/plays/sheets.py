"""Made-up papers that a play hands in: one page that says what it stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jianghai.casework import papers
from jianghai.casework.papers.values import Paragraph

if TYPE_CHECKING:
    from datetime import datetime


def sheet(text: str, at: datetime) -> bytes:
    """Print a made-up paper with a text; another moment makes another file."""
    head = papers.Letterhead(
        issuer="示例材料（虚构）", day=at.date(), number=f"{at:%Y-%m-%d %H:%M}"
    )
    body = tuple(Paragraph(part) for part in text.split("\n") if part.strip())
    return papers.pdf(papers.Paper("sheet", "示例材料", head, body))
