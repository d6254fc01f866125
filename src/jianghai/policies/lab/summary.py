"""What is kept of a trial, so that scenarios can be laid side by side later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rulebook.errors import Text
from rulebook.policies.terms import LEVELS

if TYPE_CHECKING:
    from jianghai.policies.lab.outcome import Outcome
    from jianghai.policies.models import Scenario


def summary(told: Outcome) -> dict[str, Any]:
    """Give what is kept of a trial as plain JSON, sums in fen."""
    effects = told.effects
    return {
        "firms": told.firms,
        "getting": list(told.getting),
        "total": [side.as_dict() for side in told.total],
        "won": effects.won,
        "lost": effects.lost,
        "sure_won": effects.sure_won,
        "sure_lost": effects.sure_lost,
        "levels": {level: after.as_dict() for level, (_before, after) in told.levels.items()},
        "months": {month.month: month.paid.as_dict() for month in told.months},
        "spread": {
            way: {one.label: [one.winners, one.sure, one.most] for one in shares}
            for way, shares in told.spread.items()
        },
        "below": told.below_count,
        "factor": told.scaling.factor if told.scaling is not None else None,
        "words": [text.as_dict() for text in told.words],
    }


@dataclass(frozen=True, slots=True)
class Line:
    """One measure of several scenarios: its name, whether it is money in fen, and a value for each of them."""

    name: Text
    money: bool
    values: tuple[int | float | None, ...]


def compared(scenarios: Iterable[Scenario]) -> tuple[Line, ...]:
    """Lay scenarios side by side, measure by measure; what one of them lacks is None."""
    kept = [scenario.outcome for scenario in scenarios]
    lines = [
        Line(Text(*name), money, tuple(_at(one, path) for one in kept))
        for name, money, path in MEASURES
    ]
    for level in dict.fromkeys(level for one in kept for level in one.get("levels", {})):
        name = LEVELS[level] if level else Text("出资级次未载明", "payer not stated")
        zh, en = f"{name.zh}承担（确定）", f"{name.en} pays (certain)"
        values = tuple(_at(one, ("levels", level, "sure")) for one in kept)
        lines.append(Line(Text(zh, en), True, values))  # noqa: FBT003 - money
    return tuple(lines)


MEASURES: tuple[tuple[tuple[str, str], bool, tuple[str | int, ...]], ...] = (
    (("享受企业", "enterprises that get it"), False, ("getting", 1)),
    (("确定金额", "certain"), True, ("total", 1, "sure")),
    (("最多金额", "at most"), True, ("total", 1, "most")),
    (("未设上限的项数", "awards without a limit"), False, ("total", 1, "open")),
    (("受益企业", "winners"), False, ("won",)),
    (("减少企业", "losers"), False, ("lost",)),
    (("确定金额增加", "certain, gained"), True, ("sure_won",)),
    (("确定金额减少", "certain, lost"), True, ("sure_lost",)),
    (("临界企业", "just below the line"), False, ("below",)),
    (("折减系数", "scaled by"), False, ("factor",)),
)


def _at(kept: Mapping[str, Any], path: tuple[str | int, ...]) -> int | float | None:
    found: Any = kept
    for key in path:
        try:
            found = found[key]
        except (KeyError, IndexError, TypeError):
            return None
    return found if isinstance(found, int | float) else None
