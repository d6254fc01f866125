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
from rulebook.values import Frame

if TYPE_CHECKING:
    from rulebook.cohorts import Cohorts
    from rulebook.records import Record
    from rulebook.rules.editions import Edition

BLOCK = 1000
KEY = ("enterprise", "standard", "year")
Key = tuple[int, str, int]
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
    with transaction.atomic():
        before = _before(latest)
        rows = evaluated(firms, now, {key: digest for _, key, digest, _ in before})
        for row in rows:
            row.latest = latest[row.enterprise_id] == row.year
        _mark(before, latest, now)
        Evaluation.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=KEY, update_fields=KEPT, batch_size=2000
        )
    return firms


Before = list[tuple[int, Key, str, bool]]


def _before(latest: Mapping[int, int]) -> Before:
    """Give what is kept of a block already: row, whose answer it is, its digest, whether of the latest year."""
    rows = Evaluation.objects.filter(among(latest)).order_by()
    found = rows.values_list("pk", *KEY, "digest", "latest")
    return [
        (pk, (firm, *key), digest, last) for pk, firm, *key, digest, last in found if firm in latest
    ]


def _mark(before: Before, latest: Mapping[int, int], now: Setting) -> None:
    """Say of what is kept already that it was looked at, and whether it is of the latest year."""
    Evaluation.objects.filter(pk__in=[pk for pk, *_ in before]).update(computed_at=now.at)
    for right in (True, False):
        wrong = [
            pk
            for pk, (firm, _, year), _, last in before
            if (latest[firm] == year) is right is not last
        ]
        if wrong:
            Evaluation.objects.filter(pk__in=wrong).update(latest=right)


def evaluated(
    firms: Sequence[Record], now: Setting, before: Mapping[Key, str] | None = None
) -> list[Evaluation]:
    """Judge records by every edition at once; give the rows that are new or rest on something else than before."""
    nodes = list(dict.fromkeys(node for edition in now.editions for node in bulk_nodes(edition)))
    frame = frame_of(firms, sources_of(nodes, now.editions))
    digests = {edition.standard: _digests(frame, edition, now) for edition in now.editions}
    fresh = [
        place
        for place, firm in enumerate(firms)
        if any(
            (before or {}).get(_key(firm, code)) != told[place] for code, told in digests.items()
        )
    ]
    if not fresh:
        return []
    table = evaluate_all(_taken(frame, fresh), now.editions, cohorts=now.cohorts)
    chosen = [firms[place] for place in fresh]
    rows = [row for edition in now.editions for row in _rows(chosen, edition, table, now)]
    for row, place in zip(rows, fresh * len(now.editions), strict=True):
        row.digest = digests[row.standard][place]
    return [row for row in rows if (before or {}).get(_key_of(row)) != row.digest]


def _key(firm: Record, standard: str) -> Key:
    return int(firm.id), standard, firm.year


def _key_of(row: Evaluation) -> Key:
    return row.enterprise_id, row.standard, row.year


def _taken(frame: Frame, places: Sequence[int]) -> Frame:
    """Take some rows of a frame."""
    numbers = {}
    for name, (low, high) in frame.numbers.items():
        column = low[places]
        numbers[name] = (column, column if low is high else high[places])
    return Frame(len(places), numbers, {name: flags[places] for name, flags in frame.flags.items()})


def _rows(
    firms: Sequence[Record], edition: Edition, table: Table, now: Setting
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
