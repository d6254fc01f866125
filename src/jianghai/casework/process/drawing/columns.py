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
    """Find an element that would stand inside a frame that is not its own."""
    order = {lane: at for at, lane in enumerate(diagram.lanes)}
    for frame in frames(diagram, placed).values():
        for one in diagram.elements.values():
            ours = one.id in frame.members or one.id == frame.part or one.kind is Kind.CATCH
            around = one.kind is Kind.PART and frame.part in within(diagram, one.id)
            if not ours and not around and frame.covers(placed[one.id], order[one.lane]):
                return frame.part, one.id
    return None
