"""Marking that somebody has seen what an enterprise is owed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jianghai.base import clock
from jianghai.base.errors import NotAllowedError
from jianghai.enterprises import queries as registry
from jianghai.policies.models import Seen

if TYPE_CHECKING:
    from jianghai.enterprises.models import Enterprise
    from jianghai.people.models import Person


def mark_seen(person: Person, enterprise: Enterprise) -> None:
    """Mark that a person has seen everything up to now; no journal line, as nothing is decided by it."""
    if not registry.of(person).filter(pk=enterprise.pk).exists():
        raise NotAllowedError
    Seen.objects.update_or_create(
        person=person, enterprise=enterprise, defaults={"at": clock.now()}
    )
