"""A made-up zone: 2,000 enterprises that do not exist, the same each time for the same seed and year."""

from __future__ import annotations

from jianghai.enterprises.demo.load import load_demo

__all__ = ["load_demo"]
