"""Telling a fact by hand: the new value is added, the old one is kept."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from jianghai.base import clock, journal
from jianghai.base.errors import NotAllowedError
from jianghai.enterprises import queries
from jianghai.enterprises.actions.loading import crown, list_ranks, made, rank, retire, standing
from jianghai.enterprises.errors import FactError
from jianghai.enterprises.models import (
    IDENTITY,
    NO_YEAR,
    Completeness,
    Enterprise,
    Entry,
    FactValue,
    Source,
    SourceKind,
)
from jianghai.enterprises.models.packing import pack
from jianghai.enterprises.sheets.cells import read_fact
from jianghai.enterprises.signals import changed
from rulebook.errors import RecordError

if TYPE_CHECKING:
    from jianghai.people.models import Person
    from rulebook.facts import Fact
    from rulebook.records import Observation


@transaction.atomic
def set_fact(
    enterprise: Enterprise, fact: str, written: str, *, by: Person, year: int = NO_YEAR, **told: str
) -> FactValue | None:
    """Tell one fact as a table would write it; `told` may hold the source's kind, text and as_of.

    Zone people correct, members of the enterprise declare; a declared value does not replace an
    audited one. A column of the enterprise itself changes there, and nothing is given back.
    """
    enterprise = _allowed(enterprise, by)
    known = _fact(fact)
    seen = _read(known, written)
    if known.per_year and not year:
        raise FactError("请写明年度。", "Say which year it is about.", where=known.zh)
    if fact in IDENTITY:
        _identity(enterprise, known, seen, by)
        return None
    source = _source(by, told)
    value = made(enterprise, fact, year, pack(known, seen.value), source)
    before = standing([enterprise.pk]).get((enterprise.pk, fact, value.year))
    beaten = []
    if before and before[1] > rank(source.kind, source.as_of):
        value.current, value.superseded_by_id = False, before[0]
    elif before:
        beaten = [(before[0], value)]
    crown([value], beaten)
    journal.record(
        by, "fact told", enterprise, fact=fact, year=value.year, value=written, kind=source.kind
    )
    transaction.on_commit(
        lambda: changed.send_robust(sender=Enterprise, enterprises=[enterprise.pk])
    )
    return value


@transaction.atomic
def set_list(
    enterprise: Enterprise, name: str, written: str, *, by: Person, year: int = NO_YEAR, **told: str
) -> list[Entry]:
    """Tell a whole list as JSON, `[…]` or `{"complete": true, "items": […]}`; it replaces the list told before."""
    enterprise = _allowed(enterprise, by)
    seen = _read(_fact(name), written)
    if not isinstance(seen.value, tuple):
        raise FactError(where=name)
    source = _source(by, told)
    key = (enterprise.pk, name, year)
    ranks = list_ranks([enterprise.pk])
    wins = ranks.get(key, (0, "")) <= rank(source.kind, source.as_of)
    retire([key] if wins and key in ranks else [])
    common = {
        "enterprise": enterprise,
        "list": name,
        "year": year,
        "source": source,
        "current": wins,
    }
    Completeness.objects.create(complete=seen.complete, **common)
    entries = Entry.objects.bulk_create(Entry(data=dict(item), **common) for item in seen.value)
    journal.record(by, "list told", enterprise, list=name, year=year, entries=len(entries))
    transaction.on_commit(
        lambda: changed.send_robust(sender=Enterprise, enterprises=[enterprise.pk])
    )
    return entries


def _allowed(enterprise: Enterprise, by: Person) -> Enterprise:
    """Give the enterprise locked, if the person may tell facts of it."""
    visible = queries.of(by).filter(pk=enterprise.pk)
    if not visible.exists() or (by.sees_zone and not by.edits_zone):
        raise NotAllowedError
    return Enterprise.objects.select_for_update().get(pk=enterprise.pk)


def _fact(name: str) -> Fact:
    catalogue = queries.catalogue()
    known = catalogue.facts.get(name)
    if known is None or known.formula is not None or known.ledger:
        raise FactError(f"没有可填写的指标 {name}", f"no fact {name} can be told", where=name)
    return known


def _read(fact: Fact, written: str) -> Observation:
    try:
        return read_fact(fact, written)
    except RecordError as fault:
        zh = f"{fault.what.zh}；{fault.remedy.zh}"
        raise FactError(zh, f"{fault.what.en}; {fault.remedy.en}", where=fact.zh) from None


def _source(by: Person, told: dict[str, str]) -> Source:
    kind = SourceKind.CORRECTED if by.edits_zone else SourceKind.DECLARED
    if by.edits_zone and told.get("kind"):
        kind = SourceKind(int(told["kind"]))
    return Source.objects.create(
        kind=kind,
        text=told.get("text", "")[:500],
        as_of=date.fromisoformat(told["as_of"]) if told.get("as_of") else clock.today(),
        person=by,
        told_at=clock.now(),
    )


def _identity(enterprise: Enterprise, fact: Fact, seen: Observation, by: Person) -> None:
    before = getattr(enterprise, fact.id)
    setattr(enterprise, fact.id, seen.value)
    enterprise.save()
    told = json.loads(json.dumps({"before": before, "after": seen.value}))
    journal.record(by, "registry changed", enterprise, field=fact.id, **told)
    pk = enterprise.pk
    transaction.on_commit(lambda: changed.send_robust(sender=Enterprise, enterprises=[pk]))
