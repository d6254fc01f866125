"""Questions about persons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from jianghai.people.models import Person

if TYPE_CHECKING:
    from django.db import models

#: Written on the sign-in page beside the demonstration accounts.
DEMO_PASSWORD = "jianghai-demo"  # noqa: S105 - public on purpose


def demo_accounts() -> models.QuerySet[Person]:
    """List the accounts that the sign-in page may show; none where demonstrations are off."""
    if not settings.DEMO:
        return Person.objects.none()
    return Person.objects.filter(demo=True, is_active=True).order_by("pk")
