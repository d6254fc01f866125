"""What one firm is owed, as a person reads it: by verdict, with amount, payers, what was dropped and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jianghai.cli import shapes
from rulebook.policies.terms import CLASSES, LEVELS, PAYOUTS, STATUSES
from rulebook.units import MONEY, show
from rulebook.values import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rulebook.entitle import Entitlements, Owed, Totals
    from rulebook.facts import Catalogue
    from rulebook.policies import Policy

MARKS = {
    "single-source": "单一来源",
    "recalled": "凭记忆，待核对",
    "local-draft": "园区自拟，非官方",
}
ORDER = (Verdict.MET, Verdict.REVIEW, Verdict.UNKNOWN, Verdict.UNMET)
#: So many missing facts are named of a clause.
NAMED = 4


def money(fen: int) -> str:
    """Write an amount; nothing is a dash.

    >>> money(150_000_000), money(0)
    ('150万元', '—')
    """
    return show(float(fen), float(fen), MONEY) if fen else "—"


def total(totals: Totals) -> str:
    """Say what all clauses come to together, and what is open."""
    parts = [f"确定可得 {money(totals.certain)}"]
    if totals.unchecked:
        parts.append(f"政策核对有效后再得 {money(totals.unchecked)}")
    if totals.possible > totals.unchecked:
        parts.append(f"补齐数据或经审定可能再得 {money(totals.possible - totals.unchecked)}")
    if totals.relief_certain or totals.relief_possible:
        more = f"（可能再减 {money(totals.relief_possible)}）" if totals.relief_possible else ""
        parts.append(f"减免 {money(totals.relief_certain)}{more}")
    counts = (
        (totals.unbounded, "条金额未定且无上限"),
        (totals.review, "条需人工认定"),
        (totals.unknown, "条待补数据"),
        (totals.negotiated, "条需洽谈"),
    )
    return "；".join(parts + [f"{count} {words}" for count, words in counts if count])


def firm(answer: Entitlements, catalogue: Catalogue, *, explain: bool) -> str:
    """Tell everything one firm is owed; with reasons, clause by clause, where asked for."""
    lines = [f"━━ {answer.record} · {answer.firm} · {answer.year} 年度 ━━", total(answer.total)]
    lines += [
        f"  {capped.name.zh}：总额上限余 {capped.limit.zh}，扣减 {capped.cut.zh}"
        for capped in answer.capped
    ]
    for verdict in ORDER:
        group = [owed for owed in answer.items if owed.verdict is verdict]
        if group:
            lines += ["", f"{shapes.WORDS[verdict.word]}（{len(group)} 条）"]
            lines += _group(verdict, group, catalogue, explain=explain)
    return "\n".join(lines)


def _group(
    verdict: Verdict, group: Sequence[Owed], catalogue: Catalogue, *, explain: bool
) -> Iterator[str]:
    """Tell the clauses of one verdict, policy by policy, those that bring most first."""
    homes: dict[Policy, list[Owed]] = {}
    for owed in sorted(group, key=_weight):
        homes.setdefault(owed.policy, []).append(owed)
    for policy, clauses in homes.items():
        yield f"  {source(policy)} {policy.id}"
        if verdict is Verdict.UNMET and not explain:
            yield "    ✗ " + "、".join(f"{owed.item.id} {owed.item.name.zh}" for owed in clauses)
            continue
        for owed in clauses:
            yield f"    {shapes.SIGNS[verdict.word]} {_line(owed, catalogue)}"
            if owed.why is not None:
                yield f"        未计入：{owed.why.zh}"
            if explain:
                yield from (f"        {line}" for line in _reasons(owed))


def _line(owed: Owed, catalogue: Catalogue) -> str:
    parts = [f"{owed.item.id} {owed.item.name.zh}：{amount(owed)}{_way(owed)}"]
    missing = _missing(owed, catalogue)
    if missing:
        parts.append(f"缺：{missing}")
    word = MARKS.get(owed.item.mark.mark)
    return "；".join(parts) + (f"〔{word}〕" if word else "")


def _weight(owed: Owed) -> tuple[bool, int, int]:
    """Order clauses: those that count first, then by what is certain, then by what is possible."""
    if owed.amount is None:
        return owed.kept is False, 0, 0
    return not owed.kept, -owed.amount.sum.low, -(owed.amount.sum.high or 0)


def amount(owed: Owed) -> str:
    """Say an amount in words; a maximum is no promise, and says so.

    The certain amount stands as it is, an open one as a range, and what only a person can fix as that.
    """
    if owed.negotiated:
        return "需洽谈"
    if owed.amount is None:
        gives = owed.item.class_ in ("reward", "relief")
        return f"{CLASSES[owed.item.class_].zh}，{'金额未录入' if gives else '不涉及金额'}"
    if owed.verdict is Verdict.UNMET:
        return "不享受"
    found = owed.amount.sum
    if found.closed:
        return found.zh if found.low else "0元（已享受完或基数为零）"
    if found.high is None:
        return f"至少 {money(found.low)}，上限未知" if found.low else "金额待定（缺基数）"
    return f"最高 {money(found.high)}" if not found.low else found.zh


def _way(owed: Owed) -> str:
    parts = [PAYOUTS[owed.item.payout].zh] if owed.item.payout else []
    if owed.item.class_ == "relief":
        parts.append("减免不计入合计")
    if owed.payers:
        parts.append("、".join(f"{LEVELS[p.level].zh}级承担 {p.sum.zh}" for p in owed.payers))
    return f"（{'；'.join(parts)}）" if parts else ""


def source(policy: Policy) -> str:
    """Name a policy with what a reader must know of it: its edition, that it is an example, its status."""
    told = [f"{policy.opens} 版"]
    if policy.demo:
        told.append("外地示例，不适用于本园区")
    if policy.status != "in-force":
        told.append(STATUSES[policy.status].zh)
    if policy.validity == "unchecked":
        told.append("是否仍有效待核对")
    return f"{policy.short.zh}（{'；'.join(told)}）"


def _missing(owed: Owed, catalogue: Catalogue) -> str:
    """Name the facts that a clause or its amount waits for."""
    open_ = owed.verdict is Verdict.UNKNOWN or (owed.amount is not None and owed.amount.missing)
    facts = dict.fromkeys((*owed.result.missing, *(owed.amount.missing if owed.amount else ())))
    if not open_:
        return ""
    names = [catalogue[fact].name.zh if fact in catalogue else fact for fact in facts]
    more = f"等 {len(names)} 项" if len(names) > NAMED else ""
    return f"{'、'.join(names[:NAMED])}{more}"


def _reasons(owed: Owed) -> Iterator[str]:
    if owed.amount is not None and owed.verdict is not Verdict.UNMET:
        yield f"算法：{'；'.join(text.zh for text in owed.amount.basis)}"
    for clause in owed.result.clauses:
        yield from shapes.branch(clause, 0)
