"""Evaluating enterprises by every standard in force and keeping the answers: many at once, or a few after a change."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from typing import TYPE_CHECKING

import numpy as np
from django.db import transaction

from jianghai.base import clock
from jianghai.enterprises.models import Enterprise
from jianghai.standards import rules
from jianghai.standards.actions import shares
from jianghai.standards.models import Evaluation
from jianghai.standards.queries import records as known
from jianghai.standards.queries.records import among
from rulebook.evaluate import sources_of
from rulebook.records.frames import frame_of
from rulebook.tables import Table, bulk_nodes, evaluate_all

if TYPE_CHECKING:
    from rulebook.cohorts import Cohorts
    from rulebook.records import Record
    from rulebook.rules.editions import Edition
    from rulebook.values import Frame

BLOCK = 1000
KEY = ("enterprise", "standard", "year")
FOUND = ("edition", "on", "verdict", "low", "high", "value", "clauses", "open", "step", "latest")
KEPT = (*FOUND, "digest", "computed_at")


@dataclass(frozen=True, slots=True)
class Setting:
    """By what enterprises are judged: the day, the editions in force on it, and the cohorts."""

    on: date
    editions: tuple[Edition, ...]
    cohorts: Cohorts | None
    at: datetime
    shares: tuple[Edition, ...] = ()


def setting(on: date | None = None) -> Setting:
    """Gather what is in force on a day; at most four queries."""
    day = on or clock.today()
    editions = rules.library(day).editions(day)
    about_firms = tuple(one for one in editions if one.kind != "share")
    about_zone = tuple(one for one in editions if one.kind == "share")
    return Setting(day, about_firms, rules.cohorts(day), clock.now(), about_zone)


def evaluate_zone(year: int | None = None, on: date | None = None) -> int:
    """Evaluate every enterprise, for one year or each for its own latest; give how many there were."""
    now = setting(on)
    pks = list(Enterprise.objects.order_by("pk").values_list("pk", flat=True))
    sums = shares.begun(now.shares)
    for start in range(0, len(pks), BLOCK):
        shares.add(sums, _block(pks[start : start + BLOCK], now, year))
    shares.keep(sums, {"on": now.on, "computed_at": now.at})
    return len(pks)


def evaluate_some(enterprises: Iterable[int], on: date | None = None) -> int:
    """Evaluate some enterprises anew, each for its latest year, such as after a change of facts."""
    now = setting(on)
    pks = sorted(set(enterprises))
    for start in range(0, len(pks), BLOCK):
        _block(pks[start : start + BLOCK], now, None)
    return len(pks)


def _block(pks: Sequence[int], now: Setting, year: int | None) -> list[Record]:
    """Evaluate one block in one transaction, with the same few queries whatever its size."""
    latest = known.latest_years(pks, now.on.year - 1)
    years = latest if year is None else dict.fromkeys(pks, year)
    firms = known.records(years, now.on)
    rows = list(evaluated(firms, now))
    for row in rows:
        row.latest = latest[row.enterprise_id] == row.year
    with transaction.atomic():
        _outdate(latest)
        Evaluation.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=KEY, update_fields=KEPT, batch_size=2000
        )
    return firms


def _outdate(latest: Mapping[int, int]) -> None:
    """Take the mark of the latest year off rows that a later year has come after."""
    stale = Evaluation.objects.filter(among(latest), latest=True)
    old = [
        pk
        for pk, firm, year in stale.order_by().values_list("pk", "enterprise", "year")
        if firm in latest and year != latest[firm]
    ]
    if old:
        Evaluation.objects.filter(pk__in=old).update(latest=False)


def evaluated(firms: Sequence[Record], now: Setting) -> Iterator[Evaluation]:
    """Judge records by every edition at once and give the rows to keep, not yet saved."""
    nodes = list(dict.fromkeys(node for edition in now.editions for node in bulk_nodes(edition)))
    frame = frame_of(firms, sources_of(nodes, now.editions))
    table = evaluate_all(frame, now.editions, cohorts=now.cohorts)
    for edition in now.editions:
        yield from _rows(firms, edition, table, _digests(frame, edition, now), now)


def _rows(
    firms: Sequence[Record], edition: Edition, table: Table, digests: Sequence[str], now: Setting
) -> Iterator[Evaluation]:
    """Turn the columns of one edition into rows."""
    code = edition.standard
    way = rules.distance(edition, lambda clause: table.clause(code, clause), len(firms))
    verdicts = table.verdict(code).tolist()
    scores = _score(edition, table)
    values, clauses = _values(edition, table), _clauses(edition, table, len(firms))
    for row, firm in enumerate(firms):
        yield Evaluation(
            enterprise_id=int(firm.id),
            standard=code,
            edition=edition.opens.isoformat(),
            year=firm.year,
            on=firm.on,
            verdict=verdicts[row],
            low=scores[row][0],
            high=scores[row][1],
            value=values[row],
            clauses=clauses[row],
            open=int(way.open[row]),
            step=way.steps[way.step[row]] if way.step[row] >= 0 else "",
            digest=digests[row],
            computed_at=now.at,
        )


def _score(edition: Edition, table: Table) -> list[tuple[float | None, float | None]]:
    """Give both ends of the score, or neither where there is none."""
    if edition.score is None:
        return [(None, None)] * len(table.verdict(edition.standard))
    ends = zip(*(side.tolist() for side in table.score(edition.standard)), strict=True)
    return [(low, high) if isfinite(low) and isfinite(high) else (None, None) for low, high in ends]


def _values(edition: Edition, table: Table) -> list[str]:
    """Give the class where a standard classifies, the stage where points depend on one, else nothing."""
    measure = edition.class_ or (edition.lets.get("stage") if edition.kind == "points" else None)
    rows = len(table.verdict(edition.standard))
    if measure is None or measure.left is None:
        return [""] * rows
    labels = dict(measure.labels)
    low, high = table.span(measure.left)
    return [labels.get(int(a), "") if a == b else "" for a, b in zip(low, high, strict=True)]


def _clauses(edition: Edition, table: Table, rows: int) -> list[str]:
    """Write a digit per clause in the edition's order, - for clauses that give points instead of a verdict."""
    order = list(edition.walk())
    signs = np.full((rows, len(order)), ord("-"), dtype=np.uint8)
    for place, clause in enumerate(order):
        if clause.verdict is not None:
            signs[:, place] = table.clause(edition.standard, clause.id) + ord("0")
    return [line.tobytes().decode() for line in signs]


def _digests(frame: Frame, edition: Edition, now: Setting) -> list[str]:
    """Fingerprint what each answer rests on: the inputs it reads, the edition and the cohorts."""
    names = sorted(source.name for source in sources_of(bulk_nodes(edition), [edition]))
    numbers = [side for name in names if name in frame.numbers for side in frame.numbers[name]]
    flags = [frame.flags[name] for name in names if name in frame.flags]
    head = f"{edition.key} {edition.digest}"
    if edition.kind == "points" and now.cohorts is not None:
        head += f" {now.cohorts.digest}"
    start = hashlib.sha256(head.encode())
    lines = [np.column_stack(part) for part in (numbers, flags) if part]
    digests = []
    for row in range(frame.rows):
        whole = start.copy()
        for part in lines:
            whole.update(part[row].tobytes())
        digests.append(whole.hexdigest())
    return digests
