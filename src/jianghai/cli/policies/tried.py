"""A policy that was tried, as people and programs read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jianghai.cli.policies.owed import money
from jianghai.cli.tables import table
from rulebook.policies.changes import differences
from rulebook.policies.terms import LEVELS, STATUSES

if TYPE_CHECKING:
    from datetime import date

    from jianghai.cli.policies.below import Below
    from jianghai.cli.policies.effect import Clause, Effect, Span, Turn
    from rulebook.errors import Text
    from rulebook.policies import Policy

#: So many firms are listed on each side; JSON has them all.
LISTED = 10
FOLD = 32


@dataclass(frozen=True, slots=True)
class Trial:
    """A policy that was tried on a day: what was set otherwise and assumed of all firms, what it does, who is near."""

    on: date
    settings: Mapping[str, str]
    assumed: tuple[str, ...]
    effect: Effect
    below: Sequence[Below]


def as_dict(trial: Trial) -> dict[str, Any]:
    """Give the JSON of a trial, amounts in fen."""
    effect = trial.effect
    before, after = effect.policies
    gained, lost = _parted(effect.turns)
    costs = [side.cost.as_dict() for side in effect.sides]
    return {
        "policy": after.id,
        "edition": {
            "before": before.opens.isoformat() if before else None,
            "after": after.opens.isoformat(),
        },
        "on": trial.on.isoformat(),
        "set": dict(trial.settings),
        "assume": list(trial.assumed),
        "firms": len(effect.records),
        "changes": [text.as_dict() for text in _changes(before, after)],
        "cost": {"before": costs[0], "after": costs[1]},
        "levels": [
            {"level": level or None, "before": spans[0].as_dict(), "after": spans[1].as_dict()}
            for level, spans in effect.levels().items()
        ],
        "clauses": [
            {
                "clause": item.key,
                "name": item.name.as_dict(),
                "before": was.as_dict(),
                "after": is_.as_dict(),
            }
            for item, was, is_ in effect.clauses()
        ],
        "gained": [turn.as_dict() for turn in gained],
        "lost": [turn.as_dict() for turn in lost],
        "below": [one.as_dict() for one in trial.below],
    }


def _changes(before: Policy | None, after: Policy) -> tuple[Text, ...]:
    return differences(before, after) if before is not None else ()


def _parted(turns: Sequence[Turn]) -> tuple[list[Turn], list[Turn]]:
    """Part those that gain from those that lose, who loses most first."""
    gained = [turn for turn in turns if turn.gain > (0, 0)]
    return gained, [turn for turn in reversed(turns) if turn.gain < (0, 0)]


def told(trial: Trial) -> str:
    """Tell a trial in Chinese."""
    effect = trial.effect
    gained, lost = _parted(effect.turns)
    same = len(effect.records) - len(gained) - len(lost)
    lines = [
        _head(effect.policies[1]),
        f"试算：{trial.on}，{len(effect.records)} 家企业（各取最近年度），与当日有效的其他政策一并计算"
        + (f"；假定 {'、'.join(trial.assumed)}" if trial.assumed else ""),
        *_what(trial),
        "",
        f"得失：{len(gained)} 家增加，{len(lost)} 家减少，{same} 家不变",
        *_costs(effect),
        "",
        _clauses(effect),
        *_firms("增加的企业", gained),
        *_firms("减少的企业", lost),
    ]
    if trial.below:
        lines += ["", "离条款最近的企业（只差一步）："]
        lines += [
            f"  - {one.record.name}（{one.item.id} {one.item.name.zh}）：{one.change.sentence.zh}"
            for one in trial.below
        ]
    return "\n".join(lines)


def _head(policy: Policy) -> str:
    status = "" if policy.status == "in-force" else f"，{STATUSES[policy.status].zh}"
    demo = "，外地示例" if policy.demo else ""
    return f"{policy.name.zh}（{policy.id}，{policy.opens} 版{status}{demo}）"


def _what(trial: Trial) -> list[str]:
    """Say what is otherwise: the values that were set, and what the clauses then say."""
    before, after = trial.effect.policies
    lines = [f"  - {path} = {value}" for path, value in trial.settings.items()]
    lines += [f"  - {text.zh}" for text in _changes(before, after)]
    if before is None:
        lines.append("  - 此前没有生效的版本，按新出台计算")
    elif not lines:
        same = before.digest == after.digest
        lines.append("  - 无" if same else "  - 条款表述相同，所引用的取值（let、tables）有改动")
    return ["改动：", *lines]


def _costs(effect: Effect) -> list[str]:
    before, after = (side.cost for side in effect.sides)
    lines = [f"全部政策合计：{_moved(before, after)}"]
    for level, spans in effect.levels().items():
        name = f"{LEVELS[level].zh}级承担" if level else "承担级次未注明"
        lines.append(f"其中本政策{name}：{_moved(*spans)}")
    return lines


def _moved(before: Span, after: Span) -> str:
    by = after.low - before.low
    sign = "+" if by > 0 else "−"
    step = f"（{sign}{money(abs(by))}）" if by else "（不变）"
    parts = [f"至少 {money(before.low)} → {money(after.low)}{step}"]
    if (before.low, after.low) != (before.high, after.high):
        parts.append(f"至多 {money(before.high)} → {money(after.high)}")
    if before.unlimited or after.unlimited:
        parts.append(f"无上限的 {before.unlimited} → {after.unlimited} 处未计入至多")
    return "，".join(parts)


def _clauses(effect: Effect) -> str:
    heads = ("条款", "名称", "符合", "需认定", "待补数据", "至少", "至多")
    rows = [
        [
            item.id,
            item.name.zh,
            *(_pair(str(a), str(b)) for a, b in _counts(was, is_)),
            *(
                _pair(money(a), money(b))
                for a, b in (
                    (was.cost.low, is_.cost.low),
                    (was.cost.high, is_.cost.high),
                )
            ),
        ]
        for item, was, is_ in effect.clauses()
    ]
    return table(heads, rows, FOLD) if rows else "（尚无条款）"


def _counts(was: Clause, is_: Clause) -> list[tuple[int, int]]:
    return [(was.met, is_.met), (was.review, is_.review), (was.unknown, is_.unknown)]


def _pair(before: str, after: str) -> str:
    return before if before == after else f"{before} → {after}"


def _firms(title: str, turns: Sequence[Turn]) -> list[str]:
    if not turns:
        return []
    more = f"（共 {len(turns)} 家，列前 {LISTED} 家）" if len(turns) > LISTED else ""
    lines = ["", f"{title}{more}："]
    for turn in turns[:LISTED]:
        low = f"至少 {money(turn.low[0])} → {money(turn.low[1])}"
        most = f"，至多 {money(turn.most[0])} → {money(turn.most[1])}"
        lines.append(f"  - {turn.record.name}：{low}{most if turn.most != turn.low else ''}")
    return lines
