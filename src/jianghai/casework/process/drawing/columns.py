"""In which column everything stands: as far right as the longest way to it is long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jianghai.casework.process.graph import Graph, catching, ranks
from jianghai.casework.process.model import Diagram, Element, Kind


def leaving(part: str) -> str:
    """Name the column in which a sub-process closes."""
    return f"{part}>"


@dataclass(frozen=True)
class Frame:
    """What a sub-process covers: columns from its border to its border, and lanes."""

    part: str
    first: int
    last: int
    top: int
    bottom: int
    members: frozenset[str]

    def covers(self, column: int, lane: int) -> bool:
        """Tell whether a place lies inside."""
        return self.first <= column <= self.last and self.top <= lane <= self.bottom

    def meets(self, other: Frame) -> bool:
        """Tell whether two frames share a place."""
        beside = self.last < other.first or other.last < self.first
        return not beside and self.top <= other.bottom and other.top <= self.bottom


def columns(diagram: Diagram) -> dict[str, int]:
    """Give the column of each element, and of the end of each sub-process.

    What runs beside a sub-process in one of its lanes is moved behind it, so that its frame holds
    nothing that is not its own.
    """
    graph = _graph(diagram)
    start = next(
        one.id for one in diagram.elements.values() if one.kind is Kind.START and not one.parent
    )
    for _ in range(len(graph) * len(graph)):
        placed = ranks(graph, start)
        inside = _intruder(diagram, placed)
        if inside is None:
            break
        part, stranger = inside
        graph[leaving(part)].append(stranger)
    for one in diagram.elements.values():
        if one.kind is Kind.CATCH:
            placed[one.id] = placed[leaving(one.attached)]
    return placed


def frames(diagram: Diagram, placed: Mapping[str, int]) -> dict[str, Frame]:
    """Give what each sub-process covers."""
    order = {lane: at for at, lane in enumerate(diagram.lanes)}
    made: dict[str, Frame] = {}
    for part in (one for one in diagram.elements.values() if one.kind is Kind.PART):
        members = within(diagram, part.id)
        lanes = [order[diagram.elements[one].lane] for one in members]
        made[part.id] = Frame(
            part.id,
            placed[part.id],
            placed[leaving(part.id)],
            min(lanes),
            max(lanes),
            frozenset(members),
        )
    return made


def within(diagram: Diagram, part: str) -> set[str]:
    """Give everything in a sub-process, at any depth; events on inner sub-processes too."""
    found: set[str] = set()
    for one in diagram.elements.values():
        scope = one.parent
        while scope and scope != part:
            scope = diagram.elements[scope].parent
        if scope == part:
            found.add(one.id)
    return found


def _graph(diagram: Diagram) -> Graph:
    """Give what stands left of what: sub-processes opened up, with a column to close in."""
    elements = diagram.elements
    after: Graph = {ident: [] for ident in elements}
    for one in elements.values():
        if one.kind is Kind.PART:
            after[leaving(one.id)] = []
    for flow in diagram.flows:
        after[_leaves(elements[flow.source])].append(flow.target)
    for one in elements.values():
        if one.kind is Kind.START and one.parent:
            after[one.parent].append(one.id)
        elif one.kind is Kind.END and one.parent:
            after[one.id].append(leaving(one.parent))
        elif one.kind is Kind.THROW:
            after[one.id] += [leaving(one.parent)]
            after[one.id] += [leaving(catch.attached) for catch in catching(elements, one)]
    return after


def _leaves(source: Element) -> str:
    """Give the column from which a flow goes out."""
    if source.kind is Kind.PART:
        return leaving(source.id)
    return leaving(source.attached) if source.kind is Kind.CATCH else source.id


def _intruder(diagram: Diagram, placed: Mapping[str, int]) -> tuple[str, str] | None:
    """Find what would stand inside a frame that is not its own: an element, or a sub-process."""
    order = {lane: at for at, lane in enumerate(diagram.lanes)}
    held = frames(diagram, placed)
    for frame in held.values():
        around = {one for one, other in held.items() if frame.part in other.members}
        for one in diagram.elements.values():
            if one.id in frame.members | around | {frame.part} or one.kind is Kind.CATCH:
                continue
            at = (placed[one.id], order[one.lane])
            if frame.meets(held[one.id]) if one.id in held else frame.covers(*at):
                return frame.part, _outermost(diagram, one.id, around)
    return None


def _outermost(diagram: Diagram, ident: str, around: set[str]) -> str:
    """Give the sub-process that a stranger belongs to, so that it moves as a whole."""
    scope = diagram.elements[ident].parent
    while scope and scope not in around:
        ident, scope = scope, diagram.elements[scope].parent
    return ident
