"""Cases: worked examples beside each standard, run through the evaluator."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from rulebook.cohorts import Cohorts
from rulebook.errors import (
    CorpusError,
    ExpressionError,
    Fault,
    NoEditionError,
    RecordError,
    Text,
    UnknownStandardError,
)
from rulebook.evaluate import evaluate
from rulebook.records import Observation, Record
from rulebook.rules.parts import day_of
from rulebook.units import MONEY, SUFFIXES, base
from rulebook.values import INFINITY, Interval, RankTable
from rulebook.yamlfile import Document, check
from rulebook.yamlfile import read as read_yaml

if TYPE_CHECKING:
    from rulebook.facts import Catalogue, Fact
    from rulebook.library import Library
    from rulebook.results import ClauseResult, Range, Result, Shown


ENDS = ("low", "high")


@dataclass(frozen=True, slots=True)
class Case:
    """One worked example."""

    id: str
    standard: str
    on: date
    year: int
    facts: Mapping[str, Any]
    ranks: Mapping[str, float]
    expect: Mapping[str, Any]
    place: tuple[str | int, ...]


def cases_of(document: Document) -> list[Case]:
    """Read the cases of a document, `like:` resolved; CorpusError where they are malformed."""
    faults = check(document, "cases")
    rows: dict[str, dict[str, Any]] = {}
    for place, row in enumerate(document.data.get("cases", ()) if not faults else ()):
        path = ("cases", place)
        parent = rows.get(row.get("like", ""))
        if row["id"] in rows or ("like" in row and parent is None):
            zh = f"案例 {row['id']} 重复或 like 指向不存在的案例"
            faults.append(
                document.fault(
                    path,
                    Text(zh, f"case {row['id']} stands twice or is like no earlier case"),
                    Text("改名", "Rename it"),
                )
            )
            continue
        rows[row["id"]] = _merged(parent or {}, row) | {"place": path}
    cases = []
    for row in rows.values():
        try:
            cases.append(_case(document.data["standard"], row))
        except ExpressionError as error:
            faults.append(document.fault((*row["place"], "on"), error.what, error.remedy))
    if faults:
        raise CorpusError(tuple(faults))
    return cases


def _merged(parent: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    both = {**parent, **row}
    for key in ("facts", "ranks"):
        both[key] = {**parent.get(key, {}), **row.get(key, {})}
    return both


def _case(standard: str, row: Mapping[str, Any]) -> Case:
    on = day_of(row["on"])
    year = row.get("year", on.year - 1)
    return Case(
        row["id"], standard, on, year, row["facts"], row["ranks"], row["expect"], row["place"]
    )


def record_of(case: Case, catalogue: Catalogue) -> Record:
    """Turn a case's facts into a record; RecordError where a fact or a value is none."""
    facts = {}
    for fact_id, given in case.facts.items():
        if fact_id not in catalogue:
            what = Text(f"没有事实 {fact_id}", f"there is no fact {fact_id}")
            raise RecordError(fact_id, given, what, Text("见 facts.yaml", "See facts.yaml"))
        fact = catalogue[fact_id]
        facts[fact_id] = {
            year: _observation(fact, value)
            for year, value in _by_year(fact, given, case.year).items()
            if value is not None
        }
    return Record(case.id, case.id, "", case.year, case.on, facts)


def _by_year(fact: Fact, given: Any, year: int) -> dict[int | None, Any]:
    if not fact.per_year:
        return {None: given}
    if isinstance(given, list):
        return {year - len(given) + 1 + place: value for place, value in enumerate(given)}
    if isinstance(given, dict) and all(key.isdecimal() for key in given):
        return {int(key): value for key, value in given.items()}
    return {year: given}


def _observation(fact: Fact, value: Any) -> Observation:
    if fact.kind == "number":
        return Observation(_interval(fact, value))
    match value:
        case {"complete": complete, "items": items}:
            return Observation(tuple(items), complete=complete)
        case list():
            return Observation(tuple(value), complete=not value)
        case bool():
            return Observation(value)
    return Observation(str(value))


def _interval(fact: Fact, value: Any) -> Interval:
    low, high = (value.get(end) for end in ENDS) if isinstance(value, dict) else (value, value)
    known = [end for end in (low, high) if end is not None]
    if isinstance(value, dict) and value.keys() - set(ENDS):
        known = [value]
    if not known or not all(type(end) in (int, Decimal) for end in known):
        what = Text(f"{fact.id} 的值不是数", f"the value of {fact.id} is no number")
        remedy = Text(
            "写数、[数, 数] 或 {low: 数}", "Write a number, [number, number] or {low: number}"
        )
        raise RecordError(fact.id, value, what, remedy)
    return Interval(
        -INFINITY if low is None else base(low, fact.suffix),
        INFINITY if high is None else base(high, fact.suffix),
    )


def ranks_of(case: Case) -> Cohorts | None:
    """Make cohort tables that give each indicator the percentile that the case names."""
    if not case.ranks:
        return None
    tables = {
        name: dict.fromkeys(range(100, 1000), _flat(float(rank)))
        for name, rank in case.ranks.items()
    }
    return Cohorts(case.on, "case", tables)


def _flat(rank: float) -> RankTable:
    one = np.array([rank])
    return RankTable(np.array([-1e300]), one, one, 1)


def run_case(case: Case, library: Library) -> list[str]:
    """Run one case; the answer lists what came out otherwise than expected."""
    try:
        edition = library.edition(case.standard, case.on)
        record = record_of(case, library.catalogue)
    except (NoEditionError, UnknownStandardError, RecordError) as error:
        return [str(error)]
    result = evaluate(record, [edition], cohorts=ranks_of(case))[0]
    return list(_differences(case.expect, result))


def _differences(expect: Mapping[str, Any], result: Result) -> Iterator[str]:
    for key, wanted in expect.items():
        yield from _HELD[key](wanted, result)


def _amounts_differ(wanted: Mapping[str, Any], result: Result) -> Iterator[str]:
    found = {amount.id: amount.value for amount in result.amounts}
    for name, amount in wanted.items():
        value = found.get(name)
        unit = "万元" if value is not None and value.unit == MONEY else ""
        scale = SUFFIXES[unit][1]
        yield from _span_differs(name, amount, value.range if value else None, scale)


def _clauses_differ(wanted: Mapping[str, Any], result: Result) -> Iterator[str]:
    for clause_id, want in wanted.items():
        yield from _clause_differs(clause_id, want, result)


_HELD: Mapping[str, Callable[[Any, Result], Iterator[str]]] = {
    "verdict": lambda wanted, result: _differ("verdict", wanted, result.verdict.word),
    "score": lambda wanted, result: _span_differs("score", wanted, result.score, Fraction(1)),
    "value": lambda wanted, result: _differ("value", wanted, result.value),
    "possible": lambda wanted, result: _differ("possible", wanted, list(result.possible)),
    "missing": lambda wanted, result: _differ("missing", sorted(wanted), sorted(result.missing)),
    "amounts": _amounts_differ,
    "clauses": _clauses_differ,
}


def _differ(what: str, wanted: Any, found: Any) -> Iterator[str]:
    if wanted != found:
        yield f"{what}: 应为 {wanted}，得到 {found} / expected {wanted}, got {found}"


def _span_differs(what: str, wanted: Any, found: Range | None, scale: Fraction) -> Iterator[str]:
    ends = wanted if isinstance(wanted, list) else [wanted, wanted]
    got = [found.low, found.high] if found is not None else [None, None]
    for end, value in zip(ends, got, strict=True):
        want = None if end is None else float(Fraction(str(end)) * scale)
        same = (
            value is not None
            and want is not None
            and abs(value - want) <= 1e-9 * max(1.0, abs(want))
        )
        if not same and not (want is None and value is not None and np.isinf(value)):
            yield f"{what}: 应为 {wanted}，得到 {_plain(got, scale)} / expected {wanted}, got {_plain(got, scale)}"
            return


def _plain(got: list[Any], scale: Fraction) -> list[Any]:
    return [None if end is None else end / float(scale) for end in got]


def _clause_differs(clause_id: str, want: Any, result: Result) -> Iterator[str]:
    try:
        clause = result.clause(clause_id)
    except KeyError:
        yield f"没有条款 {clause_id} / there is no clause {clause_id}"
        return
    if not isinstance(want, dict):
        want = {"verdict": want} if isinstance(want, str) else {"score": want}
    if "verdict" in want:
        word = clause.verdict.word if clause.verdict is not None else None
        yield from _differ(clause_id, want["verdict"], word)
    if "score" in want:
        yield from _span_differs(clause_id, want["score"], clause.score, Fraction(1))
    if "value" in want:
        yield from _value_differs(clause, want["value"])


def _value_differs(clause: ClauseResult, want: Any) -> Iterator[str]:
    """Compare a shown value; a text such as 7.14% is compared as rounded there."""
    value: Shown | None = clause.value
    if value is None:
        yield f"{clause.id}: 没有数值 / it has no value"
        return
    if isinstance(want, str) and want.endswith("%"):
        places = len(want.rstrip("%").partition(".")[2])
        found = f"{value.range.low * 100:.{places}f}%" if value.range.closed else value.zh
        yield from _differ(f"{clause.id} value", want, found)
        return
    scale = next((s for u, s in SUFFIXES.values() if u == value.unit and s >= 1), Fraction(1))
    if value.unit == MONEY:
        scale = SUFFIXES["万元"][1]
    yield from _span_differs(f"{clause.id} value", want, value.range, scale)


def check_cases(path: Path, library: Library, shown: str = "") -> list[Fault]:
    """Run every case of a file; each difference is a fault at the case's line."""
    try:
        document = read_yaml(path, shown or path.name)
        cases = cases_of(document)
    except CorpusError as error:
        return list(error.faults)
    faults = []
    for case in cases:
        for difference in run_case(case, library):
            what = Text(f"案例 {case.id}：{difference}", f"case {case.id}")
            faults.append(
                document.fault(
                    case.place, what, Text("改规则或改案例", "Mend the rule or the case")
                )
            )
    return faults
