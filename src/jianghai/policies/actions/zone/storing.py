"""Writing the zone down: only the columns that differ, and the totals of those who were judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from secrets import token_hex
from typing import TYPE_CHECKING

from jianghai.base import clock
from jianghai.enterprises.columns.records import among
from jianghai.policies import totals, zone
from jianghai.policies.models import Column, Standing, ZoneState
from jianghai.policies.packing import Whole, packed
from rulebook.values import Verdict

if TYPE_CHECKING:
    from jianghai.enterprises.columns import Rows
    from rulebook.entitle.holdings import Holdings

COLUMN = (
    "edition", "digest", "assured", "verdicts", "kept", "low", "high", "met", "review", "unknown",
    "certain", "possible",
)  # fmt: skip
TOTALS = (
    "certain", "possible", "unchecked", "relief_certain", "relief_possible", "unbounded", "met",
    "unknown", "review", "negotiated",
)  # fmt: skip
AT_ONCE = 500


def put_answers(answers: Mapping[str, zone.Answer]) -> None:
    """Store clauses in place of those before."""
    rows = [zone.column(key, told) for key, told in answers.items()]
    Column.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["clause"], update_fields=COLUMN, batch_size=50
    )


def drop_answers(gone: Iterable[str]) -> None:
    """Drop clauses that are not applied any more."""
    clauses = list(gone)
    if clauses:
        Column.objects.filter(clause__in=clauses).delete()


def put_standings(rows: Rows, holdings: Holdings, on: date) -> None:
    """Store the totals of some enterprises in place of those before."""
    saved, more = totals.reliefs(holdings)
    sums = {
        "certain": totals.certain(holdings),
        "possible": totals.possible(holdings),
        "unchecked": totals.unchecked(holdings),
        "relief_certain": saved,
        "relief_possible": more,
        "unbounded": totals.unbounded(holdings),
        "met": totals.counted(holdings, Verdict.MET),
        "unknown": totals.counted(holdings, Verdict.UNKNOWN),
        "review": totals.counted(holdings, Verdict.REVIEW),
        "negotiated": totals.negotiated(holdings),
    }
    told = zip(
        rows.pks, rows.years.tolist(), *(sums[name].tolist() for name in TOTALS), strict=True
    )
    before = _before(rows.pks, on)
    fresh = [(pk, values) for pk, *values in told if before.get(pk) != tuple(values)]
    at, names = clock.now(), ("year", *TOTALS)
    Standing.objects.bulk_create(
        (
            Standing(enterprise_id=pk, on=on, at=at, **dict(zip(names, values, strict=True)))
            for pk, values in fresh
        ),
        update_conflicts=True,
        unique_fields=["enterprise"],
        update_fields=("on", "at", *names),
        batch_size=AT_ONCE,
    )


def _before(pks: list[int], on: date) -> dict[int, tuple[int, ...]]:
    """Give what is stored of some enterprises, now said to be of this day."""
    rows = Standing.objects.filter(among(pks))
    rows.exclude(on=on).update(on=on)
    found = rows.order_by().values_list("enterprise", "year", *TOTALS)
    return {pk: tuple(values) for pk, *values in found}


def put_state(state: ZoneState, on: date, shelf: str, firms: Whole) -> None:
    """Store of which day, policies and enterprises the columns are, under the next number."""
    state.number += 1
    state.token = token_hex(16)
    state.on, state.shelf, state.at = on, shelf, clock.now()
    state.firms, state.count = packed(firms), len(firms)
    state.save()
