"""Evaluating enterprises by every standard in force and keeping the answers: many at once, or a few after a change."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np
from django.db import transaction

from jianghai.base import clock
from jianghai.enterprises.columns import columns
from jianghai.enterprises.models import Enterprise
from jianghai.standards import nearness, rules
from jianghai.standards.actions import shares, storing
from rulebook.evaluate import sources_of
from rulebook.tables import Table, bulk_nodes, evaluate_all

if TYPE_CHECKING:
    from jianghai.enterprises.columns.rows import Rows
    from jianghai.standards.actions.storing import Key
    from rulebook.cohorts import Cohorts
    from rulebook.records.inputs import Source
    from rulebook.rules.editions import Edition
    from rulebook.values import Frame

#: So many enterprises are written in one transaction.
BLOCK = 1000
#: Part of every digest: a new number makes all answers be computed anew.
FORM = 3


@dataclass(frozen=True, slots=True)
class Setting:
    """By what enterprises are judged: the day, the editions in force on it, and the cohorts."""

    on: date
    editions: tuple[Edition, ...]
    cohorts: Cohorts | None
    at: datetime
    shares: tuple[Edition, ...] = ()

    @property
    def sources(self) -> tuple[Source, ...]:
        """Give every input that the editions read."""
        editions = (*self.editions, *self.shares)
        nodes = dict.fromkeys(node for edition in editions for node in bulk_nodes(edition))
        return sources_of(nodes, editions)


def everybody() -> list[int]:
    """Give the keys of all enterprises; one query."""
    return list(Enterprise.objects.order_by("pk").values_list("pk", flat=True))


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
    return judge_zone(columns(everybody(), now.on, now.sources, year), now)


def judge_zone(rows: Rows, now: Setting) -> int:
    """Judge everybody as already read, and keep the zone's shares of the day."""
    sums = shares.begun(now.shares)
    shares.add(sums, rows.frame)
    judge(rows, now)
    shares.keep(sums, {"on": now.on, "computed_at": now.at})
    return len(rows.pks)


def evaluate_some(enterprises: Iterable[int], on: date | None = None) -> int:
    """Evaluate some enterprises anew, each for its latest year, such as after a change of facts."""
    now, pks = setting(on), sorted(set(enterprises))
    if pks:
        judge(columns(pks, now.on, now.sources), now)
    return len(pks)


def judge(rows: Rows, now: Setting) -> None:
    """Judge and write block by block, each in one transaction with the same few queries whatever its size."""
    for start in range(0, len(rows.pks), BLOCK):
        block = rows.taken(range(start, min(start + BLOCK, len(rows.pks))))
        latest = dict(zip(block.pks, block.latest.tolist(), strict=True))
        with transaction.atomic():
            kept = storing.before(latest)
            answers = evaluated(block, now, {key: digest for _, key, digest, _ in kept})
            storing.mark(kept, latest, now.at)
            storing.store(answers)


def evaluated(rows: Rows, now: Setting, before: Mapping[Key, str]) -> list[dict[str, Any]]:
    """Judge by every edition at once; give the answers that are new or rest on something else than before."""
    keys = list(zip(rows.pks, rows.years.tolist(), strict=True))
    digests = {edition.standard: _digests(rows.frame, edition, now) for edition in now.editions}
    stale = {
        code: [before.get((pk, code, year)) != told[row] for row, (pk, year) in enumerate(keys)]
        for code, told in digests.items()
    }
    fresh = np.flatnonzero(np.any(list(stale.values()), axis=0))
    if not stale or not len(fresh):
        return []
    some = rows.taken(fresh)
    table = evaluate_all(some.frame, now.editions, cohorts=now.cohorts)
    answers = []
    for edition in now.editions:
        told, due = digests[edition.standard], stale[edition.standard]
        for place, answer in zip(fresh.tolist(), _answers(some, edition, table, now), strict=True):
            if due[place]:
                answers.append(answer | {"digest": told[place]})
    return answers


def _answers(rows: Rows, edition: Edition, table: Table, now: Setting) -> Iterator[dict[str, Any]]:
    """Turn the columns of one edition into the values of rows."""
    code, days = edition.standard, rows.days()
    way = rules.distance(edition, lambda clause: table.clause(code, clause), len(rows.pks))
    reach = nearness.reach(edition, way, table, rows.frame)
    common = {"standard": code, "edition": edition.opens.isoformat(), "computed_at": now.at}
    told = zip(
        rows.pks, rows.years.tolist(), rows.latest.tolist(), table.verdict(code).tolist(),
        _score(edition, table), _values(edition, table), _clauses(edition, table, len(rows.pks)),
        way.open.tolist(), way.step.tolist(), reach.near.tolist(), reach.gap.tolist(),
        strict=True,
    )  # fmt: skip
    for pk, year, latest, verdict, (low, high), value, clauses, open_, step, near, gap in told:
        yield common | {
            "enterprise": pk,
            "year": year,
            "on": days[year],
            "latest": latest == year,
            "verdict": verdict,
            "low": low,
            "high": high,
            "value": value,
            "clauses": clauses,
            "open": open_,
            "step": way.steps[step] if step >= 0 else "",
            "near": near,
            "gap": gap if isfinite(gap) else None,
        }


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
    head = f"{FORM} {edition.key} {edition.digest}"
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
