"""Which offices this site can reach: those of its settings, and made-up ones for showing and for plays."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from jianghai.casework.offices.adapters import OFFICES, register
from jianghai.casework.offices.remote import Remote
from jianghai.casework.offices.simulated import Simulated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

#: Offices of the services that ship, as a demonstration makes them up: some are slow, one fails once.
MADE_UP: dict[str, dict[str, Any]] = {
    "seal": {"busy": 1, "minutes": 3},
    "tax": {"fails": 1},
    "social-insurance": {},
    "housing-fund": {},
    "medical-insurance": {},
    "bank": {"busy": 1, "minutes": 2},
}


def connect(told: str, *, made_up: bool) -> None:
    """Fill the table: `told` is `code=https://…` by commas; made-up offices only where somebody shows the site."""
    if made_up:
        for code, behaves in MADE_UP.items():
            register(code, Simulated(code, **behaves))
    for part in told.split(","):
        code, _, address = part.strip().partition("=")
        if address:
            register(code.strip(), Remote(address.strip()))


@contextmanager
def made_up(codes: Iterable[str], behaves: Mapping[str, Mapping[str, Any]]) -> Iterator[None]:
    """Let offices be made up for the length of a `with` block, as a play says."""
    before = dict(OFFICES)
    for code in codes:
        register(code, Simulated(code, **behaves.get(code, {})))
    try:
        yield
    finally:
        OFFICES.clear()
        OFFICES.update(before)
