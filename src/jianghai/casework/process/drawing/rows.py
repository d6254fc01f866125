"""In which row everything stands: a lane has as many rows as it needs, and no two things share a cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from jianghai.casework.process.drawing.columns import Frame, columns, frames, leaving
from jianghai.casework.process.model import Diagram, Element, Flow, Kind

Row = tuple[int, int]  # lane, and row in the lane


@dataclass
class Grid:
    """Columns and rows of a diagram while it is laid out."""

    diagram: Diagram
    column: dict[str, int] = field(init=False)
    frame: dict[str, Frame] = field(init=False)
    row: dict[str, Row] = field(default_factory=dict)
    trunk: dict[str, Row] = field(default_factory=dict)  # the row in which a flow runs along
    taken: dict[Row, set[int]] = field(default_factory=dict)
    stands: dict[tuple[Row, int], str] = field(default_factory=dict)
    rows: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.column = columns(self.diagram)
        self.frame = frames(self.diagram, self.column)
        self.order = {lane: at for at, lane in enumerate(self.diagram.lanes)}
        self.rows = [1] * len(self.order)
        self._place()
        for flow in sorted(self.diagram.flows, key=self._depth, reverse=True):
            self._run(flow)

    def _depth(self, flow: Flow) -> int:
        """Tell how deep a flow lies: what is inside a sub-process is laid before what passes it."""
        depth, scope = 0, self.diagram.elements[flow.source].parent
        while scope:
            depth, scope = depth + 1, self.diagram.elements[scope].parent
        return depth

    def _place(self) -> None:
        """Give each element a row of its lane, beside what comes before it where that is free."""
        elements = self.diagram.elements
        before: dict[str, list[str]] = {}
        for flow in self.diagram.flows:
            before.setdefault(flow.target, []).append(flow.source)
        plain = [one for one in elements.values() if one.kind not in {Kind.PART, Kind.CATCH}]
        for one in sorted(plain, key=lambda one: self.column[one.id]):
            lane = self.order[one.lane]
            near = [self.row[other] for other in before.get(one.id, []) if other in self.row]
            wished = [*(row for row in near if row[0] == lane), *self._lane(lane)]
            fitting = [row for row in wished if self._fits(one, row, before)]
            self.row[one.id] = self._free(fitting, [self.column[one.id]], lane)
            self._stand(one)
        parts = [one for one in elements.values() if one.kind is Kind.PART]
        for part in sorted(parts, key=lambda one: -self.column[one.id]):
            self._events(part)

    def _stand(self, one: Element) -> None:
        """Note from which cell the flows of an element set out; of a sub-process, where it ends."""
        row = self.row[one.id]
        if one.kind is Kind.END and one.parent:
            self.stands[row, self.column[leaving(one.parent)]] = one.parent
        elif one.kind not in {Kind.END, Kind.THROW}:
            self.stands[row, self.column[one.id]] = one.id

    def _fits(self, one: Element, row: Row, before: Mapping[str, list[str]]) -> bool:
        """Tell whether what stands left of a cell leads into it: neighbours look connected."""
        left = self.stands.get((row, self.column[one.id] - 1))
        if left is not None and left not in before.get(one.id, []):
            return False
        # A flow enters a sub-process in the row in which it starts.
        around = self.diagram.elements.get(one.parent) if one.kind is Kind.START else None
        return around is None or self._fits(around, row, before)

    def _events(self, part: Element) -> None:
        """Let flows enter a sub-process where it starts and leave where it ends; stack its events."""
        elements, frame = self.diagram.elements, self.frame[part.id]
        inner = [one for one in elements.values() if one.parent == part.id]
        self.row[part.id] = next(self.row[one.id] for one in inner if one.kind is Kind.START)
        self.row[leaving(part.id)] = next(self.row[one.id] for one in inner if one.kind is Kind.END)
        lane = frame.bottom
        for one in elements.values():
            if one.kind is Kind.CATCH and one.attached == part.id:
                lowest = max(row for row in (self.row[m] for m in frame.members if m in self.row))
                below = [(lane, at) for at in range(lowest[1] + 1, self.rows[lane])]
                self.row[one.id] = self._free(below, range(frame.first, frame.last + 2), lane)

    def _lane(self, lane: int) -> list[Row]:
        """Give the rows that a lane has."""
        return [(lane, at) for at in range(self.rows[lane])]

    def _free(self, wished: list[Row], cells: range | list[int], lane: int) -> Row:
        """Take the first of these rows whose cells are free, or open a new one."""
        for row in wished:
            if not self.taken.get(row, set()).intersection(cells):
                break
        else:
            row = (lane, self.rows[lane])
            self.rows[lane] += 1
        self.taken.setdefault(row, set()).update(cells)
        return row

    def _run(self, flow: Flow) -> None:
        """Give a flow a row to run along in, if it is longer than one step."""
        first, last = self.span(flow)
        source, target = self.ends(flow)
        # What goes back also turns beside the columns that it passes.
        cells = list(range(first + 1, last) if first < last else range(last - 1, first + 2))
        passed = [frame for frame in self.frame.values() if self._passes(flow, frame, cells)]
        lane = max([target[0], *(frame.bottom for frame in passed)])
        near = [target, source] if self._outgoing(flow.source) > 1 else [source, target]
        wished = [*near, *self._lane(target[0]), *self._lane(source[0]), *self._lane(lane)]
        if first >= last:  # what goes back runs below what it passes
            wished = [row for row in wished if row not in {source, target}]
        open_rows = [row for row in wished if not any(self._inside(row, one) for one in passed)]
        if not cells:
            self.trunk[flow.id] = near[0]
            return
        # In a row that is not its own, it must not touch what stands where it turns.
        beside = {row: {first} - {first if row == source else None} for row in open_rows}
        for row in open_rows:
            beside[row] |= {last} - {last if row == target else None}
        clear = [row for row in open_rows if not self.taken.get(row, set()) & beside[row]]
        self.trunk[flow.id] = self._free(clear, cells, lane)

    def _outgoing(self, source: str) -> int:
        """Count the flows that leave an element; those of a gateway share their way out."""
        return sum(flow.source == source for flow in self.diagram.flows)

    def span(self, flow: Flow) -> tuple[int, int]:
        """Give the columns between which a flow runs."""
        source = self.diagram.elements[flow.source]
        name = leaving(source.id) if source.kind is Kind.PART else source.id
        return self.column[name], self.column[flow.target]

    def ends(self, flow: Flow) -> tuple[Row, Row]:
        """Give the rows at which a flow begins and ends."""
        source = self.diagram.elements[flow.source]
        name = leaving(source.id) if source.kind is Kind.PART else source.id
        return self.row[name], self.row[flow.target]

    def _passes(self, flow: Flow, frame: Frame, cells: list[int]) -> bool:
        """Tell whether a flow comes by a sub-process that it does not belong to."""
        if flow.source in frame.members or flow.target in frame.members:
            return False
        return any(frame.first <= cell <= frame.last for cell in cells)

    def _inside(self, row: Row, frame: Frame) -> bool:
        """Tell whether a row runs through a sub-process."""
        top, bottom = self.extent(frame)
        return top <= row <= bottom

    def extent(self, frame: Frame) -> tuple[Row, Row]:
        """Give the first and the last row of a sub-process: its members, its flows, its events."""
        rows = list(self._held(frame))
        return min(rows), max(rows)

    def _held(self, frame: Frame) -> Iterator[Row]:
        """Give every row that a sub-process uses."""
        for ident in frame.members:
            yield self.row[ident]
        for one in self.diagram.elements.values():
            if one.kind is Kind.CATCH and one.attached == frame.part:
                yield self.row[one.id]
        flows: Mapping[str, Row] = self.trunk
        for flow in self.diagram.flows:
            if flow.source in frame.members and flow.id in flows:
                yield flows[flow.id]
