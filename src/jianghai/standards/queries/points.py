"""One enterprise's points beside those of its cohort, indicator by indicator and group by group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from jianghai.standards import rules
from rulebook.evaluate import sources_of
from rulebook.machine import run_one
from rulebook.results import ClauseResult, Range, Result, Shown

if TYPE_CHECKING:
    from rulebook.cohorts import Cohorts
    from rulebook.records import Record
    from rulebook.rules.editions import Edition
    from rulebook.values import Interval


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator: its weight in the firm's stage, its place among the cohort, and the cohort's middle value."""

    clause: ClauseResult
    weight: float | None
    percentile: Range | None
    median: Shown | None
    peers: int


@dataclass(frozen=True, slots=True)
class Group:
    """One group of indicators: the share of its points that the firm has, and that a firm in the middle has."""

    clause: ClauseResult
    most: float | None
    share: Range | None
    middle: float | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an enterprise stands among its peers; the stage and cohort are None while they cannot be told."""

    indicators: tuple[Indicator, ...]
    groups: tuple[Group, ...]
    stage: str
    as_of: str
    source: str


def standing(record: Record, result: Result, edition: Edition, cohorts: Cohorts | None) -> Standing:
    """Lay the points of a record beside its cohort; no query."""
    stage, cohort = _whole(record, edition, "stage"), _whole(record, edition, "cohort")
    rows = edition.tables[rules.WEIGHTS]["rows"]
    weights = {name: float(row[stage - 1]) for name, row in rows.items()} if stage else {}
    told = {clause.id: clause for clause in result.walk()}
    indicators = {name: _indicator(told[name], weights.get(name), cohorts, cohort) for name in rows}
    groups = [
        _group(
            told[clause.id],
            [name for name in clause.parts if name in rows],
            indicators,
            cohorts,
            cohort,
        )
        for clause in edition.walk()
        if clause.parts
    ]
    return Standing(
        indicators=tuple(indicators.values()),
        groups=tuple(groups),
        stage=dict(edition.lets["stage"].labels).get(stage or 0, ""),
        as_of=cohorts.as_of.isoformat() if cohorts else "",
        source=cohorts.source if cohorts else "",
    )


def _whole(record: Record, edition: Edition, name: str) -> int | None:
    """Compute a named whole number of an edition for a record, where it is certain."""
    node = edition.lets[name].left
    if node is None:
        return None
    known = {source.name: source.read(record) for source in sources_of([node], [edition])}
    value = cast("Interval", run_one([node], known, {})[node])
    return int(value.low) if value.closed else None


def _indicator(
    clause: ClauseResult, weight: float | None, cohorts: Cohorts | None, cohort: int | None
) -> Indicator:
    percentile = median = None
    if weight and clause.score:
        percentile = Range(clause.score.low / weight, clause.score.high / weight)
    middle = cohorts.median(clause.id, cohort) if cohorts and cohort is not None else None
    if middle is not None and clause.value is not None:
        median = Shown(Range(middle, middle), clause.value.unit)
    peers = cohorts.size(clause.id, cohort) if cohorts and cohort is not None else 0
    return Indicator(clause, weight, percentile, median, peers)


def _group(
    clause: ClauseResult,
    parts: list[str],
    indicators: Mapping[str, Indicator],
    cohorts: Cohorts | None,
    cohort: int | None,
) -> Group:
    weights = {name: indicators[name].weight for name in parts}
    most = sum(weight or 0.0 for weight in weights.values())
    if not most or clause.score is None:
        return Group(clause, None, None, None)
    share = Range(clause.score.low / most, clause.score.high / most)
    if cohorts is None or cohort is None:
        return Group(clause, most, share, None)
    middle = sum((weights[name] or 0.0) * _middle_rank(name, cohorts, cohort) for name in parts)
    return Group(clause, most, share, middle / most)


def _middle_rank(name: str, cohorts: Cohorts, cohort: int) -> float:
    """Give the percentile of the cohort's middle value, 0 where that value earns nothing."""
    middle = cohorts.median(name, cohort)
    if middle is None or middle <= 0:
        return 0.0
    return cohorts.tables[name][cohort].rank(middle)
