"""Records of firms, and how inputs are read from them: cells, dates, lists."""

from __future__ import annotations

from rulebook.records.cells import Observation, Record, Value, read_cell

__all__ = ["Observation", "Record", "Value", "read_cell"]
