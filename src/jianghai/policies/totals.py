"""What all clauses come to together for many enterprises, by the same rules as for one."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

from jianghai.policies.packing import Floats, Whole, fen
from rulebook.graph import Op
from rulebook.values import Verdict

if TYPE_CHECKING:
    from rulebook.entitle.holdings import Holdings
    from rulebook.graph import Node
    from rulebook.policies import Item

Leaves = dict["Node", Floats]


def certain(holdings: Holdings) -> Whole:
    """Give what is owed whatever the open facts turn out to be, in fen, by policies that somebody confirmed."""
    return fen(holdings.certain)


def unchecked(holdings: Holdings) -> Whole:
    """Give what is owed besides if policies that nobody has confirmed are in force as written."""
    return fen(holdings.total[0]) - certain(holdings)


def reliefs(holdings: Holdings) -> tuple[Whole, Whole]:
    """Give what reliefs save, which is never paid out: what is certain, and what may come on top."""
    low, most = np.zeros((2, holdings.rows), dtype=np.int64)
    for key in holdings.arrangement.reliefs:
        least, high = holdings.amount(key)
        low += fen(least)
        most += fen(np.where(np.isfinite(high) & (high > 0), high, least))
    return low, most - low


def possible(holdings: Holdings) -> Whole:
    """Give the most that may come on top, in fen, of clauses that apply and have a limit."""
    arrangement = holdings.arrangement
    leaves: Leaves = {}
    for item in arrangement.items:
        if item.key in arrangement.values and item.key not in arrangement.reliefs:
            leaves[arrangement.values[item.key]] = _promising(item, holdings)
    for choice in arrangement.choices:
        if choice.ordered:
            first = [leaves[arrangement.values[item.key]] for item in choice.items]
            known = holdings.spans.get(choice.value)
            best = reduce(np.maximum, first)
            leaves[choice.value] = best if known is None else np.maximum(best, known[0])
    for limited in arrangement.limits:
        most = np.full(holdings.rows, float(limited.group.cap or 0))
        known = holdings.spans.get(limited.after)
        leaves[limited.limit] = most if known is None else np.minimum(most, known[1])
    parts = [_most(part, leaves, holdings.rows) for part in arrangement.parts]
    most = sum(parts, np.zeros(holdings.rows))
    over: Whole = np.maximum(fen(most) - certain(holdings), 0)
    return over


def _promising(item: Item, holdings: Holdings) -> Floats:
    low, high = holdings.amount(item.key)
    applies = holdings.verdict(item.key) >= Verdict.REVIEW
    found: Floats = np.maximum(np.where(applies & np.isfinite(high), high, low), 0.0)
    return found


def _most(node: Node, leaves: Leaves, rows: int) -> Floats:
    if node in leaves:
        return leaves[node]
    if node.op is Op.CONST:
        return np.full(rows, float(node.data))
    inner = [_most(arg, leaves, rows) for arg in node.args]
    join = {Op.ADD: np.add, Op.MIN: np.minimum, Op.MAX: np.maximum}[node.op]
    return reduce(join, inner)


def unbounded(holdings: Holdings) -> Whole:
    """Count the clauses that apply and may give more without any limit."""
    count: Whole = np.zeros(holdings.rows, dtype=np.int64)
    for key in holdings.priced:
        applies = holdings.verdict(key) >= Verdict.REVIEW
        count += applies & np.isposinf(holdings.amount(key)[1])
    return count


def counted(holdings: Holdings, verdict: Verdict) -> Whole:
    """Count the clauses of one verdict."""
    count: Whole = np.zeros(holdings.rows, dtype=np.int64)
    for key in holdings.keys:
        count += holdings.verdict(key) == verdict
    return count


def negotiated(holdings: Holdings) -> Whole:
    """Count the clauses whose amount is for negotiation and that are not ruled out."""
    count: Whole = np.zeros(holdings.rows, dtype=np.int64)
    for item in holdings.arrangement.items:
        if item.formula is not None and item.formula.kind == "negotiated":
            count += holdings.verdict(item.key) != Verdict.UNMET
    return count
