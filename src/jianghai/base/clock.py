"""The one clock: everything that needs the time asks here, so that tests can set it."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

_stopped: ContextVar[datetime | None] = ContextVar("stopped", default=None)


def now() -> datetime:
    """Give the moment, with its zone."""
    return _stopped.get() or timezone.now()


def today() -> date:
    """Give the day it is in China."""
    return timezone.localtime(now()).date()


@contextmanager
def stopped_at(moment: datetime) -> Iterator[None]:
    """Let it be this moment for the length of a `with` block."""
    token = _stopped.set(moment)
    try:
        yield
    finally:
        _stopped.reset(token)
