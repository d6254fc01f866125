"""Building what points are ranked against, kept with its day."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from django.db import transaction

from jianghai.base import clock, journal
from jianghai.enterprises.columns import columns
from jianghai.enterprises.models import Enterprise
from jianghai.standards import rules
from jianghai.standards.models import CohortSet
from rulebook.errors import NoEditionError, UnknownStandardError
from rulebook.evaluate import sources_of
from rulebook.tables import bulk_nodes, cohorts_of

if TYPE_CHECKING:
    from jianghai.enterprises.columns.rows import Rows
    from jianghai.people.models import Person


def build_cohorts(
    on: date | None = None, *, by: Person | None = None, rows: Rows | None = None
) -> CohortSet | None:
    """Rank the zone's firms as known today in the year that most have figures of; nothing where there are none.

    `rows` are the firms where they were read already. What is built twice a day from the same figures is kept once.
    """
    day = on or clock.today()
    try:
        edition = rules.library(day).edition(rules.POINTS, day)
    except (NoEditionError, UnknownStandardError):
        return None
    if rows is None:
        pks = Enterprise.objects.values_list("pk", flat=True)
        rows = columns(pks, day, sources_of(bulk_nodes(edition), [edition]))
    if not rows.pks:
        return None
    year = Counter(rows.years.tolist()).most_common(1)[0][0]
    peers = rows.taken(np.flatnonzero(rows.years == year))
    source = f"本园区登记企业 {year} 年度数据，{len(peers.pks)} 家"
    made = cohorts_of(peers.frame, edition, day, source)
    return _keep(
        CohortSet(
            standard=edition.standard,
            edition=edition.opens.isoformat(),
            year=year,
            as_of=day,
            source=made.source,
            firms=len(peers.pks),
            tables=made.to_json(),
            digest=made.digest,
            made_at=clock.now(),
            made_by=by,
        )
    )


@transaction.atomic
def _keep(made: CohortSet) -> CohortSet:
    """Keep a set and tell the journal, unless the same was kept that day."""
    same = CohortSet.objects.filter(
        standard=made.standard, year=made.year, as_of=made.as_of, digest=made.digest
    ).first()
    if same is not None:
        return same
    made.save()
    journal.record(
        made.made_by, "cohorts built", made, year=made.year, firms=made.firms, digest=made.digest
    )
    return made
