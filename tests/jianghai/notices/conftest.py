"""It is Monday 29 June 2026, noon in China; a policy changed and Blue Kiln gained by it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

import pytest

from jianghai.base import clock
from jianghai.notices.actions import Cause, Message, tell
from jianghai.notices.models import Kind
from rulebook.errors import Text

NOON = datetime(2026, 6, 29, 4, tzinfo=UTC)


def days_later(days: int, hours: int = 0) -> AbstractContextManager[None]:
    """Let it be noon some days later."""
    return clock.stopped_at(NOON + timedelta(days=days, hours=hours))


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with clock.stopped_at(NOON):
        yield


def cause(key: str = "policies:1", kind: Kind = Kind.GAINED, about: str = "a/b#C1") -> Cause:
    """Give a change of a policy."""
    return Cause(key, kind, Text("稳岗补贴", "Stable jobs"), about)


@pytest.fixture
def told(blue_kiln) -> Callable[..., int]:
    """Tell Blue Kiln's people of something."""

    def told(key: str = "policies:1", kind: Kind = Kind.GAINED) -> int:
        title = Text("新增可享：稳岗补贴", "Newly owed: stable jobs")
        return tell(cause(key, kind), [Message(blue_kiln, title, link="/a", sum=100)])

    return told
