"""From node values to results: the tree of clauses with values, thresholds, facts and sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import cast

from rulebook.errors import Text

from rulebook.interpreter import Known
from rulebook.language import reasons
from rulebook.records import Observation, Record
from rulebook.records.inputs import Source
from rulebook.results import Amount, ClauseResult, FactUsed, Range, Result, Shown
from rulebook.rules.editions import Clause, Edition, Measure
from rulebook.units import show
from rulebook.values import Interval, Verdict


def result(
    record: Record, edition: Edition, values: reasons.Values, known: Mapping[str, Known]
) -> Result:
    """Build the answer of one edition for one record."""
    teller = _Teller(record, edition, values, known)
    clauses = tuple(teller.clause(clause) for clause in edition.clauses)
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
        verdict=cast(Verdict, values[edition.verdict]),
        score=reasons.range_of(edition.score, values) if edition.score is not None else None,
        most=edition.most,
        value=value,
        possible=possible,
        clauses=clauses,
        amounts=tuple(teller.amounts()),
        missing=tuple(teller.missing),
        mark=edition.mark,
        digest=edition.digest,
        views=edition.views,
    )


class _Teller:
    """Tells the clauses of one edition for one record, and gathers what is missing."""

    def __init__(
        self, record: Record, edition: Edition, values: reasons.Values, known: Mapping[str, Known]
    ) -> None:
        self.record = record
        self.edition = edition
        self.values = values
        self.known = known
        self.missing: dict[str, None] = {}

    def clause(self, clause: Clause, *, matters: bool = True) -> ClauseResult:
        """Tell a clause; its gaps count as missing only while what stands above it is open."""
        verdict = cast(Verdict, self.values[clause.verdict]) if clause.verdict is not None else None
        inside = matters and verdict in (Verdict.UNKNOWN, Verdict.REVIEW)
        children = tuple(self.clause(child, matters=inside) for child in clause.children)
        score = reasons.range_of(clause.points, self.values) if clause.points is not None else None
        reason = (
            reasons.of_group(clause, cast(Verdict, verdict), children)
            if children
            else reasons.of_leaf(clause, self.values, self._lacking(clause, verdict, score, matters=matters))
        )
        main = clause.value or _main(clause.measures)
        return ClauseResult(
            id=clause.id,
            name=clause.name,
            cite=clause.cite,
            verdict=verdict,
            score=score,
            most=clause.most,
            value=reasons.shown(main, self.values) if main is not None else None,
            needs=clause.needs,
            facts=tuple(self._used(name) for name in clause.inputs if self._tells(name)),
            reason=reason,
            mark=clause.mark,
            form=clause.form,
            children=children,
        )

    def _tells(self, name: str) -> bool:
        """Leave out stand-ins that nobody stated."""
        return self.edition.sources[name].fact.asked or not _open(self.known.get(name))

    def _lacking(
        self, clause: Clause, verdict: Verdict | None, score: Range | None, *, matters: bool
    ) -> Text | None:
        undecided = verdict in (Verdict.UNKNOWN, Verdict.REVIEW) if score is None else not score.closed
        if not undecided:
            return None
        sources = [self.edition.sources[name] for name in clause.inputs if _open(self.known.get(name))]
        asked = [source for source in sources if source.fact.asked]
        if matters and verdict is not Verdict.REVIEW:
            self.missing.update(dict.fromkeys(source.fact.id for source in asked))
        return reasons.lacking([_dated(source, self.record) for source in _once(asked)])

    def _used(self, name: str) -> FactUsed:
        source = self.edition.sources[name]
        observation = self.record.get(source.fact, source.lag)
        year = self.record.year + 1 - source.lag if source.fact.per_year else None
        known = observation is not None
        if observation is None and not _open(self.known.get(name)):
            return FactUsed(source.fact.id, year, source.fact.name, _told(self.known[name], source), True, "推得")
        return FactUsed(
            fact=source.fact.id,
            year=year,
            name=source.fact.name,
            value=_written(observation, source) if observation is not None else "",
            known=known,
            source=observation.source if observation is not None else "",
            as_of=observation.as_of if observation is not None else "",
        )

    def class_(self) -> tuple[str | None, tuple[str, ...]]:
        measure = self.edition.class_
        if measure is None or measure.left is None:
            return None, ()
        span = reasons.range_of(measure.left, self.values)
        possible = tuple(word for number, word in measure.labels if span.low <= number <= span.high)
        return (possible[0] if span.closed and possible else None), possible

    def amounts(self) -> Iterable[Amount]:
        for amount in self.edition.amounts:
            span = reasons.range_of(amount.node, self.values)
            if not span.closed:
                self._note(amount.inputs)
            yield Amount(amount.id, amount.name, amount.cite, Shown(span, amount.unit), amount.mark)

    def _note(self, inputs: Iterable[str]) -> None:
        for name in inputs:
            source = self.edition.sources[name]
            if source.fact.asked and _open(self.known.get(name)):
                self.missing[source.fact.id] = None


def _main(measures: tuple[Measure, ...]) -> Measure | None:
    return next((measure for measure in measures if measure.left is not None), None)


def _open(known: Known | None) -> bool:
    if isinstance(known, Interval):
        return not known.closed
    return known is None or known is Verdict.UNKNOWN


def _once(sources: Iterable[Source]) -> list[Source]:
    return list({(source.fact.id, source.lag): source for source in sources}.values())


@lru_cache(maxsize=4096)
def _with_year(name: Text, year: int) -> Text:
    return Text(f"{name.zh}（{year}）", f"{name.en} ({year})")


def _dated(source: Source, record: Record) -> Text:
    if not source.fact.per_year:
        return source.fact.name
    return _with_year(source.fact.name, record.year + 1 - source.lag)


def _told(known: Known, source: Source) -> str:
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


