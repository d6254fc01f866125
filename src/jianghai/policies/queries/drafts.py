"""Questions about drafts and published editions; only the zone's staff see drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jianghai.base.errors import NotAllowedError
from jianghai.people.models import Person
from jianghai.policies.models import PolicyDraft, PublishedEdition

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db import models


def drafts_of(person: Person | AnonymousUser) -> models.QuerySet[PolicyDraft]:
    """List the drafts a person may see: staff all of them, everybody else none."""
    if not isinstance(person, Person) or not person.edits_zone:
        return PolicyDraft.objects.none()
    return PolicyDraft.objects.select_related("author", "reviewer")


def draft_of(person: Person | AnonymousUser, pk: int) -> PolicyDraft:
    """Find a draft; NotAllowedError where there is none that the person may see."""
    found = drafts_of(person).filter(pk=pk).first()
    if found is None:
        raise NotAllowedError
    return found


def editions_of(policy: str) -> models.QuerySet[PublishedEdition]:
    """List the editions of a policy that were published here, the newest first; everybody may see them."""
    rows = PublishedEdition.objects.filter(policy=policy).select_related("author", "reviewer")
    return rows.order_by("-opens")
