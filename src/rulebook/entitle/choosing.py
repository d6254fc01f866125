"""Which of the clauses that exclude one another counts for one firm, and why the others do not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from rulebook.entitle.owed import Sum
from rulebook.errors import Text
from rulebook.graph import Node, Op
from rulebook.policies.terms import RULES
from rulebook.results import Range
from rulebook.values import INFINITY, Verdict

if TYPE_CHECKING:
    from rulebook.policies.arrangement import Arrangement, Choice
    from rulebook.policies.policy import Group, Item

Values = Mapping[Node, Range | Verdict]


def sum_of(node: Node, values: Values) -> Sum:
    """Give the value of a node as money; what could be below nothing is nothing."""
    found = cast("Range", values[node])
    low = max(0, round(found.low)) if found.low > -INFINITY else 0
    return Sum(low, None if found.high == INFINITY else max(low, round(found.high)))


@dataclass(frozen=True, slots=True)
class Dropped:
    """A clause that does not count: the group that says so, the clause that counts instead, and the sentence."""

    group: str
    why: Text


def dropped(arrangement: Arrangement, values: Values) -> dict[str, Dropped]:
    """Tell for one firm which clauses do not count, by key."""
    found: dict[str, Dropped] = {}
    for choice in arrangement.choices:
        chosen = _chosen(choice, values)
        for item in choice.items:
            if item.key in chosen or values[item.verdict] is Verdict.UNMET:
                continue
            found[item.key] = _told(item, choice, chosen, arrangement, values)
    return found


def _chosen(choice: Choice, values: Values) -> tuple[str, ...]:
    """Give the keys of the option that counts: the most that is certain, then the most that is possible."""
    if choice.ordered:
        verdicts = [cast("Verdict", values[item.verdict]) for item in choice.items]
        return choice.options[verdicts.index(max(verdicts))].keys
    worth = {option: sum_of(option.value, values) for option in choice.options}
    best = max(choice.options, key=lambda option: (worth[option].low, _high(worth[option])))
    return best.keys


def _high(worth: Sum) -> float:
    return INFINITY if worth.high is None else worth.high


def _told(
    item: Item, choice: Choice, chosen: tuple[str, ...], arrangement: Arrangement, values: Values
) -> Dropped:
    names = {other.key: other.name for other in choice.items}
    group, winner = _reason(item, choice, chosen)
    rule, name = RULES[group.rule], names[winner]
    counted, own = (sum_of(arrangement.values[key], values) for key in (winner, item.key))
    zh = f"与“{name.zh}”{rule.zh}（{group.name.zh}），已计入该项 {counted.zh}"
    en = f"{rule.en} with “{name.en}” ({group.name.en}); that one counts with {counted.en}"
    if _high(own) > counted.low:
        zh += f"；本项补齐数据后可能达到 {own.zh}，届时可改选"
        en += f"; this one may come to {own.en} once the open facts are known"
    return Dropped(group.id, Text(zh, en))


def _reason(item: Item, choice: Choice, chosen: tuple[str, ...]) -> tuple[Group, str]:
    """Give the group that excludes a clause and the member that counts instead."""
    shared = [group for group in choice.groups if item.key in group.members]
    counted = ((group, key) for group in shared for key in chosen if key in group.members)
    return next(counted, (choice.groups[0], chosen[0]))


def most_possible(arrangement: Arrangement, values: Values) -> int:
    """Give the most that the clauses which apply can come to, in fen.

    What nothing limits counts with its low end, and so does a clause of which it is not known whether it applies: its
    maximum is no promise.
    """
    leaves: dict[Node, int] = {}
    for item in arrangement.items:
        if item.key in arrangement.values and item.key not in arrangement.reliefs:
            leaves[arrangement.values[item.key]] = _promising(item, arrangement, values)
    for choice in arrangement.choices:
        if choice.ordered:
            first = max(leaves[arrangement.values[item.key]] for item in choice.items)
            leaves[choice.value] = max(first, sum_of(choice.value, values).low)
    for limited in arrangement.limits:
        leaves[limited.limit] = sum_of(limited.limit, values).high or 0
    return sum(_most(part, leaves) for part in arrangement.parts)


def _promising(item: Item, arrangement: Arrangement, values: Values) -> int:
    found = sum_of(arrangement.values[item.key], values)
    applies = values[item.verdict] in (Verdict.MET, Verdict.REVIEW)
    return found.high if applies and found.high is not None else found.low


def _most(node: Node, leaves: Mapping[Node, int]) -> int:
    """Work out sums, limits and choices from their leaves; the total holds nothing else."""
    if node in leaves:
        return leaves[node]
    if node.op is Op.CONST:
        return int(node.data)
    return _JOINED[node.op]([_most(arg, leaves) for arg in node.args])


_JOINED: Mapping[Op, Callable[[Sequence[int]], int]] = {Op.ADD: sum, Op.MIN: min, Op.MAX: max}
