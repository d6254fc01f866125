"""From node values to results: the tree of clauses with values, thresholds, facts and sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from rulebook.errors import Text
from rulebook.evaluate import reasons
from rulebook.results import Amount, ClauseResult, FactUsed, Result, Shown
from rulebook.units import show
from rulebook.values import Interval, Verdict

if TYPE_CHECKING:
    from rulebook.interpreter import Known
    from rulebook.records import Observation, Record
    from rulebook.records.inputs import Source
    from rulebook.rules.editions import Clause, Edition, Measure

_OPEN = (Verdict.UNKNOWN, Verdict.REVIEW)


def results(
    record: Record,
    editions: Sequence[Edition],
    values: reasons.Values,
    known: Mapping[str, Known],
) -> tuple[Result, ...]:
    """Build the answers of some editions for one record."""
    facts = _Facts(record, known)
    return tuple(_result(edition, _Teller(edition, values, facts)) for edition in editions)


def _result(edition: Edition, teller: _Teller) -> Result:
    record, values = teller.facts.record, teller.values
    clauses = tuple(teller.clause(clause) for clause in edition.clauses)
    amounts = tuple(teller.amounts())
    value, possible = teller.class_()
    return Result(
        record=record.id,
        firm=record.name,
        uscc=record.uscc,
        year=record.year,
        standard=edition.standard,
        name=edition.name,
        short=edition.short,
        kind=edition.kind,
        edition=edition.opens.isoformat(),
        on=record.on,
        verdict=cast("Verdict", values[edition.verdict]),
        score=reasons.range_of(edition.score, values) if edition.score is not None else None,
        most=edition.most,
        value=value,
        possible=possible,
        clauses=clauses,
        amounts=amounts,
        missing=tuple(teller.missing),
        mark=edition.mark,
        digest=edition.digest,
        views=edition.views,
    )


class _Facts:
    """What one record holds, told once for all clauses that look at it."""

    def __init__(self, record: Record, known: Mapping[str, Known]) -> None:
        self.record = record
        self.known = known
        self.closed = frozenset(name for name, value in known.items() if _closed(value))
        self._told: dict[str, FactUsed | None] = {}

    def missing(self, sources: Iterable[Source]) -> list[Source]:
        """List the sources that are open and that people are asked for."""
        return [s for s in sources if s.name not in self.closed and s.fact.asked]

    def used(self, source: Source) -> FactUsed | None:
        """Tell a fact as a clause looked at it; None for a stand-in that nobody stated."""
        if source.name not in self._told:
            self._told[source.name] = self._tell(source)
        return self._told[source.name]

    def _tell(self, source: Source) -> FactUsed | None:
        if not source.fact.asked and source.name not in self.closed:
            return None
        fact, record = source.fact, self.record
        year = record.year + 1 - source.lag if fact.per_year else None
        seen = record.get(fact, source.lag)
        if seen is not None:
            told = _written(seen, source)
            return FactUsed(
                fact.id, year, fact.name, told, known=True, source=seen.source, as_of=seen.as_of
            )
        value = self.known.get(source.name)
        if (
            value is None
            or value is Verdict.UNKNOWN
            or (isinstance(value, Interval) and value.whole)
        ):
            return FactUsed(fact.id, year, fact.name, "", known=False)
        told = _worked_out(value, source)
        presumed = source.name not in self.closed
        return FactUsed(
            fact.id, year, fact.name, told, known=True, source="推得", presumed=presumed
        )


class _Teller:
    """Tells the clauses of one edition for one record, and gathers what is missing."""

    def __init__(self, edition: Edition, values: reasons.Values, facts: _Facts) -> None:
        self.edition = edition
        self.values = values
        self.facts = facts
        self.missing: dict[str, None] = {}

    def clause(self, clause: Clause, *, matters: bool = True) -> ClauseResult:
        """Tell a clause; its gaps count as missing only while what stands above it is open."""
        verdict = (
            cast("Verdict", self.values[clause.verdict]) if clause.verdict is not None else None
        )
        score = reasons.range_of(clause.points, self.values) if clause.points is not None else None
        inside = matters and verdict in _OPEN
        children = tuple(self.clause(child, matters=inside) for child in clause.children)
        sources = [self.edition.sources[name] for name in clause.inputs]
        if children:
            reason = reasons.of_group(clause, cast("Verdict", verdict), children)
        else:
            undecided = verdict in _OPEN if score is None else not score.closed
            missing = self.facts.missing(sources) if undecided else []
            if matters and verdict is not Verdict.REVIEW:
                self.missing.update(dict.fromkeys(source.fact.id for source in missing))
            reason = reasons.of_leaf(clause, self.values, self._lacking(missing))
        main = clause.value or _main(clause.measures)
        told = (self.facts.used(source) for source in sources)
        return ClauseResult(
            id=clause.id,
            name=clause.name,
            cite=clause.cite,
            verdict=verdict,
            score=score,
            most=reasons.most_of(clause, self.values),
            value=reasons.shown(main, self.values) if main is not None else None,
            needs=clause.needs,
            facts=tuple(fact for fact in told if fact is not None),
            reason=reason,
            mark=clause.mark,
            form=clause.form,
            children=children,
        )

    def _lacking(self, missing: Iterable[Source]) -> Text | None:
        once = {(source.fact.id, source.lag): source for source in missing}
        return reasons.lacking([_dated(source, self.facts.record) for source in once.values()])

    def class_(self) -> tuple[str | None, tuple[str, ...]]:
        """Give the class where it is certain, and all classes that are possible."""
        measure = self.edition.class_
        if measure is None or measure.left is None:
            return None, ()
        span = reasons.range_of(measure.left, self.values)
        possible = tuple(word for number, word in measure.labels if span.low <= number <= span.high)
        return (possible[0] if span.closed and possible else None), possible

    def amounts(self) -> Iterable[Amount]:
        """Give the amounts of money, and note what an open one lacks."""
        for amount in self.edition.amounts:
            span = reasons.range_of(amount.node, self.values)
            if not span.closed:
                sources = [self.edition.sources[name] for name in amount.inputs]
                missing = self.facts.missing(sources)
                self.missing.update(dict.fromkeys(source.fact.id for source in missing))
            yield Amount(amount.id, amount.name, amount.cite, Shown(span, amount.unit), amount.mark)


def _main(measures: tuple[Measure, ...]) -> Measure | None:
    return next((measure for measure in measures if measure.left is not None), None)


def _closed(known: Known) -> bool:
    return known.closed if isinstance(known, Interval) else known is not Verdict.UNKNOWN


@lru_cache(maxsize=4096)
def _with_year(name: Text, year: int) -> Text:
    return Text(f"{name.zh}（{year}）", f"{name.en} ({year})")


def _dated(source: Source, record: Record) -> Text:
    if not source.fact.per_year:
        return source.fact.name
    return _with_year(source.fact.name, record.year + 1 - source.lag)


def _worked_out(known: Known, source: Source) -> str:
    if isinstance(known, Interval):
        return show(float(known.low), float(known.high), source.fact.unit)
    return "是" if known is Verdict.MET else "否"


def _written(observation: Observation, source: Source) -> str:
    match observation.value:
        case Interval() as span:
            return show(float(span.low), float(span.high), source.fact.unit)
        case bool() as answer:
            return "是" if answer else "否"
        case str() as text:
            return text
        case entries:
            return f"{len(entries)} 条" + ("（完整）" if observation.complete else "")
