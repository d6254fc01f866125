"""Citations and texts from data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from jianghai.casework.services.model import Citation
from rulebook.errors import Text


def citations(rows: Iterable[Mapping[str, Any]]) -> tuple[Citation, ...]:
    """Read citations."""
    return tuple(
        Citation(
            row["document"], row.get("article", ""), row["mark"],
            row.get("note", ""), tuple(row.get("sources", ())),
        )
        for row in rows
    )  # fmt: skip


def said(told: Mapping[str, str] | None) -> Text | None:
    """Read a text that may be absent."""
    return Text(told["zh"], told["en"]) if told else None


def text(told: Mapping[str, str] | None) -> Text:
    """Read a text; absent, it is empty."""
    return said(told) or Text("", "")
