"""Who is one step away from a title: one condition is open, and what it measures is not far from what it asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from jianghai.enterprises.columns.rows import taken
from jianghai.standards.models import Near
from rulebook.graph import Op
from rulebook.machine import run
from rulebook.rules.plans import sources_of
from rulebook.units import RATIO
from rulebook.values import Verdict

if TYPE_CHECKING:
    from jianghai.standards.rules import Distance
    from rulebook.graph import Node
    from rulebook.rules.editions import Clause, Edition, Measure
    from rulebook.tables import Table
    from rulebook.values import Frame

Floats = np.ndarray[Any, np.dtype[np.float64]]
#: A value within a factor of two of what is asked.
WITHIN = 0.5
#: What a condition counts as whose failing part is no number, such as a yes/no: within reach, but listed last.
UNMEASURED = WITHIN


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """By row: whether the enterprise is one step or one datum away, and how far in parts of the larger number."""

    near: np.ndarray[Any, np.dtype[np.uint8]]
    gap: Floats


def reach(edition: Edition, way: Distance, table: Table, frame: Frame) -> Reach:
    """Tell for every row of a table whether exactly one open condition keeps the title away, and how far it is."""
    near, gap = np.full(frame.rows, Near.NO, dtype=np.uint8), np.full(frame.rows, np.nan)
    if edition.kind != "title":
        return Reach(near, gap)
    single = (way.open == 1) & (table.verdict(edition.standard) < Verdict.REVIEW)
    for place in np.unique(way.step[single]).tolist():
        clause = edition.clause(way.steps[place])
        rows = np.flatnonzero(single & (way.step == place))
        verdicts = table.clause(edition.standard, clause.id)[rows]
        near[rows[verdicts == Verdict.UNKNOWN]] = Near.DATUM
        unmet = rows[verdicts == Verdict.UNMET]
        if len(unmet):
            gap[unmet] = _gaps(edition, clause, taken(frame, unmet))
            near[unmet[gap[unmet] <= WITHIN]] = Near.STEP
    return Reach(near, np.where(near == Near.STEP, gap, np.nan))


def _gaps(edition: Edition, clause: Clause, frame: Frame) -> Floats:
    """Give how far rows are from meeting a condition that they fail, infinite where nothing they do changes it.

    Of alternatives the nearest counts, of parts that must all hold the farthest.
    """
    nearest = clause.verdict is not None and clause.verdict.op is Op.OR
    found = [gap for measure in clause.measures for gap in [_gap(edition, measure, frame)]]
    if not found:
        return np.full(frame.rows, np.inf)
    sides = np.stack(found)
    missed = ~np.isnan(sides)
    rest = np.where(missed, sides, np.inf if nearest else -np.inf)
    joined: Floats = rest.min(axis=0) if nearest else rest.max(axis=0)
    return np.where(missed.any(axis=0), joined, np.inf)


def _gap(edition: Edition, measure: Measure, frame: Frame) -> Floats:
    """Give the gap of one comparison by row, NaN where it does not fail."""
    nodes = [node for node in (measure.verdict, measure.left, measure.bound) if node is not None]
    columns = run(list(dict.fromkeys(nodes)), frame)
    failed = columns.verdict(measure.verdict) == Verdict.UNMET
    if not _acts(edition, measure) or chosen(measure):
        return np.where(failed, np.inf, np.nan)
    if measure.left is None or measure.bound is None:
        return np.where(failed, UNMEASURED, np.nan)
    ends = [
        end(node) for node in (measure.left, measure.bound) for end in (columns.low, columns.high)
    ]
    return np.where(failed, apart(*ends), np.nan)


def _acts(edition: Edition, measure: Measure) -> bool:
    """Tell whether a figure of the last year, which a firm can move so that it helps, stands in a comparison.

    Nobody is told to let people go or to sell less: that a firm is too large is not within its reach.
    """
    ways = set(_ways(measure.verdict, up=True))
    return any(
        source.lag <= 1
        and (
            source.fact.acts == "any"
            or (source.fact.acts == "up" and (source.name, True) in ways)
            or (source.fact.acts == "down" and (source.name, False) in ways)
        )
        for source in sources_of([measure.verdict], [edition])
    )


#: In these the second of two numbers counts against the first.
AGAINST = (Op.SUB, Op.DIV, Op.GE, Op.GT)
#: In these a part may count either way.
EITHER = (Op.PICK, Op.BANDS, Op.RANK, Op.EQ)


def _ways(node: Node, *, up: bool) -> Iterator[tuple[str, bool]]:
    """Tell for every input below a node whether raising it, or lowering it, raises (`up`) or lowers the node."""
    if node.op in (Op.INPUT, Op.FLAG):
        yield node.data.name, up
    for place, part in enumerate(node.args):
        turned = node.op is Op.NOT or (place == 1 and node.op in AGAINST)
        yield from _ways(part, up=up != turned)
        if node.op in EITHER:
            yield from _ways(part, up=not up)


def chosen(measure: Measure) -> bool:
    """Tell whether a comparison is about a yes or no written as 1 or 0, which is no distance."""
    return measure.left is not None and measure.left.op is Op.PICK and measure.unit == RATIO


def apart(low: Floats, high: Floats, least: Floats, most: Floats) -> Floats:
    """Give how far two ranges lie apart at most, in parts of the larger number; infinite where an end is open.

    >>> one = np.array([60.0, 120.0, 100.0])
    >>> apart(one, one, np.full(3, 100.0), np.full(3, 100.0)).round(3).tolist()
    [0.4, 0.167, 0.0]
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        below = low + high < least + most
        value = np.where(below, low, high)
        bound = np.where(below, most, least)
        parts = np.abs(value - bound) / np.maximum(np.abs(value), np.abs(bound))
    return np.where(value == bound, 0.0, np.nan_to_num(parts, nan=np.inf))
