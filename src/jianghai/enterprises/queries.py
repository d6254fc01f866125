"""Questions to the registry; what a person may see is decided here and nowhere else."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import cache
from django.db.models import Q

from jianghai.base import clock, rows
from jianghai.enterprises.models import Batch, Enterprise, Entry, FactValue, Membership
from jianghai.people.models import Person
from rulebook.facts import Catalogue, load_catalogue

if TYPE_CHECKING:
    from datetime import date

    from django.contrib.auth.models import AnonymousUser
    from django.db import models


#: Whether somebody acts for an enterprise on a day: asked with every case.
ACTS = (
    "SELECT 1 FROM enterprises_membership WHERE person_id = %s AND enterprise_id = %s"
    " AND valid_from <= %s AND (valid_until IS NULL OR valid_until >= %s) LIMIT 1"
)


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """Give the facts that rules may name; read once, for a published corpus does not change under a running server."""
    return load_catalogue(settings.CORPUS / "facts.yaml")


def of(person: Person | AnonymousUser, on: date | None = None) -> models.QuerySet[Enterprise]:
    """List the enterprises a person may see: the zone's people all, members their own, strangers none."""
    if not isinstance(person, Person) or not person.is_active:
        return Enterprise.objects.none()
    if person.sees_zone:
        return Enterprise.objects.all()
    return Enterprise.objects.filter(pk__in=memberships_of(person, on).values("enterprise"))


def memberships_of(person: Person, on: date | None = None) -> models.QuerySet[Membership]:
    """List what a person is to which enterprises on a day, today if none is given."""
    day = on or clock.today()
    return Membership.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=day), person=person, valid_from__lte=day
    )


def acts_for(person: Person, enterprise: Enterprise) -> bool:
    """Tell whether a person acts for an enterprise today."""
    day = clock.today()
    return rows.one(ACTS, [person.pk, enterprise.pk, day, day]) is not None


def batches_of(person: Person | AnonymousUser) -> models.QuerySet[Batch]:
    """List the imports a person may see, without the files themselves."""
    if not isinstance(person, Person) or not person.edits_zone:
        return Batch.objects.none()
    return Batch.objects.defer("content", "refused").select_related("by")


def found(firms: models.QuerySet[Enterprise], words: str) -> models.QuerySet[Enterprise]:
    """Keep the enterprises whose name, pinyin, initials or code hold every word."""
    for word in words.split()[:8]:
        if word.isascii() and word.isalnum():  # only such signs are kept in pinyin and initials
            low = word.lower()  # in small letters; pinyin holds the letters of a name as they stand
            held = Q(initials__contains=low) | Q(pinyin__contains=low)
            held |= Q(uscc__contains=word.upper())
        else:
            held = Q(name__icontains=word)
        firms = firms.filter(held)
    return firms


def facts_of(enterprise: Enterprise, year: int | None = None) -> models.QuerySet[FactValue]:
    """List the current values of an enterprise with their sources, of one year or of all."""
    values = FactValue.objects.filter(enterprise=enterprise, current=True).select_related("source")
    return (
        values.order_by("fact", "-year")
        if year is None
        else values.filter(year=year).order_by("fact")
    )


def history_of(enterprise: Enterprise, fact: str, year: int) -> models.QuerySet[FactValue]:
    """List every value ever told of one fact, the best first."""
    told = FactValue.objects.filter(enterprise=enterprise, fact=fact, year=year)
    return told.select_related("source", "source__batch", "source__person").order_by(
        "-current", "-source__kind", "-source__as_of", "-id"
    )


def entries_of(enterprise: Enterprise, name: str | None = None) -> models.QuerySet[Entry]:
    """List the current records of one list, or of all lists."""
    entries = Entry.objects.filter(enterprise=enterprise, current=True).select_related("source")
    return entries.filter(list=name) if name else entries


def years_of(enterprise: Enterprise) -> list[int]:
    """List the years of which anything is known, newest first."""
    years = FactValue.objects.filter(enterprise=enterprise, current=True, year__gt=0).values_list(
        "year", flat=True
    )
    return sorted(set(years), reverse=True)


def progress_of(batch: Batch) -> int:
    """Tell how many percent of an import are done; it is kept beside the database, which shows it only as a whole."""
    if batch.progress == Batch.Progress.APPLIED:
        return 100
    return int(cache.get(f"import:{batch.pk}", 0))


def tell_progress(batch: int, percent: int) -> None:
    """Keep how many percent of an import are done."""
    cache.set(f"import:{batch}", percent, timeout=3600)
