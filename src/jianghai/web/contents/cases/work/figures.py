"""Figures for those who lead: cases by state, on time or not, and where lights burn. Counted in two passes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.db.models import BooleanField, Count, ExpressionWrapper, Q

from jianghai.casework.models import CLOSED, Case, Clock, ClockKind, ClockState, Light, Status
from jianghai.casework.queries import cases as queries
from jianghai.people.models import Role
from jianghai.web.contents.cases.time import days
from jianghai.web.contents.cases.work.bench import service_name
from jianghai.web.drawing import percent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from jianghai.people.models import Person

REDDEST = 10
#: Of more cases than these the figures are kept for a while, and counted anew after it.
MANY, KEPT_SECONDS = 10_000, 60


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


@dataclass(frozen=True, slots=True)
class Group:
    """Cases that are alike in everything that is counted."""

    service: str
    status: int
    light: int
    came: bool  # somebody had to come to a counter
    count: int

    @property
    def over(self) -> bool:
        """Tell whether they are closed."""
        return self.status in CLOSED


@dataclass(frozen=True, slots=True)
class Stopped:
    """Clocks of whole cases that have stopped, alike in everything that is counted."""

    service: str
    kind: str
    kept: bool
    count: int


@dataclass(frozen=True, slots=True)
class Counted:
    """All that the figures are made of, counted in two passes."""

    groups: list[Group]
    clocks: list[Stopped]


def told_to(reader: Person) -> dict[str, Any]:
    """Gather the figures of all cases that the reader may see."""
    counted = _counted(reader)
    groups, clocks = counted.groups, counted.clocks
    over = [one for one in groups if one.over]
    return {
        "stands": _stands(groups),
        "lights": _lights(groups),
        "promised": _punctual(one for one in clocks if one.kind == ClockKind.PROMISED),
        "statutory": _punctual(one for one in clocks if one.kind == ClockKind.STATUTORY),
        "visits": Punctual(_sum(one for one in over if not one.came), _sum(over)),
        "lines": _lines(counted),
        "burning": _burning(queries.of(reader).exclude(status=Status.DRAFT)),
    }


def _counted(reader: Person) -> Counted:
    """Count what the reader may see; where that is much, the figures may be a minute old."""
    whose = "all" if reader.role == Role.LEADER else str(reader.pk)
    key = f"cases-counted-{whose}"
    kept: Counted | None = cache.get(key)
    if kept is not None:
        return kept
    counted = _count(queries.of(reader).order_by())
    if _sum(counted.groups) > MANY:
        cache.set(key, counted, KEPT_SECONDS)
    return counted


def _count(seen: QuerySet[Case]) -> Counted:
    handed_in = seen.exclude(status=Status.DRAFT)
    came = ExpressionWrapper(Q(counter_visits__gt=0), BooleanField())
    cases = handed_in.annotate(came=came).values_list("service", "status", "light", "came")
    kept = ExpressionWrapper(Q(light__lt=Light.RED), BooleanField())
    clocks = Clock.objects.filter(case__in=seen.values("pk"), task=None, state=ClockState.STOPPED)
    clocks = clocks.order_by()
    rows = clocks.annotate(kept=kept).values_list("case__service", "kind", "kept")
    return Counted(
        [Group(*row) for row in cases.annotate(n=Count("pk"))],
        [Stopped(*row) for row in rows.annotate(n=Count("pk"))],
    )


def _sum(groups: Iterable[Group | Stopped]) -> int:
    return sum(one.count for one in groups)


def _stands(groups: list[Group]) -> list[Stand]:
    found: Counter[int] = Counter()
    for one in groups:
        found[one.status] += one.count
    most = max(found.values(), default=0)
    return [Stand(status, count, percent(count, most)) for status, count in sorted(found.items())]


def _lights(groups: list[Group]) -> list[tuple[int, int]]:
    still = [one for one in groups if not one.over]
    return [
        (level, _sum(one for one in still if one.light == level))
        for level in reversed(Light.values)
    ]


def _punctual(clocks: Iterable[Stopped]) -> Punctual:
    found = list(clocks)
    return Punctual(_sum(one for one in found if one.kept), _sum(found))


def _lines(counted: Counted) -> list[ServiceLine]:
    lines = []
    for key in {one.service for one in counted.groups}:
        groups = [one for one in counted.groups if one.service == key]
        still = [one for one in groups if not one.over]
        red = _sum(one for one in still if one.light == Light.RED)
        promised = [
            one for one in counted.clocks if (one.service, one.kind) == (key, ClockKind.PROMISED)
        ]
        closed = _sum(one for one in groups if one.over)
        name = service_name(key)
        lines.append(ServiceLine(name, _sum(still), red, closed, _punctual(promised)))
    return sorted(lines, key=lambda line: (-line.red, -line.open, line.name))


def _burning(cases: QuerySet[Case]) -> list[tuple[Case, days.Due | None]]:
    count = days.today()
    red = cases.filter(light__gte=Light.ORANGE, closed_at=None).order_by("-light", "due_at")
    rows = red.select_related("enterprise", "department", "applicant")[:REDDEST]
    return [(one, count.due(one.due_at)) for one in rows]
