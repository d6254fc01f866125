"""What the standards hear: facts of enterprises changed."""

from __future__ import annotations


def connect() -> None:
    """Listen to the registry."""
