"""Results as people and programs read them: a wide table, CSV lines, a tree of reasons."""

from __future__ import annotations

import csv
import io
import math
from typing import TYPE_CHECKING

from jianghai.cli.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rulebook.results import ClauseResult, Range, Result

WORDS = {"met": "符合", "unmet": "不符合", "unknown": "待补数据", "manual_review": "需人工认定"}
#: The amount that sums a tax result up.
BENEFIT = "benefit"
SIGNS = {"met": "✓", "unmet": "✗", "unknown": "?", "manual_review": "!"}
COLUMNS = [
    "record",
    "name",
    "uscc",
    "year",
    "standard",
    "edition",
    "verdict",
    "score_low",
    "score_high",
    "value",
    "possible",
    "missing",
]
CLAUSE_COLUMNS = [
    "clause",
    "clause_name",
    "cite",
    "clause_verdict",
    "clause_value",
    "needs",
    "reason",
]


def number(value: float) -> str:
    """Write a score without an empty fraction."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if math.isfinite(value) else "∞"


def score(range_: Range | None) -> str:
    """Write a score or its range; nothing where there is no score."""
    if range_ is None:
        return ""
    return number(range_.low) if range_.closed else f"{number(range_.low)}–{number(range_.high)}"


def cell(result: Result) -> str:
    """Say in a few signs what one standard answers: the class, or the verdict and the score."""
    if result.kind == "class":
        return result.value or "/".join(result.possible) or WORDS["unknown"]
    if result.amounts:
        return next(
            (a.value.zh for a in result.amounts if a.id == BENEFIT), result.amounts[0].value.zh
        )
    return " ".join(filter(None, (WORDS[result.verdict.word], score(result.score))))


def wide(groups: Iterable[Sequence[Result]]) -> str:
    """Lay out one line per record and one column per standard."""
    rows = [[group[0].record, str(group[0].year), *map(cell, group)] for group in groups]
    heads = ["记录", "年度", *(result.short.zh for result in next(iter(groups), ()))]
    return table(heads, rows)


def as_csv(groups: Iterable[Sequence[Result]], *, explain: bool) -> str:
    """Write one CSV line per record and standard, or per clause where reasons are asked for."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS + (CLAUSE_COLUMNS if explain else []))
    for result in (result for group in groups for result in group):
        line = _csv_line(result)
        writer.writerows(
            [line + _csv_clause(clause) for clause in result.walk()] if explain else [line]
        )
    return out.getvalue().rstrip("\n")


def _csv_line(result: Result) -> list[object]:
    ends = result.score.as_dict() if result.score else {"low": None, "high": None}
    firm = [result.record, result.firm, result.uscc, result.year]
    answer = [result.standard, result.edition, result.verdict.word, ends["low"], ends["high"]]
    return [*firm, *answer, result.value, "/".join(result.possible), " ".join(result.missing)]


def _csv_clause(clause: ClauseResult) -> list[object]:
    verdict = clause.verdict.word if clause.verdict is not None else score(clause.score)
    value = clause.value.zh if clause.value else None
    needs = clause.needs.zh if clause.needs else None
    return [clause.id, clause.name.zh, clause.cite, verdict, value, needs, clause.reason.zh]


def tree(result: Result) -> str:
    """Tell one result with every reason, in Chinese."""
    said = cell(result)
    marks = {"local-draft": "（园区试算，非官方）", "recalled": "（凭记忆，待核对）"}.get(
        result.mark.mark, ""
    )
    head = f"{result.short.zh} · {result.name.zh}（{result.edition} 版）{marks}：{said}"
    lines = [head]
    for clause in result.clauses:
        lines += branch(clause, 1)
    lines += [
        f"  {amount.name.zh}：{amount.value.zh}（{amount.cite}）" for amount in result.amounts
    ]
    return "\n".join(lines)


def branch(clause: ClauseResult, depth: int) -> list[str]:
    """Tell one clause and all inside it, indented by depth."""
    lead = "  " * depth
    sign = SIGNS[clause.verdict.word] if clause.verdict is not None else "·"
    points = (
        f" {score(clause.score)}/{number(clause.most)} 分" if clause.score and clause.most else ""
    )
    lines = [
        f"{lead}{sign} {clause.id} {clause.name.zh}{points}：{clause.reason.zh}〔{clause.cite}〕"
    ]
    for used in dict.fromkeys(clause.facts):
        told = used.value if used.known else "缺"
        year = f" {used.year}" if used.year else ""
        origin = "，".join(filter(None, (used.source, used.as_of)))
        lines.append(f"{lead}    {used.name.zh}{year} = {told}{f'（{origin}）' if origin else ''}")
    for child in clause.children:
        lines += branch(child, depth + 1)
    return lines
