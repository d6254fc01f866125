"""Worked examples beside each policy, run through the entitlement of one firm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rulebook import syntax as s
from rulebook.entitle import Entitlements, entitle
from rulebook.errors import CorpusError, ExpressionError, Fault, RecordError, Text
from rulebook.proving.cases import Case, record_of
from rulebook.rules.parts import day_of
from rulebook.units import MONEY, SUFFIXES
from rulebook.yamlfile import Document, check
from rulebook.yamlfile import read as read_yaml

if TYPE_CHECKING:
    from rulebook.entitle import Owed
    from rulebook.policies import Policy, Shelf


@dataclass(frozen=True, slots=True)
class Ran:
    """A case that was run: its name, what came out otherwise than expected, and the answer itself."""

    name: str
    differences: tuple[str, ...]
    answer: Entitlements | None = None


def check_policy_cases(path: Path, shelf: Shelf, shown: str = "") -> list[Fault]:
    """Run every case of a file; each difference is a fault at the case's line."""
    try:
        document = read_yaml(path, shown or path.name)
    except CorpusError as error:
        return list(error.faults)
    faults = check(document, "policy-cases")
    if faults:
        return faults
    if document.data["policy"] not in shelf.policies:
        what = Text(
            f"没有政策 {document.data['policy']}", f"there is no policy {document.data['policy']}"
        )
        return [document.fault(("policy",), what, Text("写文件夹名", "Name the folder"))]
    return list(_faults(document, shelf))


def _faults(document: Document, shelf: Shelf) -> Iterator[Fault]:
    for place, row in enumerate(document.data["cases"]):
        for difference in run_case(row, document.data["policy"], shelf).differences:
            what = Text(f"案例 {row['name']}：{difference}", f"case {row['name']}: {difference}")
            remedy = Text("改条款或改案例", "Mend the clause or the case")
            yield document.fault(("cases", place), what, remedy)


def run_case(
    row: Mapping[str, Any], policy_id: str, shelf: Shelf, policy: Policy | None = None
) -> Ran:
    """Run one case for the edition of its day, or for the one given, such as a draft."""
    try:
        on = day_of(row["on"])
        year = row.get("year", on.year - 1)
        case = Case(row["name"], policy_id, on, year, row["given"], {}, row["expect"], ())
        record = record_of(case, shelf.library.catalogue)
        chosen = policy or shelf.policy(policy_id, on)
        if chosen is None:
            return Ran(row["name"], (f"{on} 没有生效的版本 / no edition on {on}",))
        answer = entitle(record, shelf, on, policies=[chosen])
        return Ran(row["name"], tuple(_differences(row["expect"], policy_id, answer)), answer)
    except (ExpressionError, RecordError) as error:
        return Ran(row["name"], (str(error),))


def _differences(expect: Mapping[str, Any], policy_id: str, answer: Entitlements) -> Iterator[str]:
    for key, wanted in expect.get("clauses", {}).items():
        try:
            owed = answer.owed(f"{policy_id}#{key}")
        except KeyError:
            yield f"{key}: 没有这个条款 / no such clause"
            continue
        yield from _clause(key, wanted, owed)
    for key, group in expect.get("dropped", {}).items():
        owed = answer.owed(f"{policy_id}#{key}")
        found = owed.amount.dropped_by if owed.amount else None
        yield from _differ(f"{key} dropped", group, found)
    total = expect.get("total", {})
    if "low" in total:
        low = answer.total.certain + answer.total.unchecked
        yield from _differ("total low", fen(total["low"]), low)
    if "high" in total:
        yield from _differ(
            "total high", fen(total["high"]), answer.total.certain + answer.total.possible
        )


def _clause(key: str, wanted: Mapping[str, Any], owed: Owed) -> Iterator[str]:
    if "verdict" in wanted:
        yield from _differ(f"{key}", wanted["verdict"], owed.verdict.word)
    if owed.amount is None:
        if wanted.keys() - {"verdict"}:
            yield f"{key}: 条款没有金额 / the clause has no amount"
        return
    found = {"low": owed.amount.sum.low, "high": owed.amount.sum.high, "exact": owed.amount.exact}
    for end in ("low", "high"):
        if end in wanted:
            yield from _differ(f"{key} {end}", fen(wanted[end]), found[end])
    if "exact" in wanted:
        yield from _differ(f"{key} exact", wanted["exact"], found["exact"])


def _differ(what: str, wanted: Any, found: Any) -> Iterator[str]:
    if wanted != found:
        yield f"{what}: 应为 {wanted}，得到 {found} / expected {wanted}, got {found}"


def fen(written: str | None) -> int | None:
    """Read an amount such as 150万元 exactly; None stays None. ExpressionError where it is no amount.

    >>> fen("88,200元".replace(",", ""))
    8820000
    """
    if written is None:
        return None
    tree = s.read(written)
    if not isinstance(tree, s.Number) or SUFFIXES[tree.suffix][0] != MONEY:
        what = Text(f"{written} 不是金额", f"{written} is no amount of money")
        raise ExpressionError(what, Text("写成 150万元", "Write it as 150万元"), 0)
    return int(tree.value)
