"""Take everything made up out again: the only place where payments and an edition are ever deleted."""

from __future__ import annotations

from django.db import models, transaction
from django.db.models import Q

from jianghai.base import journal
from jianghai.base.models import Deed
from jianghai.policies.demo.publishing import POLICY
from jianghai.policies.models import (
    Application,
    Attachment,
    Change,
    FundPool,
    Payout,
    PolicyDraft,
    PublishedEdition,
)


@transaction.atomic
def remove_measures() -> bool:
    """Delete the made-up policy, and money and applications of made-up firms; give whether there was anything."""
    every: models.QuerySet[PublishedEdition] = models.QuerySet(PublishedEdition)
    editions = every.filter(policy=POLICY)  # the plain kind, which can delete
    found = list(editions)
    for edition in found:
        journal.record(None, "demonstration policy removed", edition, edition=edition.key)
    ours = Q(enterprise__demo=True) | Q(clause__startswith=f"{POLICY}#")
    asked = Application.objects.filter(ours)
    Attachment.objects.filter(application__in=asked).delete()
    asked.delete()
    Payout.objects.filter(ours).delete()
    pools = [pool.pk for pool in FundPool.objects.all() if _ours(pool)]
    FundPool.objects.filter(pk__in=pools).delete()
    Deed.objects.filter(key__startswith="demo ").delete()
    Change.objects.filter(reference__startswith=f"{POLICY}@").delete()
    editions.delete()
    PolicyDraft.objects.filter(policy=POLICY).delete()
    return bool(found)


def _ours(pool: FundPool) -> bool:
    return all(clause.startswith(f"{POLICY}#") for clause in pool.clauses)
