"""The firms nearest below the line: one change of their own would bring them a clause."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rulebook.machine import run
from rulebook.records.frames import frame_of
from rulebook.rules.plans import sources_of
from rulebook.values import Verdict
from rulebook.whatif import whatif

if TYPE_CHECKING:
    from rulebook.entitle.holdings import Holdings
    from rulebook.policies import Item, Policy
    from rulebook.records import Record
    from rulebook.rules.editions import Measure
    from rulebook.whatif import Change

#: So many firms of a clause are looked at closely: those of which least fails, by least.
LOOKED = 12
MOST = 10

Floats = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Below:
    """A firm that misses a clause, and the smallest single change that would bring it there."""

    record: Record
    item: Item
    change: Change

    def as_dict(self) -> dict[str, object]:
        """Give the form used in JSON."""
        firm = {"name": self.record.name, "uscc": self.record.uscc or None}
        told = {"record": self.record.id, "firm": firm, "clause": self.item.key}
        return {**told, "change": self.change.as_dict()}


def nearest(records: Sequence[Record], policy: Policy, holdings: Holdings) -> list[Below]:
    """List the firms that one change separates from a clause of a policy, the nearest first."""
    found = []
    for item in policy.items:
        unmet = np.flatnonzero(holdings.verdict(item.key) == Verdict.UNMET)
        for place in _closest(records, item, unmet.tolist()):
            singles = whatif(records[place], item.edition).singles
            if singles:
                found.append(Below(records[place], item, min(singles, key=_effort)))
    return sorted(found, key=lambda below: _effort(below.change))[:MOST]


def _effort(change: Change) -> tuple[bool, float]:
    """Order changes: numbers by how far they are, then what is a yes or a no, which is no distance."""
    return isinstance(change.value, Verdict), change.effort


def _closest(records: Sequence[Record], item: Item, places: list[int]) -> list[int]:
    """Choose the firms worth a close look: fewest comparisons fail, and those by least."""
    if len(places) <= LOOKED:
        return places
    measures = [measure for clause in item.edition.walk() for measure in clause.measures]
    nodes = [node for measure in measures for node in _nodes(measure)]
    frame = frame_of([records[place] for place in places], sources_of(nodes, [item.edition]))
    columns = run(list(dict.fromkeys(nodes)), frame)
    failing, far = np.zeros(len(places)), np.zeros(len(places))
    for measure in measures:
        fails = columns.verdict(measure.verdict) == Verdict.UNMET
        failing += fails
        gap: Floats | float = 1.0
        if measure.left is not None and measure.bound is not None:
            gap = _gap(columns.low(measure.left), columns.low(measure.bound))
        far += np.where(fails, gap, 0.0)
    order = np.lexsort((far, failing))[:LOOKED]
    return [places[place] for place in order.tolist()]


def _nodes(measure: Measure) -> Iterable[Any]:
    return (n for n in (measure.verdict, measure.left, measure.bound) if n is not None)


def _gap(value: Floats, bound: Floats) -> Floats:
    """Give how far a value lies from what is asked, in parts of the larger; 1 where it is not known."""
    with np.errstate(invalid="ignore", divide="ignore"):
        parts = np.abs(value - bound) / np.maximum(np.abs(value), np.abs(bound))
    return np.nan_to_num(parts, nan=1.0, posinf=1.0)
