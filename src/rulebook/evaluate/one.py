"""One record, judged with all its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from rulebook.evaluate import explain
from rulebook.machine import run_one
from rulebook.rules.plans import plan
from rulebook.values import INFINITY, Interval, Verdict

if TYPE_CHECKING:
    from rulebook.cohorts import Cohorts
    from rulebook.graph import Node
    from rulebook.interpreter import Known
    from rulebook.records import Record
    from rulebook.records.inputs import Source
    from rulebook.results import Range, Result
    from rulebook.rules.editions import Edition


def evaluate(
    record: Record,
    editions: Sequence[Edition],
    *,
    cohorts: Cohorts | None = None,
    presume: bool = False,
) -> tuple[Result, ...]:
    """Judge one record by some editions, with the full tree of reasons.

    With `presume`, a missing fact takes the lower bound that its catalogue entry names (R&D staff as the least number
    of S&T staff); what follows from that can be met but never unmet.
    """
    values, known = reading(record, tuple(editions), cohorts=cohorts, presume=presume)
    return explain.results(record, editions, values, known)


def reading(
    record: Record,
    editions: tuple[Edition, ...],
    *,
    cohorts: Cohorts | None = None,
    presume: bool = False,
) -> tuple[Mapping[Node, Range | Verdict], Mapping[str, Known]]:
    """Give the values of all nodes that the editions show, and the inputs they were computed from."""
    nodes, sources = plan(editions)
    known = {source.name: source.read(record) for source in sources}
    if presume:
        known.update(_presumed(sources, known, record))
    return run_one(nodes, known, cohorts.tables if cohorts is not None else {}), known


def _presumed(
    sources: Iterable[Source], known: Mapping[str, Known], record: Record
) -> dict[str, Known]:
    found: dict[str, Known] = {}
    for source in sources:
        value = known[source.name]
        if source.how != "number" or not isinstance(value, Interval) or not value.whole:
            continue
        stands = record.facts.get(source.fact.presume_least, {})
        least = stands.get(record.year + 1 - source.lag) or stands.get(None)
        if least is not None and isinstance(least.value, Interval):
            found[source.name] = Interval(least.value.low, INFINITY)
    return found
