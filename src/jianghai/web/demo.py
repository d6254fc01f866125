"""The accounts of the demonstration, for the sign-in page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Account:
    """An account that anybody may try."""

    username: str
    password: str
    word: str
    more: str


def accounts() -> list[Account]:
    """List them; none where no demonstration is loaded."""
    return []
