"""Firms just below the line: all but one condition are met, and that one asks for a number not far away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rulebook.graph import Op
from rulebook.machine import run
from rulebook.results import Range, Shown
from rulebook.values import Verdict

if TYPE_CHECKING:
    from jianghai.policies.lab.trial import Trial
    from rulebook.errors import Text
    from rulebook.graph import Node
    from rulebook.machine import Columns
    from rulebook.policies import Item
    from rulebook.rules.editions import Clause, Measure

#: So far away from what is asked, in parts of it, a firm is still just below the line.
WITHIN = 0.2


@dataclass(frozen=True, slots=True)
class Below:
    """One firm just below the line of one clause: what it has, what is asked, and how far that is in parts of it."""

    enterprise: int
    clause: str
    condition: Text
    now: Shown
    asked: Shown
    gap: float


@dataclass(frozen=True, slots=True, eq=False)
class _Atom:
    """A condition that has to be met: its verdict, and the comparison where it is a single one."""

    node: Node
    measure: Measure | None


def below(tried: Trial, most: int) -> tuple[int, tuple[Below, ...]]:
    """Count the firms just below the line of any clause of the policy, and give the nearest."""
    known = set(tried.new.keys)
    found = [
        one for item in tried.after.items if item.key in known for one in _of_item(tried, item)
    ]
    found.sort(key=lambda one: (one.gap, one.enterprise))
    return len({one.enterprise for one in found}), tuple(found[:most])


def _of_item(tried: Trial, item: Item) -> Iterator[Below]:
    atoms = [atom for clause in item.edition.clauses for atom in _atoms(clause)]
    missed_all = tried.new.verdict(item.key) == Verdict.UNMET
    if not atoms or not missed_all.any():
        return
    columns = run(_nodes(atoms), tried.zone.rows.frame)
    missed = np.stack([columns.verdict(atom.node) for atom in atoms]) < Verdict.REVIEW
    single = missed_all & (missed.sum(axis=0) == 1)
    for atom, mask in zip(atoms, missed, strict=True):
        if atom.measure is not None:
            yield from _close(tried, item, atom.measure, (columns, single & mask))


def _nodes(atoms: list[_Atom]) -> list[Node]:
    nodes = [atom.node for atom in atoms]
    for atom in atoms:
        if atom.measure is not None:
            nodes += [node for node in (atom.measure.left, atom.measure.bound) if node is not None]
    return list(dict.fromkeys(nodes))


def _close(
    tried: Trial, item: Item, measure: Measure, told: tuple[Columns, Any]
) -> Iterator[Below]:
    columns, mask = told
    if measure.left is None or measure.bound is None:
        return
    value, bound = columns.high(measure.left), columns.low(measure.bound)
    with np.errstate(invalid="ignore", divide="ignore"):
        beneath = columns.low(measure.left) + value < bound + columns.high(measure.bound)
        value = np.where(beneath, value, columns.low(measure.left))
        gaps = np.abs(value - bound) / np.abs(bound)
    for place in np.flatnonzero(mask & (gaps <= WITHIN)).tolist():
        yield Below(
            tried.zone.rows.pks[place],
            item.key,
            measure.label,
            _shown(value[place], measure),
            _shown(bound[place], measure),
            float(gaps[place]),
        )


def _shown(value: float, measure: Measure) -> Shown:
    return Shown(Range(float(value), float(value)), measure.unit)


def _atoms(clause: Clause) -> Iterator[_Atom]:
    """Give what has to be met of a condition, each part of a conjunction for itself."""
    if clause.form == "all" and clause.children:
        for child in clause.children:
            yield from _atoms(child)
    elif clause.verdict is not None:
        joined = {measure.verdict for measure in clause.measures}
        parts = list(_parts(clause.verdict))
        whole = joined >= set(parts) and not clause.children
        if not whole:
            yield _Atom(clause.verdict, None)
            return
        by_node = {measure.verdict: measure for measure in clause.measures}
        for part in parts:
            yield _Atom(part, by_node[part])


def _parts(node: Node) -> Iterator[Node]:
    """Give the parts of a conjunction."""
    if node.op is Op.AND:
        for part in node.args:
            yield from _parts(part)
    else:
        yield node
