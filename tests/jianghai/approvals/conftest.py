"""It is Thursday 19 November 2026, ten in the morning in China; Chen works at the window of the approval bureau."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, datetime

import pytest
from django.utils import timezone

from jianghai.approvals import actions
from jianghai.approvals.models import Appointment, Window
from jianghai.base import clock
from jianghai.people.models import Department, Person, Post
from tests.cast import person

MORNING = "2026-11-19 10:00"


def moment(text: str) -> datetime:
    """Read a moment of China, such as 2026-11-20 09:30."""
    return timezone.make_aware(datetime.fromisoformat(text))


def it_is(text: str) -> AbstractContextManager[None]:
    """Let it be a moment of China."""
    return clock.stopped_at(moment(text))


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with it_is(MORNING):
        yield


@pytest.fixture
def bureau(db) -> Department:
    """The approval bureau."""
    return Department.objects.create(code="approval", zh="行政审批局", en="Approval bureau")


@pytest.fixture
def window(bureau) -> Window:
    """A window open on working days from nine to twelve: six slots of half an hour, two places each."""
    return Window.objects.create(
        code="one",
        letter="A",
        name_zh="综合窗口",
        name_en="Window one",
        place_zh="一楼",
        place_en="Ground floor",
        department=bureau,
        services=["business-start-up", "consultation"],
        hours=[{"days": [1, 2, 3, 4, 5], "from": "09:00", "to": "12:00"}],
        slot_minutes=30,
        places=2,
        days_ahead=14,
    )


@pytest.fixture
def posted(chen, bureau) -> Person:
    """Chen, posted to the window."""
    Post.objects.create(person=chen, department=bureau, duty="window", since=date(2020, 1, 1))
    return chen


@pytest.fixture
def leader(db) -> Person:
    """Somebody who leads the zone."""
    return person("guo", "郭国", "leader")


@pytest.fixture
def booked(window, lin, blue_kiln) -> Callable[..., Appointment]:
    """Let Lin, or somebody else, book; tomorrow at nine if nothing else is said."""
    count = iter(range(1000))

    def booked(
        at: str = "2026-11-20 09:00", by: Person | None = None, key: str = ""
    ) -> Appointment:
        return actions.book(
            window,
            moment(at),
            service="consultation",
            by=by or lin,
            key=key or f"booked {next(count)}",
        )

    return booked
