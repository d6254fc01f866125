"""Ledgers that other apps keep: they offer them here, so that records and columns hold them like any other list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

Entry = Mapping[str, Any]
#: Gives the entries of some enterprises, each with the key of its enterprise; in one query for any number.
Reader = Callable[[Sequence[int]], Iterable[tuple[int, Entry]]]

_readers: dict[str, Reader] = {}


def offer(name: str, reader: Reader) -> None:
    """Offer a ledger under the id of its fact, in place of what was offered before; done when apps are ready."""
    _readers[name] = reader


def withdraw(name: str) -> None:
    """Take an offer back."""
    _readers.pop(name, None)


def offered(name: str, pks: Sequence[int]) -> list[tuple[int, Entry]]:
    """Give the entries of a ledger for some enterprises; none where nobody keeps it."""
    reader = _readers.get(name)
    return list(reader(pks)) if reader is not None and pks else []
