"""Reads the texts of expected.csv and compares them with what `jianghai evaluate` says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

FEN = 1_000_000  # in one 万元
WORDS = ("met", "unmet", "unknown", "manual_review")
Clauses = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Firm:
    """The results of one record by standard, and each standard's clauses by id."""

    results: dict[str, dict[str, Any]]

    def clauses(self, standard: str) -> Clauses:
        return {clause["id"]: clause for clause in self.results[standard]["clauses"]}

    def clause(self, standard: str, clause_id: str) -> dict[str, Any]:
        return self.clauses(standard)[clause_id]


def word(text: str) -> str:
    """Take the verdict a text begins with: `met(by records)` is met."""
    return re.match(r"[a-z_]+", text)[0]


def percent(text: str) -> tuple[float, float] | None:
    """Take a percentage with the half of its last digit: `(R&D staff share 7.41%)` is 0.0741 ± 0.00005."""
    found = re.search(r"(-?\d+(?:\.(\d+))?)%", text)
    return found and (float(found[1]) / 100, 0.5 * 10 ** -(len(found[2] or "") + 2))


def span(text: str) -> tuple[float, float]:
    """Read `0-50`, `20` or `unknown 0-20` as a range."""
    low, _, high = text.removeprefix("unknown").strip().partition("-")
    return float(low), float(high or low)


def near(value: dict[str, Any] | None, number: float, half: float) -> bool:
    """Tell whether a stated number, rounded to `half`, lies in a range or at its end."""
    if value is None or value["low"] is None or value["high"] is None:
        return False
    slack = half * (1 + 1e-6) + 1e-12
    return value["low"] - slack <= number <= value["high"] + slack


def told(clause: dict[str, Any]) -> str:
    value = clause["value"]["text"] if clause["value"] else ""
    return f"{clause['verdict'] or clause['score']} {value}".strip()


def verdict_and_percent(standard: str, clause_id: str) -> Callable[[Firm, str], Iterator[str]]:
    """Compare the verdict, and the percentage where the text names one."""

    def compare(firm: Firm, text: str) -> Iterator[str]:
        clause = firm.clause(standard, clause_id)
        stated = percent(text)
        if clause["verdict"] != word(text) or (stated and not near(clause["value"], *stated)):
            yield told(clause)

    return compare


def lower_bound(standard: str, clause_id: str) -> Callable[[Firm, str], Iterator[str]]:
    """Compare a verdict that rests on a proxy: its percentage is the least that the value can be."""

    def compare(firm: Firm, text: str) -> Iterator[str]:
        clause = firm.clause(standard, clause_id)
        stated = percent(text)
        least = clause["value"] and clause["value"]["low"]
        if clause["verdict"] != word(text) or (
            stated and abs((least or 0) - stated[0]) > stated[1] * 1.000001
        ):
            yield told(clause)

    return compare


def counted(standard: str, clause_id: str, part: str) -> Callable[[Firm, str], Iterator[str]]:
    """Compare `met(count only; link=manual)`: the count is met, and the whole waits for a person."""

    def compare(firm: Firm, text: str) -> Iterator[str]:
        whole, count = (firm.clause(standard, name)["verdict"] for name in (clause_id, part))
        expected = ("manual_review", "met") if text.startswith("met(count") else (text, text)
        if (whole, count) != expected:
            yield f"{clause_id} {whole}, {part} {count}"

    return compare


def points(standard: str, clause_id: str) -> Callable[[Firm, str], Iterator[str]]:
    """Compare a range of points."""

    def compare(firm: Firm, text: str) -> Iterator[str]:
        score = firm.clause(standard, clause_id)["score"]
        if (score["low"], score["high"]) != span(text):
            yield str(score)

    return compare


def growth(clause_id: str) -> Callable[[Firm, str], Iterator[str]]:
    """Compare `D 3-4 (0.1149)`: the points of the band and the growth to four decimals."""

    def compare(firm: Firm, text: str) -> Iterator[str]:
        clause = firm.clause("hnte", clause_id)
        found = re.fullmatch(r"([A-F]) ([\d-]+) \((-?[\d.]+)\)", text)
        score = (clause["score"]["low"], clause["score"]["high"])
        if found is None:
            if (word(text), score) != ("unknown", (0, 10)):
                yield told(clause)
        elif score != span(found[2]) or not near(clause["value"], float(found[3]), 0.00005):
            yield told(clause)

    return compare


def verdict(standard: str) -> Callable[[Firm, str], Iterator[str]]:
    """Compare the verdict of a whole standard."""

    def compare(firm: Firm, text: str) -> Iterator[str]:
        if firm.results[standard]["verdict"] != text:
            yield firm.results[standard]["verdict"]

    return compare


def size_class(firm: Firm, text: str) -> Iterator[str]:
    value = firm.results["size-class"]["value"]
    if (value or "unknown") != text:
        yield str(value)


def size_possible(firm: Firm, text: str) -> Iterator[str]:
    result = firm.results["size-class"]
    possible = {result["value"]} if result["value"] else set(result["possible"])
    if possible != set(text.split("/")):
        yield "/".join(sorted(possible))


def tech_score(firm: Firm, text: str) -> Iterator[str]:
    score = firm.results["tech-sme"]["score"]
    if (score["low"], score["high"]) != span(text):
        yield str(score)


T2_PARTS = {"staff<=500": "T2.staff", "sales<=20000": "T2.sales", "assets<=20000": "T2.assets"}


def t2_parts(firm: Firm, text: str) -> Iterator[str]:
    for part in text.split("; "):
        name, _, expected = part.rpartition(":")
        got = firm.clause("tech-sme", T2_PARTS[name])["verdict"]
        if got != expected:
            yield f"{name}:{got}"


def h5_detail(firm: Firm, text: str) -> Iterator[str]:
    """Compare the three-year ratio and the tier: `2.974% vs 3% ; sum of 3 years in records`."""
    clause = firm.clause("hnte", "H5")
    found = re.match(r"([\d.]+%)(?:±([\d.]+))? vs (\d)%", text)
    if found is None:
        if clause["verdict"] != "unknown":
            yield told(clause)
        return
    if not near(clause["value"], *percent(found[1])):
        yield told(clause)
    width = (clause["value"]["high"] - clause["value"]["low"]) / 2
    if "yearly ratios" not in text and abs(width - float(found[2] or 0) / 100) > 0.0000051:
        yield f"±{width:.7f}"
    if tier_of(clause) != int(found[3]):
        yield f"tier {tier_of(clause)}"


def tier_of(clause: dict[str, Any]) -> int | None:
    """Read the share asked for, which stands in brackets behind its name: `下限（4%）`."""
    found = re.search(r"（(\d)%）", clause["reason"]["zh"])
    return int(found[1]) if found else None


def l3_detail(firm: Firm, text: str) -> Iterator[str]:
    """Compare `2y sum 352.43; ratio t-1 3.128%; t-2 0.999%`, `?` where it is not known."""
    clauses = firm.clauses("little-giant")
    total, last, before = re.fullmatch(r"2y sum (\S+); ratio t-1 (\S+); t-2 (\S+)", text).groups()
    checks = (
        ("L3.sum", total, lambda value: near(value, float(total) * FEN, 0.005 * FEN)),
        ("L3.last", last, lambda value: near(value, *percent(last))),
        ("L3.before", before, lambda value: near(value, *percent(before))),
    )
    for clause_id, stated, fits in checks:
        clause = clauses[clause_id]
        if (clause["verdict"] != "unknown") if stated == "?" else not fits(clause["value"]):
            yield f"{clause_id}: {told(clause)}"


def l6_l7(firm: Firm, _text: str) -> Iterator[str]:
    answers = [firm.clause("little-giant", clause)["verdict"] for clause in ("L6", "L7")]
    if answers[0] != "manual_review" or answers[1] not in ("unknown", "manual_review"):
        yield str(answers)


def h3_h7(firm: Firm, text: str) -> Iterator[str]:
    answers = {firm.clause("hnte", clause)["verdict"] for clause in ("H3", "H7")}
    if answers != {text}:
        yield str(answers)


STRICT: dict[str, Callable[[Firm, str], Iterator[str]]] = {
    "size_class": size_class,
    "size_possible": size_possible,
    "ts_T2": verdict_and_percent("tech-sme", "T2"),
    "ts_T2_detail": t2_parts,
    "ts_TS1_strict": points("tech-sme", "TS1"),
    "ts_TS2": points("tech-sme", "TS2"),
    "ts_TS3": points("tech-sme", "TS3"),
    "ts_score_strict": tech_score,
    "ts_result": verdict("tech-sme"),
    "h1_age": verdict_and_percent("hnte", "H1"),
    "h2_ip": counted("hnte", "H2", "H2.count"),
    "h4_strict": verdict_and_percent("hnte", "H4"),
    "h5_rd_ratio": verdict_and_percent("hnte", "H5"),
    "h5_detail": h5_detail,
    "h5b_domestic": verdict_and_percent("hnte", "H5b"),
    "h6_hitech_income": verdict_and_percent("hnte", "H6"),
    "h3_h7": h3_h7,
    "h8_accidents": verdict_and_percent("hnte", "H8"),
    "g2_sales_growth": growth("G2"),
    "g1_netasset_growth": growth("G1"),
    "hnte_result": verdict("hnte"),
    "l0_sme": verdict_and_percent("little-giant", "L0"),
    "l1_title": verdict_and_percent("little-giant", "L1"),
    "l2_revenue5000": verdict_and_percent("little-giant", "L2.revenue"),
    "l2_main90": verdict_and_percent("little-giant", "L2.main"),
    "l2_cagr5": verdict_and_percent("little-giant", "L2.growth"),
    "l2_debt75": verdict_and_percent("little-giant", "L2.debt"),
    "l3_rd": verdict_and_percent("little-giant", "L3"),
    "l3_detail": l3_detail,
    "l4_class1_4": counted("little-giant", "L4", "L4.count"),
    "l5_market": verdict_and_percent("little-giant", "L5"),
    "l6_l7": l6_l7,
    "lg_result": verdict("little-giant"),
}
PRESUMED: dict[str, Callable[[Firm, str], Iterator[str]]] = {
    "ts_TS1_proxy": points("tech-sme", "TS1"),
    "ts_score_proxy": tech_score,
    "ts_result_proxy": verdict("tech-sme"),
    "h4_proxy": lower_bound("hnte", "H4"),
}
"""Columns that need no comparison of their own: the texts of reasons, which repeat the columns above."""
REASONS = {"record_id", "size_reason", "ts_reason", "hnte_reason", "lg_reason"}
