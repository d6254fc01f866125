"""Figures for those who lead: cases by state, on time or not, and where lights burn. All in grouped queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q

from jianghai.casework.models import CLOSED, Case, Clock, ClockKind, ClockState, Light, Status
from jianghai.casework.queries import cases as queries
from jianghai.web.contents.cases.time import days
from jianghai.web.contents.cases.work.bench import service_name
from jianghai.web.drawing import percent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from jianghai.people.models import Person

REDDEST = 10


@dataclass(frozen=True, slots=True)
class Stand:
    """How many cases have one state, and how long its bar is."""

    status: int
    count: int
    width: float


@dataclass(frozen=True, slots=True)
class Punctual:
    """How many clocks of one kind that have stopped were on time."""

    kept: int
    all: int

    @property
    def share(self) -> float | None:
        """Give the share in percent; nothing where none has stopped."""
        return percent(self.kept, self.all) if self.all else None

    @property
    def text(self) -> str:
        """Print the share."""
        return "—" if self.share is None else f"{self.share:.1f}%"


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """One service: what is open, what burns, what was decided and how punctually."""

    name: str
    open: int
    red: int
    closed: int
    promised: Punctual


def told_to(reader: Person) -> dict[str, Any]:
    """Gather the figures of all cases that the reader may see."""
    seen = queries.of(reader).order_by()
    handed_in = seen.exclude(status=Status.DRAFT)
    clocks = Clock.objects.filter(case__in=seen.values("pk"), task=None, state=ClockState.STOPPED)
    return {
        "stands": _stands(handed_in),
        "lights": _lights(handed_in),
        "promised": _punctual(clocks.filter(kind=ClockKind.PROMISED)),
        "statutory": _punctual(clocks.filter(kind=ClockKind.STATUTORY)),
        "visits": _visits(handed_in),
        "lines": _lines(handed_in, clocks),
        "burning": _burning(handed_in),
    }


def _stands(cases: QuerySet[Case]) -> list[Stand]:
    found = list(cases.values_list("status").annotate(n=Count("pk")).order_by("status"))
    most = max((count for _status, count in found), default=0)
    return [Stand(status, count, percent(count, most)) for status, count in found]


def _lights(cases: QuerySet[Case]) -> list[tuple[int, int]]:
    still = cases.exclude(status__in=CLOSED)
    found = dict(still.values_list("light").annotate(n=Count("pk")))
    return [(level, found.get(level, 0)) for level in reversed(Light.values)]


def _punctual(clocks: QuerySet[Clock]) -> Punctual:
    found = clocks.aggregate(all=Count("pk"), kept=Count("pk", filter=Q(light__lt=Light.RED)))
    return Punctual(found["kept"], found["all"])


def _visits(cases: QuerySet[Case]) -> Punctual:
    """Count the cases that were carried to the end without anybody having to come to a counter."""
    over = cases.filter(status__in=CLOSED)
    found = over.aggregate(all=Count("pk"), none=Count("pk", filter=Q(counter_visits=0)))
    return Punctual(found["none"], found["all"])


def _lines(cases: QuerySet[Case], clocks: QuerySet[Clock]) -> list[ServiceLine]:
    still = ~Q(status__in=CLOSED)
    kept = clocks.filter(kind=ClockKind.PROMISED).values_list("case__service")
    on_time = {
        service: Punctual(good, count)
        for service, count, good in kept.annotate(
            n=Count("pk"), good=Count("pk", filter=Q(light__lt=Light.RED))
        )
    }
    found: Iterable[tuple[str, int, int, int]] = cases.values_list("service").annotate(
        open=Count("pk", filter=still),
        red=Count("pk", filter=still & Q(light=Light.RED)),
        closed=Count("pk", filter=~still),
    )
    lines = [
        ServiceLine(service_name(key), open_, red, closed, on_time.get(key, Punctual(0, 0)))
        for key, open_, red, closed in found
    ]
    return sorted(lines, key=lambda line: (-line.red, -line.open, line.name))


def _burning(cases: QuerySet[Case]) -> list[tuple[Case, days.Due | None]]:
    count = days.today()
    red = cases.filter(light__gte=Light.ORANGE, closed_at=None).order_by("-light", "due_at")
    rows = red.select_related("enterprise", "department", "applicant")[:REDDEST]
    return [(one, count.due(one.due_at)) for one in rows]
