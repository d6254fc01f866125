"""What the registry knows of enterprises as rules read it: records of a few, columns of very many."""

from __future__ import annotations

from jianghai.enterprises.columns.reader import columns
from jianghai.enterprises.columns.rows import Rows, taken

__all__ = ["Rows", "columns", "taken"]
