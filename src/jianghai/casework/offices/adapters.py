"""What an adapter is, and the table of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Reply:
    """What an office says: done with an answer, not done yet (`again` says when to ask), or refused for good."""

    done: bool = False
    answer: Mapping[str, Any] = field(default_factory=dict)
    again: timedelta | None = None
    refused: str = ""


class Office(Protocol):
    """An office: it is told the key of the request, so that the same request twice is one."""

    def ask(self, key: str, asked: Mapping[str, Any]) -> Reply:
        """Ask, or ask again, for what a task needs; OfficeError, OSError or TimeoutError where it cannot be reached."""


#: Offices by the code that a service names.
OFFICES: dict[str, Office] = {}


def register(code: str, office: Office) -> None:
    """Put an office into the table."""
    OFFICES[code] = office
