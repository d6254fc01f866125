"""Answers as people or programs read them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from jianghai.cli.tables import table


def as_json(said: Any) -> str:
    """Write an answer for a program."""
    return json.dumps(said, ensure_ascii=False, indent=2, default=str)


def tabled(rows: Iterable[Sequence[object]], head: Sequence[str], fold: int = 60) -> str:
    """Write an answer as a table."""
    return table(head, [[str(cell) for cell in row] for row in rows], fold)
