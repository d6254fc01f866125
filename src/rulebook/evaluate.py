"""Evaluation: one record with all its reasons, or very many with their verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, cast

from rulebook import explain
from rulebook.cohorts import Cohorts
from rulebook.graph import Node, Op, walk
from rulebook.interpreter import Known
from rulebook.interpreter import Result as NodeResult
from rulebook.machine import run_one
from rulebook.records import Record
from rulebook.records.inputs import Source
from rulebook.results import Result
from rulebook.rules.editions import Clause, Edition, Measure
from rulebook.values import INFINITY, Interval


def evaluate(
    record: Record,
    editions: Sequence[Edition],
    *,
    cohorts: Cohorts | None = None,
    presume: bool = False,
) -> tuple[Result, ...]:
    """Judge one record by some editions, with the full tree of reasons.

    With `presume`, a missing fact takes the lower bound that its catalogue entry names (R&D staff as the least number of
    S&T staff); what follows from that can be met but never unmet.
    """
    values, known = reading(record, tuple(editions), cohorts=cohorts, presume=presume)
    return tuple(explain.result(record, edition, values, known) for edition in editions)


def reading(
    record: Record, editions: tuple[Edition, ...], *, cohorts: Cohorts | None = None, presume: bool = False
) -> tuple[Mapping[Node, NodeResult], Mapping[str, Known]]:
    """Give the values of all nodes that the editions show, and the inputs they were computed from."""
    nodes, sources = plan(editions)
    known = {source.name: source.read(record) for source in sources}
    if presume:
        known.update(_presumed(sources, known, record))
    tables = cohorts.tables if cohorts is not None else {}
    return run_one(nodes, known, tables), known


def _presumed(sources: Iterable[Source], known: Mapping[str, Known], record: Record) -> dict[str, Known]:
    found: dict[str, Known] = {}
    for source in sources:
        proxy = source.fact.presume_least
        value = known[source.name]
        if not proxy or source.how != "number" or not cast(Interval, value).whole:
            continue
        stands = record.facts.get(proxy, {})
        least = stands.get(record.year + 1 - source.lag) or stands.get(None)
        if least is not None and isinstance(least.value, Interval):
            found[source.name] = Interval(least.value.low, INFINITY)
    return found


@lru_cache(maxsize=64)
def plan(editions: tuple[Edition, ...]) -> tuple[tuple[Node, ...], tuple[Source, ...]]:
    """Give the nodes that some editions show and the sources they need, each once."""
    nodes = tuple(dict.fromkeys(node for edition in editions for node in shown_nodes(edition)))
    return nodes, sources_of(nodes, editions)


def sources_of(nodes: Iterable[Node], editions: Sequence[Edition]) -> tuple[Source, ...]:
    """Give the sources of all inputs below some nodes."""
    registry: Mapping[str, Source] = editions[0].sources if editions else {}
    names = [node.data.name for node in walk(*nodes) if node.op in (Op.INPUT, Op.FLAG)]
    return tuple(registry[name] for name in names if name in registry)


def shown_nodes(edition: Edition) -> list[Node]:
    """List every node whose value an edition's result shows."""
    found: list[Node | None] = [edition.verdict, edition.score]
    if edition.class_ is not None:
        found.append(edition.class_.left)
    found.extend(amount.node for amount in edition.amounts)
    for clause in edition.walk():
        found.extend(_clause_nodes(clause))
    return [node for node in found if node is not None]


def _clause_nodes(clause: Clause) -> list[Node | None]:
    measures: list[Measure] = [*clause.measures, *([clause.value] if clause.value else [])]
    found: list[Any] = [clause.verdict, clause.points]
    for measure in measures:
        found.extend((measure.verdict if measure is not clause.value else None, measure.left, measure.right))
    return found
