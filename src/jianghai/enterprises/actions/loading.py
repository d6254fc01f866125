"""Writing a plan: sources, enterprises, values and lists in bulk, the better source winning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jianghai.base import clock
from jianghai.enterprises.actions.plans import FirmPlan, Key, Plan, chunks, day
from jianghai.enterprises.models import (
    Batch,
    Completeness,
    Enterprise,
    Entry,
    FactValue,
    Source,
    SourceKind,
)
from jianghai.enterprises.models.packing import Packed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from jianghai.enterprises.sheets import Told

FIRMS_AT_ONCE = 500
Rank = tuple[int, str]
Standing = dict[tuple[int, str, int], tuple[int, Rank, Packed]]


class Loader:
    """Writes one plan for one batch; to be used inside one transaction."""

    def __init__(self, batch: Batch, told: Callable[[int], None]) -> None:
        """Keep the batch and whom to tell how many enterprises are done."""
        self.batch, self.told = batch, told
        self.sources: dict[Told, Source] = {}
        self.loses: list[tuple[int, FactValue]] = []

    def write(self, plan: Plan) -> None:
        """Write everything."""
        self._firms(plan.firms)
        self._sources(plan.firms)
        done = 0
        for group in chunks(plan.firms, FIRMS_AT_ONCE):
            old = [one.firm.pk for one in group if not one.new]
            self._values(group, standing(old))
            self._lists(group, old)
            done += len(group)
            self.told(done)

    def _firms(self, plans: Iterable[FirmPlan]) -> None:
        new, old = [], []
        for one in plans:
            if one.new:
                one.firm.batch = self.batch
                one.firm.prepare()
                new.append(one.firm)
            elif one.filled:
                one.firm.prepare()
                old.append(one.firm)
                self.batch.filled[str(one.firm.pk)] = sorted(one.filled)
        Enterprise.objects.bulk_create(new, batch_size=1000)
        fields = [
            "uscc",
            "uscc_absent",
            "reg_date",
            "reg_from",
            "reg_to",
            "reg_region",
            "region_code",
        ]
        fields += ["industry_code", "stage_override", "resident_enterprise"]
        Enterprise.objects.bulk_update(old, fields, batch_size=200)

    def _sources(self, plans: Iterable[FirmPlan]) -> None:
        for one in plans:
            for told in one.tellers():
                if told not in self.sources:
                    self.sources[told] = self._source(told)
        Source.objects.bulk_create(self.sources.values(), batch_size=1000)

    def _source(self, told: Told) -> Source:
        kinds = {label: value for value, label in SourceKind.choices}
        return Source(
            kind=kinds.get(told.kind, self.batch.source_kind),
            text=told.text or self.batch.source_text or self.batch.file_name,
            as_of=day(told.as_of) or self.batch.as_of,
            batch=self.batch,
            person=self.batch.by,
            told_at=clock.now(),
        )

    def _values(self, group: list[FirmPlan], known: Standing) -> None:
        new: list[FactValue] = []
        beaten: list[tuple[int, FactValue]] = []
        for one, (fact, year), (packed, told) in _each(group):
            source = self.sources[told]
            value = made(one.firm, fact, year, packed, source)
            before = known.get((one.firm.pk, fact, year))
            if before:
                pk, before_rank, before_packed = before
                if before_packed == packed and before_rank >= rank(source.kind, source.as_of):
                    continue
                if before_rank > rank(source.kind, source.as_of):
                    value.current, value.superseded_by_id = False, pk
                else:
                    beaten.append((pk, value))
            new.append(value)
        crown(new, beaten)

    def _lists(self, group: list[FirmPlan], old: list[int]) -> None:
        ranks = list_ranks(old)
        entries: list[Entry] = []
        complete: list[Completeness] = []
        losing: list[tuple[int, str, int]] = []
        for one in group:
            for (name, year), (items, whole, told) in one.lists.items():
                source, key = self.sources[told], (one.firm.pk, name, year)
                wins = ranks.get(key, (0, "")) <= rank(source.kind, source.as_of)
                if wins and key in ranks:
                    losing.append(key)
                common = {
                    "enterprise": one.firm,
                    "list": name,
                    "year": year,
                    "source": source,
                    "current": wins,
                }
                entries.extend(Entry(data=item, **common) for item in items)
                complete.append(Completeness(complete=whole, **common))
        retire(losing)
        Entry.objects.bulk_create(entries, batch_size=1000)
        Completeness.objects.bulk_create(complete, batch_size=1000)


def _each(group: list[FirmPlan]) -> Iterator[tuple[FirmPlan, Key, tuple[Packed, Told]]]:
    return ((one, key, value) for one in group for key, value in one.values.items())


def rank(kind: int, as_of: date | None) -> Rank:
    """Order sources: the better kind, then the newer date; at a draw the one told later wins."""
    return kind, str(as_of or "")


def made(firm: Enterprise, fact: str, year: int, packed: Packed, source: Source) -> FactValue:
    """Make a value that is not written yet."""
    return FactValue(
        enterprise=firm,
        fact=fact,
        year=year,
        low=packed.low,
        high=packed.high,
        text=packed.text,
        yes=packed.yes,
        source=source,
    )


def standing(firms: list[int]) -> Standing:
    """Give the current value of every fact of some enterprises."""
    rows = FactValue.objects.filter(enterprise__in=firms, current=True).values_list(
        "enterprise_id",
        "fact",
        "year",
        "pk",
        "source__kind",
        "source__as_of",
        "low",
        "high",
        "text",
        "yes",
    )
    return {
        (firm, fact, year): (pk, rank(kind, as_of), Packed(low, high, text, yes))
        for firm, fact, year, pk, kind, as_of, low, high, text, yes in rows.iterator(
            chunk_size=5000
        )
    }


def crown(new: list[FactValue], beaten: list[tuple[int, FactValue]]) -> None:
    """Write values; those they beat step back first, for a fact has one current value."""
    old = [pk for pk, _ in beaten]
    for start in range(0, len(old), 5000):
        FactValue.objects.filter(pk__in=old[start : start + 5000]).update(current=False)
    FactValue.objects.bulk_create(new, batch_size=5000)
    stepped = [FactValue(pk=pk, superseded_by=value) for pk, value in beaten]
    FactValue.objects.bulk_update(stepped, ["superseded_by"], batch_size=200)


def list_ranks(firms: list[int]) -> dict[tuple[int, str, int], Rank]:
    """Give the rank of the source of every current list of some enterprises."""
    rows = Completeness.objects.filter(enterprise__in=firms, current=True).values_list(
        "enterprise_id", "list", "year", "source__kind", "source__as_of"
    )
    return {(firm, name, year): rank(kind, as_of) for firm, name, year, kind, as_of in rows}


def retire(lists: list[tuple[int, str, int]]) -> None:
    """Let whole lists step back; there are few of them, so each is one statement."""
    for firm, name, year in lists:
        for model in (Entry, Completeness):
            model.objects.filter(enterprise=firm, list=name, year=year, current=True).update(
                current=False
            )
