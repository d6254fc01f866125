"""A laid-out diagram can be read: nothing lies on anything else, whatever its shape."""

from __future__ import annotations

from itertools import combinations, pairwise, product

from hypothesis import given, settings

from jianghai.casework.process import Kind
from jianghai.casework.process.drawing.columns import within
from jianghai.casework.process.drawing.layout import laid
from tests.jianghai.casework.process.drawn import FIVE, RETURN, read
from tests.jianghai.casework.process.made import SHAPES, made


def meet(one, other):
    """Tell whether two boxes share more than an edge."""
    return (
        one.x < other.x + other.width - 1
        and other.x < one.x + one.width - 1
        and one.y < other.y + other.height - 1
        and other.y < one.y + one.height - 1
    )


def holds(outer, inner):
    return (
        outer.x <= inner.x
        and outer.y <= inner.y
        and inner.x + inner.width <= outer.x + outer.width
        and inner.y + inner.height <= outer.y + outer.height
    )


def crosses(start, end, box):
    """Tell whether an upright or level line runs through the inside of a box."""
    left, right = sorted((start[0], end[0]))
    top, bottom = sorted((start[1], end[1]))
    return (
        left < box.x + box.width - 1
        and box.x + 1 < right + 0.001
        and top < box.y + box.height - 1
        and box.y + 1 < bottom + 0.001
    )


def boxes_are_apart(diagram, layout):
    plain = [one for one in diagram.elements.values() if one.kind is not Kind.PART]
    for one, other in combinations(plain, 2):
        assert not meet(layout.boxes[one.id], layout.boxes[other.id]), (one.id, other.id)


def frames_hold_their_own(diagram, layout):
    for part in (one for one in diagram.elements.values() if one.kind is Kind.PART):
        members, frame = within(diagram, part.id), layout.boxes[part.id]
        for one in diagram.elements.values():
            box = layout.boxes[one.id]
            if one.id in members and one.kind is not Kind.CATCH:
                assert holds(frame, box), (part.id, one.id)
            around = one.kind is Kind.PART and part.id in within(diagram, one.id)
            if one.id not in members and one.attached != part.id and one != part and not around:
                assert not meet(frame, box), (part.id, one.id)


def lanes_hold_their_own(diagram, layout):
    for one in diagram.elements.values():
        lane, box = layout.boxes[one.lane], layout.boxes[one.id]
        if one.kind is not Kind.PART:
            assert holds(lane, box) or one.kind is Kind.CATCH, one.id


def lines_are_clear(diagram, layout):
    elements = diagram.elements
    for flow in diagram.flows:
        line = layout.lines[flow.id]
        source, target = layout.boxes[flow.source], layout.boxes[flow.target]
        assert abs(line[0][0] - source.x - source.width) < 0.1
        assert abs(line[-1][0] - target.x) < 0.1
        near = {flow.source, flow.target, elements[flow.source].attached}
        others = [
            one for one in elements.values() if one.id not in near and one.kind is not Kind.CATCH
            and not (one.kind is Kind.PART and flow.source in within(diagram, one.id))
        ]  # fmt: skip
        for (start, end), one in product(pairwise(line), others):
            assert start[0] == end[0] or start[1] == end[1]
            assert not crosses(start, end, layout.boxes[one.id]), (flow, one.id)


def overlap(one, other):
    """Tell whether two upright or two level lines lie on each other for a stretch."""
    for across in (0, 1):
        along = 1 - across
        if one[0][across] == one[1][across] == other[0][across] == other[1][across]:
            first, second = (sorted((line[0][along], line[1][along])) for line in (one, other))
            return min(first[1], second[1]) - max(first[0], second[0]) > 1
    return False


def lines_are_told_apart(diagram, layout):
    pairs = {(flow.source, flow.target) for flow in diagram.flows}
    for one, other in combinations(diagram.flows, 2):
        if {(one.source, other.target), (other.source, one.target)} <= pairs:
            continue  # whichever way it is read is true
        lines = (pairwise(layout.lines[flow.id]) for flow in (one, other))
        assert not any(overlap(*both) for both in product(*lines)), (one, other)


def readable(diagram):
    layout = laid(diagram)
    boxes_are_apart(diagram, layout)
    frames_hold_their_own(diagram, layout)
    lanes_hold_their_own(diagram, layout)
    lines_are_clear(diagram, layout)
    lines_are_told_apart(diagram, layout)


def test_a_return_can_be_read():
    readable(read(RETURN))


def test_five_branches_can_be_read():
    readable(read(FIVE))


@settings(max_examples=60, deadline=None)
@given(shape=SHAPES)
def test_every_shape_can_be_read(shape):
    readable(read(made(shape)[0]))
