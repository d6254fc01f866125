"""From node values to results: the tree of clauses with values, thresholds, facts and sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from rulebook.evaluate import reasons
from rulebook.evaluate.outlines import Outline, outlines_of
from rulebook.results import Amount, ClauseResult, FactUsed, Result, Shown
from rulebook.units import show
from rulebook.values import Interval, Verdict

if TYPE_CHECKING:
    from rulebook.graph import Node
    from rulebook.interpreter import Known
    from rulebook.records import Observation, Record
    from rulebook.records.inputs import Source
    from rulebook.results import Range
    from rulebook.rules.editions import Edition, Measure

_OPEN = (Verdict.UNKNOWN, Verdict.REVIEW)


def results(
    record: Record,
    editions: Sequence[Edition],
    values: reasons.Values,
    known: Mapping[str, Known],
) -> tuple[Result, ...]:
    """Build the answers of some editions for one record."""
    tell = telling(record, values, known)
    return tuple(tell(edition) for edition in editions)


def telling(
    record: Record, values: reasons.Values, known: Mapping[str, Known]
) -> Callable[[Edition], Result]:
    """Make what builds the answer of one edition after another for one record."""
    firm = _Firm(record, values, known)
    return lambda edition: _result(edition, _Teller(edition, firm))


def _result(edition: Edition, teller: _Teller) -> Result:
    record, values = teller.firm.record, teller.firm.values
    clauses = tuple([teller.clause(outline) for outline in outlines_of(edition)])
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


class _Printed(dict["Measure", Shown]):
    """What was measured, made for printing when first asked for."""

    def __init__(self, values: reasons.Values) -> None:
        super().__init__()
        self.of = values

    def __missing__(self, measure: Measure) -> Shown:
        left = reasons.range_of(measure.left, self.of)  # type: ignore[arg-type]
        made = self[measure] = Shown(left, measure.unit, measure.labels)
        return made


class _Facts(dict["Source", FactUsed | None]):
    """What one record holds, told when first asked for, once for all clauses that look at it.

    A stand-in that nobody stated is None.
    """

    def __init__(self, record: Record, known: Mapping[str, Known], closed: frozenset[str]) -> None:
        super().__init__()
        self.record = record
        self.known = known
        self.closed = closed

    def __missing__(self, source: Source) -> FactUsed | None:
        told = self[source] = self._tell(source)
        return told

    def _tell(self, source: Source) -> FactUsed | None:
        fact, record = source.fact, self.record
        if source.name not in self.closed and not fact.asked:
            return None
        year = record.year + 1 - source.lag if fact.per_year else None
        seen = record.get(fact, source.lag)
        if seen is not None:
            told = _written(seen, source)
            return FactUsed(fact.id, year, fact.name, told, True, seen.source, seen.as_of)  # noqa: FBT003
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


class _Firm:
    """One record with the values of all nodes, and what was told of it already."""

    def __init__(self, record: Record, values: reasons.Values, known: Mapping[str, Known]) -> None:
        self.record = record
        self.values: Mapping[Node, Any] = values
        self.closed = frozenset([name for name, value in known.items() if _closed(value)])
        self.facts = _Facts(record, known, self.closed)
        self.seen = reasons.Seen(values, _Printed(values), record.year, ())

    def missing(self, asked: Iterable[Source]) -> list[Source]:
        """List the sources that are open, of those that people are asked for."""
        return [source for source in asked if source.name not in self.closed]


class _Teller:
    """Tells the clauses of one edition for one record, and gathers what is missing."""

    def __init__(self, edition: Edition, firm: _Firm) -> None:
        self.edition = edition
        self.firm = firm
        self.missing: dict[str, None] = {}

    def clause(self, outline: Outline, *, matters: bool = True) -> ClauseResult:
        """Tell a clause; its gaps count as missing only while what stands above it is open."""
        clause, firm = outline.clause, self.firm
        verdict: Verdict | None = firm.values[clause.verdict] if clause.verdict else None
        score: Range | None = firm.values[clause.points] if clause.points else None
        children: tuple[ClauseResult, ...] = ()
        if outline.children:
            inside = matters and verdict in _OPEN
            children = tuple([self.clause(each, matters=inside) for each in outline.children])
            about: Any = verdict, children
        else:
            about = firm.seen
            if verdict in _OPEN if score is None else score.low != score.high:
                missing = firm.missing(outline.asked)
                about = reasons.Seen(firm.values, about.shown, about.year, missing)
                if matters and verdict is not Verdict.REVIEW:
                    self._lacks(missing)
        return ClauseResult(
            clause.id,
            clause.name,
            clause.cite,
            verdict,
            score,
            clause.most if clause.ceiling is None else reasons.most_of(clause, firm.values),
            firm.seen.shown[outline.main] if outline.main else None,
            clause.needs,
            outline.facts(firm.facts),
            outline.says,
            about,
            outline.mark,
            clause.form,
            children,
        )

    def _lacks(self, missing: Iterable[Source]) -> None:
        for source in missing:
            self.missing[source.fact.id] = None

    def class_(self) -> tuple[str | None, tuple[str, ...]]:
        """Give the class where it is certain, and all classes that are possible."""
        measure = self.edition.class_
        if measure is None or measure.left is None:
            return None, ()
        low, high = reasons.range_of(measure.left, self.firm.values)
        possible = tuple([word for number, word in measure.labels if low <= number <= high])
        return (possible[0] if low == high and possible else None), possible

    def amounts(self) -> Iterable[Amount]:
        """Give the amounts of money, and note what an open one lacks."""
        for amount in self.edition.amounts:
            span = reasons.range_of(amount.node, self.firm.values)
            if not span.closed:
                sources = [self.edition.sources[name] for name in amount.inputs]
                asked = [source for source in sources if source.fact.asked]
                self._lacks(self.firm.missing(asked))
            yield Amount(amount.id, amount.name, amount.cite, Shown(span, amount.unit), amount.mark)


def _closed(known: Known) -> bool:
    return known.closed if isinstance(known, Interval) else known is not Verdict.UNKNOWN


def _worked_out(known: Known, source: Source) -> str:
    if isinstance(known, Interval):
        return _range(known, source)
    return "是" if known is Verdict.MET else "否"


def _written(observation: Observation, source: Source) -> str:
    match observation.value:
        case Interval() as span:
            return _range(span, source)
        case bool() as answer:
            return "是" if answer else "否"
        case str() as text:
            return text
        case entries:
            return f"{len(entries)} 条" + ("（完整）" if observation.complete else "")


def _range(span: Interval, source: Source) -> str:
    low = float(span.low)
    return show(low, low if span.high is span.low else float(span.high), source.fact.unit)
