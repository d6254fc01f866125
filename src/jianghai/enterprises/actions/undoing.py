"""Undoing an import: what it brought goes, what it replaced comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import PROTECT, Exists, OuterRef

from jianghai.base import clock, journal
from jianghai.base.errors import NotAllowedError
from jianghai.enterprises.actions.loading import rank
from jianghai.enterprises.errors import NotAppliedError
from jianghai.enterprises.models import (
    Batch,
    Completeness,
    Enterprise,
    Entry,
    FactValue,
    Membership,
    Source,
)
from jianghai.enterprises.models.batches import Progress
from jianghai.enterprises.signals import changed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from jianghai.people.models import Person

FIRMS_AT_ONCE = 1000


@transaction.atomic
def undo_import(batch: Batch, *, by: Person) -> Batch:
    """Take back a finished import as if it had never been; the journal and the report of the import stay."""
    if not by.edits_zone:
        raise NotAllowedError
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.progress != Progress.APPLIED:
        raise NotAppliedError
    touched = _touched(batch)
    brought = FactValue.objects.filter(source__batch=batch)
    replaced = FactValue.objects.filter(superseded_by__isnull=False, superseded_by__in=brought)
    replaced.update(superseded_by=None)
    for model in (FactValue, Entry, Completeness):
        model.objects.filter(source__batch=batch).delete()
    for start in range(0, len(touched), FIRMS_AT_ONCE):
        crown_again(touched[start : start + FIRMS_AT_ONCE])
    _empty_again(batch)
    _remove_firms(batch)
    batch.progress, batch.undone_at = Progress.UNDONE, clock.now()
    batch.save()
    Source.objects.filter(batch=batch).delete()
    journal.record(by, "import undone", batch, digest=batch.digest)
    transaction.on_commit(lambda: changed.send_robust(sender=Batch, enterprises=touched))
    return batch


def _touched(batch: Batch) -> list[int]:
    """List the enterprises of the import that are not its own."""
    firms = set(
        FactValue.objects.filter(source__batch=batch)
        .values_list("enterprise", flat=True)
        .distinct()
    )
    firms |= set(
        Completeness.objects.filter(source__batch=batch)
        .values_list("enterprise", flat=True)
        .distinct()
    )
    firms -= set(Enterprise.objects.filter(batch=batch, facts=None).values_list("pk", flat=True))
    return sorted(firms | {int(pk) for pk in batch.filled})


def crown_again(firms: list[int]) -> None:
    """Make the best remaining value current wherever a fact has none."""
    _best_values(firms)
    _best_lists(firms)


def _best_values(firms: list[int]) -> None:
    current = FactValue.objects.filter(
        enterprise=OuterRef("enterprise"),
        fact=OuterRef("fact"),
        year=OuterRef("year"),
        current=True,
    )
    rows = FactValue.objects.filter(~Exists(current), enterprise__in=firms).values_list(
        "enterprise_id", "fact", "year", "source__kind", "source__as_of", "pk"
    )
    best: dict[tuple[int, str, int], tuple[tuple[int, str], int]] = {}
    for firm, fact, year, kind, as_of, pk in rows:
        best[firm, fact, year] = max(
            best.get((firm, fact, year), ((0, ""), 0)), (rank(kind, as_of), pk)
        )
    pks = [pk for _, pk in best.values()]
    for start in range(0, len(pks), 5000):
        FactValue.objects.filter(pk__in=pks[start : start + 5000]).update(
            current=True, superseded_by=None
        )


def _best_lists(firms: list[int]) -> None:
    current = Completeness.objects.filter(
        enterprise=OuterRef("enterprise"),
        list=OuterRef("list"),
        year=OuterRef("year"),
        current=True,
    )
    rows = Completeness.objects.filter(~Exists(current), enterprise__in=firms).select_related(
        "source"
    )
    best: dict[tuple[int, str, int], Completeness] = {}
    for row in sorted(rows, key=lambda one: (one.source.rank, one.pk)):
        best[row.enterprise_id, row.list, row.year] = row
    for row in best.values():
        Completeness.objects.filter(pk=row.pk).update(current=True)
        Entry.objects.filter(
            enterprise=row.enterprise_id, list=row.list, year=row.year, source=row.source_id
        ).update(current=True)


def _empty_again(batch: Batch) -> None:
    """Empty the columns of enterprises that the import had filled."""
    firms = Enterprise.objects.in_bulk([int(pk) for pk in batch.filled])
    for pk, names in batch.filled.items():
        firm = firms.get(int(pk))
        if firm is None:
            continue
        for name in names:
            setattr(firm, name, None if name in ("uscc", "resident_enterprise") else "")
        firm.save()


def _remove_firms(batch: Batch) -> None:
    """Remove the enterprises that came with the import, unless somebody has since told or done something with them."""
    unused = Enterprise.objects.filter(batch=batch)
    for rows, field in _kept_by():
        unused = unused.exclude(Exists(rows.filter(**{field: OuterRef("pk")})))
    unused.delete()
    Enterprise.objects.filter(batch=batch).update(batch=None)


def _kept_by() -> Iterator[tuple[QuerySet[Any], str]]:
    """Give what keeps an enterprise: facts, members, and whatever other apps protect, such as payments."""
    for model in (FactValue, Entry, Completeness, Membership):
        yield model._base_manager.all(), "enterprise"
    for found in Enterprise._meta.related_objects:
        if found.on_delete is PROTECT:
            yield found.related_model._base_manager.all(), found.field.name
