"""The registry year by year, as it was told: four queries for every five thousand enterprises.

Evaluation reads it in its own way (`enterprises.columns.records`), which carries older lists forward.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jianghai.enterprises.models import (
    IDENTITY,
    NO_YEAR,
    Completeness,
    Enterprise,
    Entry,
    FactValue,
    Source,
)
from jianghai.enterprises.models.packing import Packed, unpack
from jianghai.enterprises.queries import catalogue
from rulebook.records import Observation, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from rulebook.facts import Catalogue

FIRMS_AT_ONCE = 5_000
#: No rule looks further back than this many years.
YEARS_BACK = 10
Facts = dict[str, dict[int | None, Observation]]


def paired(
    enterprises: Iterable[Enterprise], years: Iterable[int], on: date
) -> Iterator[tuple[Enterprise, Record]]:
    """Give each enterprise with its record of each year; the years share what is known."""
    firms, years = list(enterprises), sorted(set(years))
    for start in range(0, len(firms), FIRMS_AT_ONCE):
        group = firms[start : start + FIRMS_AT_ONCE]
        facts = known(group, max(years, default=NO_YEAR))
        for firm in group:
            for year in years:
                yield (
                    firm,
                    Record(
                        id=str(firm.pk),
                        name=firm.name,
                        uscc=firm.uscc or "",
                        year=year,
                        on=on,
                        facts=facts[firm.pk],
                    ),
                )


def known(firms: list[Enterprise], until: int) -> dict[int, Facts]:
    """Give all current facts of some enterprises, by enterprise, fact and year."""
    facts: dict[int, Facts] = {firm.pk: _identity(firm) for firm in firms}
    ids, told = list(facts), catalogue()
    sources = _Sources()
    years = [NO_YEAR, *range(until - YEARS_BACK, until + 1)]
    values = FactValue.objects.filter(enterprise__in=ids, current=True, year__in=years).values_list(
        "enterprise_id", "fact", "year", "source_id", "low", "high", "text", "yes"
    )
    for firm, fact, year, source, low, high, text, yes in values.iterator(chunk_size=10_000):
        if fact in told:
            label, as_of = sources[source]
            value = unpack(told[fact], Packed(low, high, text, yes))
            facts[firm].setdefault(fact, {})[year or None] = Observation(value, label, as_of)
    _add_lists(facts, ids, told, sources)
    return facts


def _identity(firm: Enterprise) -> Facts:
    given = {name: getattr(firm, name) for name in IDENTITY}
    return {
        name: {None: Observation(value)} for name, value in given.items() if value not in (None, "")
    }


def _add_lists(facts: dict[int, Facts], ids: list[int], told: Catalogue, sources: _Sources) -> None:
    items: dict[tuple[int, str, int], list[dict[str, Any]]] = {}
    rows = Entry.objects.filter(enterprise__in=ids, current=True).order_by("id")
    for firm, name, year, data in rows.values_list(
        "enterprise_id", "list", "year", "data"
    ).iterator(10_000):
        items.setdefault((firm, name, year), []).append(data)
    stated = Completeness.objects.filter(enterprise__in=ids, current=True).values_list(
        "enterprise_id", "list", "year", "complete", "source_id"
    )
    for firm, name, year, complete, source in stated.iterator(10_000):
        if name in told:
            text, as_of = sources[source]
            seen = Observation(
                tuple(items.get((firm, name, year), ())), text, as_of, complete=complete
            )
            facts[firm].setdefault(name, {})[year or None] = seen


class _Sources(dict[int, tuple[str, str]]):
    """What each source is called; all of those in use are read when the first is asked for."""

    def __missing__(self, source: int) -> tuple[str, str]:
        if not self:
            for one in Source.objects.only("id", "kind", "text", "as_of").iterator(10_000):
                label = " · ".join(filter(None, (one.get_kind_display(), one.text)))
                self[one.pk] = (label, str(one.as_of or ""))
        return super().__getitem__(source) if source in self else ("", "")
