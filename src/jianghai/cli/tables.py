"""Tables for a terminal: Chinese signs are two columns wide."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

GAP = "  "
FOLD = 28


def width(text: str) -> int:
    """Tell how many columns of a terminal a text takes.

    >>> width("中型 a")
    6
    """
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        for sign in text
    )


def cut(text: str, columns: int) -> str:
    """Shorten a text to so many columns, with a mark where something is left out.

    >>> cut("江苏安靠智能输电工程科技股份有限公司", 12)
    '江苏安靠智…'
    """
    if width(text) <= columns:
        return text
    kept = ""
    for sign in text:
        if width(kept + sign) > columns - 1:
            break
        kept += sign
    return kept + "…"


def pad(text: str, columns: int) -> str:
    """Fill a text up to so many columns."""
    return text + " " * (columns - width(text))


def table(head: Sequence[str], rows: Iterable[Sequence[str]], fold: int = FOLD) -> str:
    """Lay rows out under their heads; long cells are cut at `fold` columns."""
    cells = [list(head), *([cut(cell, fold) for cell in row] for row in rows)]
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
    lines = [
        GAP.join(pad(cell, wide) for cell, wide in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]
    return "\n".join([lines[0], GAP.join("─" * wide for wide in widths), *lines[1:]])
