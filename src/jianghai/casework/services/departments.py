"""Departments of the zone's files become rows, so that people can hold posts in them."""

from __future__ import annotations

from django.db import transaction

from jianghai.casework.services.zones import zone
from jianghai.people.models import Department


@transaction.atomic
def load() -> int:
    """Make or mend a row for every department of the zone; a second time changes nothing."""
    changed = 0
    for office in zone().departments.values():
        told = {"zh": office.name.zh, "en": office.name.en, "outside": office.outside}
        row, made = Department.objects.get_or_create(code=office.code, defaults=told)
        differs = {key: value for key, value in told.items() if getattr(row, key) != value}
        if differs:
            Department.objects.filter(pk=row.pk).update(**differs)
        changed += made or bool(differs)
    return changed
