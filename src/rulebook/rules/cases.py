"""Cases: worked examples beside each standard, run through the evaluator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from rulebook.cohorts import Cohorts
from rulebook.errors import CorpusError, Fault, NoEditionError, Text
from rulebook.evaluate import evaluate
from rulebook.records import Observation, Record
from rulebook.units import SUFFIXES, base
from rulebook.values import INFINITY, Interval, RankTable
from rulebook.yamlfile import Document, check
from rulebook.yamlfile import read as read_yaml

if TYPE_CHECKING:
    from rulebook.facts import Catalogue, Fact
    from rulebook.library import Library
    from rulebook.results import ClauseResult, Range, Result, Shown


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
    if faults:
        raise CorpusError(tuple(faults))
    return [_case(document.data["standard"], row) for row in rows.values()]


def _merged(parent: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    both = {**parent, **row}
    for key in ("facts", "ranks"):
        both[key] = {**parent.get(key, {}), **row.get(key, {})}
    return both


def _case(standard: str, row: Mapping[str, Any]) -> Case:
    on = date.fromisoformat(row["on"])
    year = row.get("year", on.year - 1)
    return Case(
        row["id"], standard, on, year, row["facts"], row["ranks"], row["expect"], row["place"]
    )


def record_of(case: Case, catalogue: Catalogue) -> Record:
    """Turn a case's facts into a record; KeyError where a fact is unknown."""
    facts = {}
    for fact_id, given in case.facts.items():
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
    if isinstance(given, dict) and not {"low", "high"} & given.keys():
        return {int(key): value for key, value in given.items()}
    return {year: given}


def _observation(fact: Fact, value: Any) -> Observation:
    match value:
        case {"complete": complete, "items": items}:
            return Observation(tuple(items), complete=complete)
        case list():
            return Observation(tuple(value), complete=not value)
        case dict():
            low, high = value.get("low"), value.get("high")
            ends = (
                -INFINITY if low is None else base(low, fact.suffix),
                INFINITY if high is None else base(high, fact.suffix),
            )
            return Observation(Interval(*ends))
        case bool():
            return Observation(value)
        case int() | Decimal() if fact.kind == "number":
            exact = base(value, fact.suffix)
            return Observation(Interval(exact, exact))
    return Observation(str(value))


def ranks_of(case: Case) -> Cohorts | None:
    """Make cohort tables that give each indicator the percentile that the case names."""
    if not case.ranks:
        return None
    tables = {
        name: {code: _flat(float(rank)) for code in range(100, 1000)}
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
    except (NoEditionError, KeyError) as error:
        return [str(error)]
    result = evaluate(record, [edition], cohorts=ranks_of(case))[0]
    return list(_differences(case.expect, result))


def _differences(expect: Mapping[str, Any], result: Result) -> Iterator[str]:
    for key, wanted in expect.items():
        match key:
            case "verdict":
                yield from _differ(key, wanted, result.verdict.word)
            case "score":
                yield from _span_differs(key, wanted, result.score, Fraction(1))
            case "value":
                yield from _differ(key, wanted, result.value)
            case "possible":
                yield from _differ(key, wanted, list(result.possible))
            case "missing":
                yield from _differ(key, sorted(wanted), sorted(result.missing))
            case "amounts":
                for name, amount in wanted.items():
                    found = next((a for a in result.amounts if a.id == name), None)
                    unit = "万元" if found and found.value.unit == SUFFIXES["元"][0] else ""
                    yield from _span_differs(
                        name, amount, found.value.range if found else None, SUFFIXES[unit][1]
                    )
            case "clauses":
                for clause_id, want in wanted.items():
                    yield from _clause_differs(clause_id, want, result)


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
    if value.unit == SUFFIXES["元"][0]:
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
