"""The console script `jianghai`: evaluate and explain from files, without a database."""

from __future__ import annotations

from jianghai.cli.door import main

__all__ = ["main"]
