"""Outlines: what telling an edition's clauses needs and no firm changes, put together once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING

from rulebook.evaluate import reasons

if TYPE_CHECKING:
    from rulebook.records.inputs import Source
    from rulebook.results import FactUsed, Mark, Saying
    from rulebook.rules.editions import Clause, Edition, Measure

Pick = Callable[[Mapping["Source", "FactUsed | None"]], tuple["FactUsed", ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """A clause ready to be told: the facts it shows and asks for, what it measures, and what says its sentence.

    Clauses with equal marks share one.
    """

    clause: Clause
    facts: Pick
    asked: tuple[Source, ...]
    main: Measure | None
    says: tuple[Saying, Saying]
    mark: Mark
    children: tuple[Outline, ...]


@lru_cache(maxsize=4096)
def outlines_of(edition: Edition) -> tuple[Outline, ...]:
    """Give the outlines of an edition's clauses; kept for the next firm."""
    marks: dict[Mark, Mark] = {}
    return tuple(_outline(clause, edition, marks) for clause in edition.clauses)


def _outline(clause: Clause, edition: Edition, marks: dict[Mark, Mark]) -> Outline:
    sources = tuple(edition.sources[name] for name in clause.inputs)
    measures = (clause.value,) if clause.value is not None else clause.measures
    of = reasons.of_group if clause.children else reasons.of_leaf
    return Outline(
        clause,
        _pick(sources),
        tuple(source for source in sources if source.fact.asked),
        next((measure for measure in measures if measure.left is not None), None),
        (of(clause, reasons.ZH), of(clause, reasons.EN)),
        marks.setdefault(clause.mark, clause.mark),
        tuple(_outline(child, edition, marks) for child in clause.children),
    )


def _pick(sources: tuple[Source, ...]) -> Pick:
    """Make what picks a clause's facts out of a record's, without the stand-ins that nobody stated."""
    if len(sources) > 1 and all(source.fact.asked for source in sources):
        return itemgetter(*sources)
    return lambda facts: tuple(
        [fact for fact in map(facts.__getitem__, sources) if fact is not None]
    )
