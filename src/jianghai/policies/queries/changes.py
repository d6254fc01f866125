"""What changed since somebody looked last, and what a cause did to whom; an enterprise sees its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Sum

from jianghai.enterprises import queries as registry
from jianghai.people.models import Person
from jianghai.policies.models import Change, Gain, Seen, Turn

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db import models

    from jianghai.enterprises.models import Enterprise


@dataclass(frozen=True, slots=True)
class Since:
    """What changed for an enterprise since a person saw it last; `at` is None where it was never seen."""

    at: datetime | None
    gains: tuple[Gain, ...]

    @property
    def better(self) -> tuple[Gain, ...]:
        """Give what is good news."""
        return tuple(gain for gain in self.gains if Turn(gain.turn).better)

    @property
    def worse(self) -> tuple[Gain, ...]:
        """Give what is not."""
        return tuple(gain for gain in self.gains if not Turn(gain.turn).better)


def gains_of(person: Person | AnonymousUser) -> models.QuerySet[Gain]:
    """List the gains and losses a person may see, the newest first."""
    rows = Gain.objects.filter(enterprise__in=registry.of(person))
    return rows.select_related("change").order_by("-change__at", "id")


def changes_of(person: Person | AnonymousUser) -> models.QuerySet[Change]:
    """List the causes with what they did to the whole zone; for those who see the zone."""
    if not isinstance(person, Person) or not person.sees_zone:
        return Change.objects.none()
    return Change.objects.select_related("by")


def since_last(person: Person, enterprise: Enterprise, most: int = 100) -> Since:
    """Tell what changed for an enterprise since the person marked it as seen; two queries, three for a member."""
    seen = Seen.objects.filter(person=person, enterprise=enterprise).first()
    rows = gains_of(person).filter(enterprise=enterprise)
    if seen is not None:
        rows = rows.filter(change__at__gt=seen.at)
    return Since(seen.at if seen is not None else None, tuple(rows[:most]))


@dataclass(frozen=True, slots=True)
class Effect:
    """What one cause did to one clause: the turn, how many enterprises, and certain fen before and after."""

    clause: str
    turn: Turn
    firms: int
    before: int
    after: int


def effects_of(change: Change) -> tuple[Effect, ...]:
    """Tell by clause what a cause did, the most enterprises first; one query."""
    rows = (
        change.gains.order_by()
        .values_list("clause", "turn")
        .annotate(firms=Count("pk"), before=Sum("low_before"), after=Sum("low_after"))
    )
    found = (
        Effect(clause, Turn(turn), firms, before or 0, after or 0)
        for clause, turn, firms, before, after in rows
    )
    return tuple(sorted(found, key=lambda one: (-one.firms, one.clause, one.turn)))
