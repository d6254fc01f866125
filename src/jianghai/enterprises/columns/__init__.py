"""What the registry knows of enterprises as rules read it: records of a few, columns of very many."""

from __future__ import annotations

from jianghai.enterprises.columns.rows import Rows, taken
from jianghai.enterprises.columns.stock import Stock, columns, fetched

__all__ = ["Rows", "Stock", "columns", "fetched", "taken"]
